package import Market

/// A local store of daily bars, opened for reading: columns in memory-mapped files, `[day][symbol]`.
///
/// Opening costs a few milliseconds whatever the size, because nothing but the small tables is read; a bar comes from the
/// disk when it is first touched. An opened warehouse stays whole while an import replaces it on disk: it keeps the files
/// that it opened. It can be used from several tasks.
package final class Warehouse: Sendable {
    package let directory: String
    package let manifest: Manifest
    /// The trading days with bars, without a gap: all calendar days from the first to the last bar.
    package let days: [Day]
    /// Ascending.
    package let symbols: [Symbol]
    /// The whole calendar that was imported; it goes on after the last bar.
    package let calendar: TradingCalendar

    /// By `Column.rawValue`.
    private let columns: [ColumnFile]
    /// In the order of `SmallColumn.allCases`.
    let smallColumns: [ColumnFile]
    let extras: ExtraColumns
    private let names: [String]
    /// Of each symbol, the position in the calendar of its first trading day; nil where unknown.
    private let listings: [Int?]
    private let listed: [Day?]
    /// Of each symbol, the indices of its first and last bar.
    let spans: [ClosedRange<Int>]
    /// The calendar's position of the first day with bars.
    let firstPosition: Int
    /// The days of `calendar`.
    let calendarDays: [Day]

    /// Opens the warehouse in `directory` without reading its bars; see `verify`.
    package static func open(_ directory: String) throws(WarehouseFailure) -> Warehouse {
        // An import may replace the folder between our reading of the manifest and of the columns; its files are then
        // gone, and the manifest names the new folder.
        var manifest = try Manifest.read(directory)
        while true {
            do {
                return try Warehouse(directory, manifest)
            } catch {
                let latest = try Manifest.read(directory)
                if latest.generation == manifest.generation { throw error }
                manifest = latest
            }
        }
    }

    private init(_ directory: String, _ manifest: Manifest) throws(WarehouseFailure) {
        self.directory = directory
        self.manifest = manifest
        let folder = directory + "/" + manifest.folder
        let small = try SmallTables(folder, manifest)
        var columns: [ColumnFile] = []
        for column in Column.allCases {
            columns.append(
                try ColumnFile(
                    "\(folder)/\(column.fileName)", element: column.element, rows: manifest.dayCount,
                    columns: manifest.symbolCount))
        }
        self.columns = columns
        smallColumns = small.files
        extras = try ExtraColumns(folder, manifest)
        calendarDays = small.calendarDays
        days = small.days
        symbols = small.symbols
        calendar = small.calendar
        names = small.names
        spans = small.spans
        listed = small.listed
        firstPosition = small.firstPosition
        listings = small.listed.map { day in
            guard let day, let first = small.calendarDays.first, day >= first else { return nil }
            return small.calendarDays.partitioningIndex { $0 >= day }
        }
    }

    func file(_ column: Column) -> ColumnFile { columns[column.rawValue] }

    /// Trading days with bars in `range`, both ends included; the range may reach beyond them.
    package func days(in range: ClosedRange<Day>) -> ArraySlice<Day> {
        days[days.partitioningIndex { $0 >= range.lowerBound }..<days.partitioningIndex { $0 > range.upperBound }]
    }

    /// The row of `day` in the columns; nil where it has no bars.
    package func dayIndex(_ day: Day) -> Int? {
        let index = days.partitioningIndex { $0 >= day }
        return index < days.count && days[index] == day ? index : nil
    }

    /// The place of `symbol` in each row of the columns; nil where there is no bar of it at all.
    package func symbolIndex(_ symbol: Symbol) -> Int? {
        let index = symbols.partitioningIndex { $0 >= symbol }
        return index < symbols.count && symbols[index] == symbol ? index : nil
    }

    /// The security's name in `stock_basic`: today's, not that of a past day, so never a proof of ST in the past. Nil where
    /// the table has none.
    package func name(of symbol: Symbol) -> String? {
        guard let index = symbolIndex(symbol), !names[index].isEmpty else { return nil }
        return names[index]
    }

    /// The day of listing: from `stock_basic`, or the first bar where the import could show that bars begin with the
    /// listing (`docs/history.md`); nil where unknown.
    package func listed(_ symbol: Symbol) -> Day? {
        symbolIndex(symbol).flatMap { listed[$0] }
    }

    /// First and last day with a bar.
    package func span(of symbol: Symbol) -> ClosedRange<Day>? {
        symbolIndex(symbol).map { days[spans[$0].lowerBound]...days[spans[$0].upperBound] }
    }

    /// 1 on the day of listing, counted in trading days, suspended ones too. Nil where unknown, before the listing, and past
    /// the 300th day, when no rule asks any more.
    package func listingDay(symbolIndex: Int, dayIndex: Int) -> Int? {
        guard let listing = listings[symbolIndex] else { return nil }
        let day = firstPosition + dayIndex - listing + 1
        return 1...300 ~= day ? day : nil
    }
}

extension Array {
    /// The first index whose element satisfies `predicate`, which must hold for a tail of the array.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) >> 1
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
