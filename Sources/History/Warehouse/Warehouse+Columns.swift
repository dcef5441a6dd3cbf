/// The columns themselves, for loops over many days or symbols.
///
/// A buffer is one day's row, indexed by symbol as `symbols` is, 0 where there is no bar. It points into the mapped file: no
/// copy is made, the first touch of a page reads it from disk. **It lives as long as the warehouse and no longer**; hold the
/// warehouse while using it. A day index outside `days` is a trap.
extension Warehouse {
    /// Prices in li.
    package func prices(_ column: PriceColumn, dayIndex: Int) -> UnsafeBufferPointer<Int32> {
        file(column.column).row(dayIndex, as: Int32.self)
    }

    /// Traded shares; 0 also on a suspended day.
    package func volumes(dayIndex: Int) -> UnsafeBufferPointer<Int64> {
        file(.volume).row(dayIndex, as: Int64.self)
    }

    /// Cumulative adjustment factors in parts of 10⁹; 0 where not known. Price × factor is comparable over ex-dates.
    package func factors(dayIndex: Int) -> UnsafeBufferPointer<Int64> {
        file(.factor).row(dayIndex, as: Int64.self)
    }

    package func flags(dayIndex: Int) -> UnsafeBufferPointer<BarFlags> {
        file(.flags).row(dayIndex, as: BarFlags.self)
    }

    /// Gives back the memory of these days: for a run through history that must stay small. They can still be read; that
    /// fetches them again.
    package func release(dayIndices: Range<Int>) {
        for column in Column.allCases { file(column).release(rows: dayIndices) }
    }

    /// Reads every file and compares it with its checksum; seconds, not milliseconds. Throws on the first damage.
    package func verify() throws(WarehouseFailure) {
        let folder = directory + "/" + manifest.folder
        let files =
            Column.allCases.map { ($0.fileName, file($0)) }
            + zip(SmallColumn.allCases.map(\.fileName), smallColumns) + extras.files
        for (name, file) in files where !file.isIntact() {
            throw .damaged(path: "\(folder)/\(name)", "its content does not match its checksum")
        }
    }
}
