import Market

/// What is there beside bars, where the tables had it.
extension Warehouse {
    /// The announced corporate actions of a stock, ascending by ex-day. Ex-dates without one are known from the bars alone:
    /// see `exEvents`.
    package func corporateActions(symbolIndex: Int) -> [CorporateEvent] {
        guard let file = extras.events else { return [] }
        let count = file.header.rows
        func first(from index: Int) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) >> 1
                if file.row(middle, as: Int64.self)[0] >= Int64(index) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let lower = first(from: symbolIndex)
        return (lower..<max(lower, first(from: symbolIndex + 1))).map {
            CorporateEvent(row: file.row($0, as: Int64.self))
        }
    }

    /// All index series, ascending by code. They are made anew at each call; hold what is used often.
    package var indices: [IndexSeries] {
        (manifest.indices ?? []).indices.map { series($0) }
    }

    /// The series of `code`, such as `000300.SH`; nil where there is none.
    package func index(_ code: String) -> IndexSeries? {
        manifest.indices?.firstIndex { $0.code == code }.map { series($0) }
    }

    private func series(_ place: Int) -> IndexSeries {
        let code = manifest.indices?[place].code ?? ""
        let length = manifest.calendarDayCount
        guard let file = extras.indices else { return IndexSeries(code: code, closes: [], closeBefore: nil) }
        func value(_ position: Int, _ column: Int) -> Int64 {
            file.row(place * length + position, as: Int64.self)[column]
        }
        let closes = days.indices.map { value(firstPosition + $0, 0) }
        var before = firstPosition > 0 ? value(firstPosition - 1, 0) : 0
        if before == 0 { before = value(firstPosition, 1) }
        var earlier = firstPosition - 1
        while before == 0, earlier > 0 {
            earlier -= 1
            before = value(earlier, 0)
        }
        return IndexSeries(code: code, closes: closes, closeBefore: before == 0 ? nil : before)
    }
}

/// The columns that a warehouse has only where their tables were there.
struct ExtraColumns: Sendable {
    static let eventsName = "events.col"
    static let indicesName = "indices.col"

    /// 64-bit, a row for each event in the order of symbol and ex-day; see `CorporateEvent.columns`.
    var events: ColumnFile?
    /// 64-bit, a row for each index and day of the calendar; see `IndexSeries.columns`.
    var indices: ColumnFile?

    init(_ folder: String, _ manifest: Manifest) throws(WarehouseFailure) {
        if let count = manifest.eventCount, count > 0 {
            events = try ColumnFile(
                "\(folder)/\(ExtraColumns.eventsName)", element: .int64, rows: count, columns: CorporateEvent.columns)
        }
        if let indices = manifest.indices, !indices.isEmpty {
            self.indices = try ColumnFile(
                "\(folder)/\(ExtraColumns.indicesName)", element: .int64,
                rows: indices.count * manifest.calendarDayCount, columns: IndexSeries.columns)
        }
    }

    /// Those that are there, with their names.
    var files: [(name: String, file: ColumnFile)] {
        [(ExtraColumns.eventsName, events), (ExtraColumns.indicesName, indices)].compactMap { name, file in
            file.map { (name, $0) }
        }
    }
}
