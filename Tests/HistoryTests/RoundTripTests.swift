import Market
import Testing

@testable import History

/// What the table says, the warehouse says: compared with a second reader over random tables.
@Suite struct RoundTripTests {
    /// Stocks with gaps, suspensions, unknown fields and huge volumes, over 150 days: more than one block of columns.
    private func table(_ random: inout SplitMix64) -> Tables {
        var day = Day(number: 20_000)
        var calendar: [String] = []
        for _ in 0..<160 {
            calendar.append(day.description)
            day = day.advanced(by: Int.random(in: 1...4, using: &random))
        }
        var digits = 1
        var bars: [Tables.Bar] = []
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            digits += Int.random(in: 1...20_000, using: &random)
            let suffix = ["SZ", "SH", "BJ"].randomElement(using: &random) ?? "SZ"
            let text = String(String(1_000_000 + digits).dropFirst())
            let first = Int.random(in: 3..<150, using: &random)
            for day in calendar[first..<Int.random(in: first + 1...155, using: &random)]
            where Int.random(in: 0..<20, using: &random) > 0 {
                bars.append(bar(day, "\(text).\(suffix)", &random))
            }
        }
        var tables = Tables(bars)
        tables.calendar = calendar
        return tables
    }

    private func bar(_ day: String, _ symbol: String, _ random: inout SplitMix64) -> Tables.Bar {
        func price() -> String {
            let li = Int64.random(in: 1...2_000_000_000, using: &random)
            return FixedDecimal.text(li, places: 3, atLeast: Int.random(in: 0...3, using: &random))
        }
        var bar = Tables.Bar(
            day: day, symbol: symbol, open: price(), high: price(), low: price(), close: price(),
            previousClose: price())
        bar.volume = String(Int64.random(in: 0...(1 << 40), using: &random))
        bar.factor =
            Bool.random(using: &random)
            ? "" : FixedDecimal.text(Int64.random(in: 1...(1 << 50), using: &random), places: 9, atLeast: 1)
        bar.suspended = String(Int.random(in: 0...1, using: &random))
        bar.riskWarned = ["", "0", "1"].randomElement(using: &random) ?? ""
        return bar
    }

    @Test(arguments: 1...12) func `bars come back as they were`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let tables = table(&random)
        if tables.bars.isEmpty { return }
        let imported = try Imported(tables, compressed: seed.isMultiple(of: 2))
        try check(imported.warehouse, SlowReader(barText: tables.barText), "seed \(seed)")
        try imported.warehouse.verify()
        #expect(imported.report.rows == tables.bars.count)
    }

    private func check(_ warehouse: Warehouse, _ reader: SlowReader, _ comment: Comment) throws {
        #expect(warehouse.days.first?.description == reader.bars.keys.min(), comment)
        #expect(warehouse.days.last?.description == reader.bars.keys.max(), comment)
        for (index, day) in warehouse.days.enumerated() {
            let expected = reader.bars[day.description] ?? [:]
            let sheet = try warehouse.daySheet(day)
            #expect(sheet.bars.map(\.symbol) == sheet.bars.map(\.symbol).sorted(), comment)
            #expect(Set(sheet.bars.map(\.symbol.description)) == Set(expected.keys), comment)
            for bar in sheet.bars {
                let row = try #require(expected[bar.symbol.description])
                let prices = [bar.open, bar.high, bar.low, bar.close, bar.previousClose]
                #expect(prices == row.prices.compactMap(Price.init), comment)
                #expect(bar.volume.count == row.volume, comment)
                #expect((bar.isSuspended ? "1" : "0") == row.suspended, comment)
                #expect((bar.isRiskWarned.map { $0 ? "1" : "0" } ?? "") == row.riskWarned, comment)
                let place = try #require(warehouse.symbolIndex(bar.symbol))
                let factor = warehouse.factors(dayIndex: index)[place]
                #expect(factor == (FixedDecimal.parse(row.factor, places: 9) ?? 0), comment)
            }
        }
    }
}
