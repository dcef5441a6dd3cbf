import Market
import Testing

@testable import History

@Suite struct ListingTests {
    private typealias Bar = Tables.Bar

    private func bars(_ symbol: String, from first: Int) -> [Bar] {
        Tables.week[first...].enumerated().map { index, day in
            Bar.bar(day, symbol, previousClose: index == 0 ? "8.00" : "10.10")
        }
    }

    private func listings(_ imported: Imported) throws -> [String?] {
        imported.warehouse.symbols.map { imported.warehouse.listed($0)?.description }
    }

    @Test func `a late first bar is a listing where the known ones prove it`() throws {
        let imported = try Imported(
            Tables(
                bars("600000.SH", from: 0) + bars("600001.SH", from: 2) + bars("600002.SH", from: 3),
                stocks: ["600000.SH,A,", "600001.SH,B,2026-01-07", "600002.SH,C,"]))
        #expect(try listings(imported) == [nil, "2026-01-07", "2026-01-08"])
        #expect(imported.report.listingsInferred == 1)
        #expect(imported.report.listingsUnknown == 1)
        let sheet = try imported.warehouse.daySheet(try #require(Day("2026-01-12")))
        #expect(sheet.bars.map(\.listingDay) == [nil, 4, 3])
    }

    @Test func `one contradiction is enough to infer nothing`() throws {
        let imported = try Imported(
            Tables(
                bars("600000.SH", from: 0) + bars("600001.SH", from: 2) + bars("600002.SH", from: 3)
                    + bars("600003.SH", from: 2),
                stocks: ["600001.SH,B,2026-01-07", "600002.SH,C,", "600003.SH,D,2026-01-06"]))
        #expect(try listings(imported) == [nil, "2026-01-07", nil, "2026-01-06"])
        #expect(imported.report.listingsInferred == 0)
    }

    @Test func `nothing known proves nothing`() throws {
        let imported = try Imported(
            Tables(bars("600000.SH", from: 0) + bars("600001.SH", from: 2), stocks: ["600000.SH,A,1999-11-10"]))
        #expect(try listings(imported) == ["1999-11-10", nil])
    }

    @Test func `a stock that begins suspended was not listed that day`() throws {
        var late = bars("600002.SH", from: 3)
        late[0] = .suspended("2026-01-08", "600002.SH", at: "10.10")
        let imported = try Imported(
            Tables(
                bars("600000.SH", from: 0) + bars("600001.SH", from: 2) + late, stocks: ["600001.SH,B,2026-01-07"]))
        #expect(try listings(imported) == [nil, "2026-01-07", nil])
    }

    @Test func `a listing day before the calendar is long past`() throws {
        let imported = try Imported(Tables(bars("600000.SH", from: 0), stocks: ["600000.SH,A,1999-11-10"]))
        let sheet = try imported.warehouse.daySheet(try #require(Day("2026-01-05")))
        #expect(sheet.bars.map(\.listingDay) == [nil])
    }

    @Test func `a listing on a day without trading counts from the next session`() throws {
        let imported = try Imported(Tables(bars("600000.SH", from: 5), stocks: ["600000.SH,A,2026-01-10"]))
        let sheet = try imported.warehouse.daySheet(try #require(Day("2026-01-13")))
        #expect(sheet.bars.map(\.listingDay) == [2])
    }

    @Test func `listing days are told up to the three hundredth`() throws {
        let first = try #require(Day("2024-01-01"))
        let days = (0..<310).map { first.advanced(by: $0).description }
        var tables = Tables(
            days[1...].enumerated().map { Bar.bar($1, previousClose: $0 == 0 ? "8.00" : "10.10") },
            stocks: ["600000.SH,A,\(days[1])"])
        tables.calendar = days
        let warehouse = try Imported(tables).warehouse
        #expect(warehouse.listingDay(symbolIndex: 0, dayIndex: 0) == 1)
        #expect(warehouse.listingDay(symbolIndex: 0, dayIndex: 299) == 300)
        #expect(warehouse.listingDay(symbolIndex: 0, dayIndex: 300) == nil)
    }
}
