import Testing

@testable import History

@Suite struct ColumnArrangerTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    /// Every value tells its day and symbol, so that one in a wrong place is seen.
    private func record(day: Int, symbol: Int) -> BarSpool.Record {
        let value = Int32(day * 1000 + symbol + 1)
        return BarSpool.Record(
            session: Int32(day), open: value, high: value + 1_000_000, low: value + 2_000_000,
            close: value + 3_000_000, previousClose: value + 4_000_000, volume: Int64(value) << 33,
            factor: Int64(value) << 34, flags: UInt64(day % 31 + 1))
    }

    private func arranged(_ days: [ClosedRange<Int>], firstDay: Int, dayCount: Int) throws -> [ColumnFile] {
        let spool = try BarSpool(folder.file("spool"))
        var starts: [Int] = []
        for (symbol, range) in days.enumerated() {
            starts.append(spool.count)
            for day in range { try spool.append(record(day: day, symbol: symbol)) }
        }
        try spool.finish()
        let records = try #require(try BarSpool.Records(folder.file("spool"), count: spool.count))
        try ColumnArranger(
            folder: folder.path, firstSession: firstDay, dayCount: dayCount, starts: starts + [spool.count]
        ).write(records.all)
        withExtendedLifetime(records) {}
        return try Column.allCases.map {
            try ColumnFile(folder.file($0.fileName), element: $0.element, rows: dayCount, columns: days.count)
        }
    }

    /// One day, one less than a block, a block, one more, several.
    @Test(arguments: [1, 63, 64, 65, 200]) func `every bar lands on its day and symbol`(dayCount: Int) throws {
        let first = 5
        let last = first + dayCount - 1
        let ranges = [first...last, last...last, first...first, first + dayCount / 3...first + dayCount / 2]
        let columns = try arranged(ranges, firstDay: first, dayCount: dayCount)
        for day in 0..<dayCount {
            for symbol in ranges.indices {
                let expected = ranges[symbol].contains(first + day) ? record(day: first + day, symbol: symbol) : nil
                func price(_ column: Column) -> Int32 {
                    columns[column.rawValue].row(day, as: Int32.self)[symbol]
                }
                #expect(price(.open) == expected?.open ?? 0)
                #expect(price(.high) == expected?.high ?? 0)
                #expect(price(.low) == expected?.low ?? 0)
                #expect(price(.close) == expected?.close ?? 0)
                #expect(price(.previousClose) == expected?.previousClose ?? 0)
                #expect(columns[Column.volume.rawValue].row(day, as: Int64.self)[symbol] == expected?.volume ?? 0)
                #expect(columns[Column.factor.rawValue].row(day, as: Int64.self)[symbol] == expected?.factor ?? 0)
                let flags = columns[Column.flags.rawValue].row(day, as: UInt8.self)[symbol]
                #expect(UInt64(flags) == expected?.flags ?? 0)
            }
        }
        #expect(columns.allSatisfy { $0.isIntact() })
    }

    @Test func `a spool longer than its buffer keeps its order`() throws {
        let columns = try arranged([0...39_999], firstDay: 0, dayCount: 40_000)
        let open = columns[Column.open.rawValue].elements(as: Int32.self)
        #expect(open.enumerated().allSatisfy { $1 == Int32($0 * 1000 + 1) })
    }

    @Test func `a spool of another length is not taken`() throws {
        let spool = try BarSpool(folder.file("spool"))
        for day in 0..<3 { try spool.append(record(day: day, symbol: 0)) }
        #expect(try BarSpool.Records(folder.file("spool"), count: 3) == nil)
        try spool.finish()
        #expect(try BarSpool.Records(folder.file("spool"), count: 2) == nil)
        let records = try #require(try BarSpool.Records(folder.file("spool"), count: 3))
        #expect(records.all.map(\.open) == [1, 1001, 2001])
    }
}
