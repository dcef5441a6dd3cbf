import Market

/// The tables beside the bars, read whole when a warehouse is opened: days, calendar, symbols and what belongs to a symbol.
struct SmallTables {
    /// In the order of `SmallColumn.allCases`.
    let files: [ColumnFile]
    let days: [Day]
    let calendarDays: [Day]
    let calendar: TradingCalendar
    /// The calendar's position of the first day with bars.
    let firstPosition: Int
    let symbols: [Symbol]
    let listed: [Day?]
    let spans: [ClosedRange<Int>]
    let names: [String]

    init(_ folder: String, _ manifest: Manifest) throws(WarehouseFailure) {
        var files: [ColumnFile] = []
        func column<Value: BitwiseCopyable>(
            _ column: SmallColumn, _ type: Value.Type, rows: Int?
        ) throws(WarehouseFailure) -> [Value] {
            let path = "\(folder)/\(column.fileName)"
            let file = try ColumnFile(path, element: column.element, rows: rows, columns: column.columns)
            files.append(file)
            return Array(file.elements(as: type))
        }
        func damaged(_ column: SmallColumn) -> WarehouseFailure {
            .damaged(path: "\(folder)/\(column.fileName)", "its content contradicts the manifest")
        }
        days = try column(.days, Int32.self, rows: manifest.dayCount).map(Day.init(number:))
        calendarDays = try column(.calendar, Int32.self, rows: manifest.calendarDayCount).map(Day.init(number:))
        do {
            calendar = try TradingCalendar(days: calendarDays)
        } catch {
            throw damaged(.calendar)
        }
        let first = calendarDays.partitioningIndex { $0 >= manifest.firstDay }
        firstPosition = first
        guard calendarDays[first...].starts(with: days), days.first == manifest.firstDay, days.last == manifest.lastDay
        else { throw damaged(.days) }

        symbols = try column(.symbols, UInt32.self, rows: manifest.symbolCount).map(Symbol.init(packed:))
        guard zip(symbols, symbols.dropFirst()).allSatisfy({ $0 < $1 }) else { throw damaged(.symbols) }
        listed = try column(.listed, Int32.self, rows: manifest.symbolCount)
            .map { $0 == SmallColumn.unknownDay ? nil : Day(number: $0) }
        let bounds = try column(.spans, Int32.self, rows: manifest.symbolCount).map(Int.init)
        var spans: [ClosedRange<Int>] = []
        spans.reserveCapacity(manifest.symbolCount)
        for index in 0..<manifest.symbolCount {
            let (lower, upper) = (bounds[2 * index], bounds[2 * index + 1])
            guard 0 <= lower, lower <= upper, upper < manifest.dayCount else { throw damaged(.spans) }
            spans.append(lower...upper)
        }
        self.spans = spans

        names = try column(.names, UInt8.self, rows: nil)
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
        guard names.count == manifest.symbolCount else { throw damaged(.names) }
        self.files = files
    }
}
