import Market
import Testing

@testable import History

@Suite struct SyntheticTablesTests {
    @Test func `the tables import without a finding and give the same bars`() throws {
        let folder = try Folder()
        let market = try SyntheticMarket.demo
        try market.write(to: folder.file("tables"))
        let report = try Importer.import(from: folder.file("tables"), into: folder.file("w"))
        #expect(report.warnings == [])
        #expect(report.listingsUnknown == 0)
        let warehouse = try Warehouse.open(folder.file("w"))
        #expect(try warehouse.days.map { try warehouse.daySheet($0) } == market.sheets)
        for (index, factors) in market.factors.enumerated() {
            #expect(warehouse.factors(dayIndex: index).filter { $0 > 0 } == factors.map { $0 * 1000 })
        }
        #expect(warehouse.calendar == (try TradingCalendar(days: market.calendarDays)))
        for stock in market.stocks {
            #expect(warehouse.name(of: stock.symbol) == stock.name)
            #expect(warehouse.listed(stock.symbol) == stock.listed)
        }
    }

    @Test func `targets keep the contract`() throws {
        let folder = try Folder()
        let market = try SyntheticMarket.demo
        try market.write(to: folder.file("tables"))
        #expect(try folder.names("tables/targets") == market.batches.map { "\($0.signalDay).csv" })
        for batch in market.batches {
            let text = String(decoding: try folder.bytes("tables/targets/\(batch.signalDay).csv"), as: UTF8.self)
            let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
            #expect(text.hasSuffix("\n"))
            #expect(lines[0] == ["trade_date", "ts_code", "target_weight", "strategy_name"])
            #expect(
                lines.dropFirst().allSatisfy { $0[0] == batch.signalDay.description && $0[3] == "synthetic_momentum" })
            #expect(lines.dropFirst().dropLast().map { $0[1] } == batch.lines.map(\.symbol.description))
            #expect(lines.last?[1...2] == ["CASH", "0.050000"])
            let weights = lines.dropFirst().compactMap { Weight($0[2]) }
            #expect(weights.count == 21)
            #expect(weights.reduce(.zero, +) == .one)
        }
    }

    /// The bytes of the committed market, so that another machine, or a change of the generator, cannot change it unseen.
    @Test func `the demonstration market has the bytes that it always had`() throws {
        let folder = try Folder()
        try SyntheticMarket.demo.write(to: folder.file("tables"))
        func checksum(_ name: String) throws -> String {
            try folder.bytes("tables/" + name).withUnsafeBytes { Checksum.of($0).text }
        }
        #expect(try checksum("bars_daily.csv") == "a7c5f6a5")
        #expect(try checksum("stock_basic.csv") == "b655a64f")
        #expect(try checksum("trading-calendar.csv") == "5700e8af")
        #expect(try checksum("targets/2026-09-01.csv") == "50bcecde")
    }

    @Test func `the amount lies within the day's range`() throws {
        let folder = try Folder()
        try SyntheticMarket(.small).write(to: folder.file("tables"))
        let lines = String(decoding: try folder.bytes("tables/bars_daily.csv"), as: UTF8.self).split(separator: "\n")
        for line in lines.dropFirst() {
            let row = line.split(separator: ",", omittingEmptySubsequences: false)
            let volume = try #require(Int64(row[7]))
            let amount = try #require(Int64(row[8])) * 1000
            let low = try #require(Price(row[4])).li * volume
            let high = try #require(Price(row[3])).li * volume
            #expect(low - 500 <= amount && amount <= high + 500, "\(line)")
        }
    }

    @Test func `only an empty directory is written to`() throws {
        let folder = try Folder()
        let market = try SyntheticMarket(.small)
        try folder.makeFolder("tables")
        try market.write(to: folder.file("tables"))
        let before = try folder.contents("tables")
        #expect(throws: StorageFailure(.create, folder.file("tables"), code: 17)) {
            try market.write(to: folder.file("tables"))
        }
        #expect(try folder.contents("tables") == before)
    }
}
