import Market
import Testing

@testable import History

@Suite struct WarehouseTests {
    private typealias Bar = Tables.Bar

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }
    private func symbol(_ text: String) throws -> Symbol { try #require(Symbol(text)) }

    /// Two stocks; the second begins late, is ST, and is suspended once.
    private func sample() throws -> Imported {
        try Imported(
            Tables(
                [
                    Bar.bar("2026-01-06", "000001.SZ"),
                    .bar("2026-01-07", "000001.SZ", close: "10.20", previousClose: "10.10"),
                    .bar("2026-01-08", "000001.SZ", close: "9.95", previousClose: "9.70") {
                        $0.volume = "5616134841"
                        $0.factor = "1.051546"
                        $0.riskWarned = ""
                    },
                    .bar("2026-01-07", "600000.SH") { $0.riskWarned = "1" },
                    .suspended("2026-01-08", "600000.SH", at: "10.10"),
                ], stocks: ["000001.SZ,平安银行,2026-01-05", "600000.SH,Bank,2026-01-07", "600001.SH,None,"]))
    }

    @Test func `a sheet has the bars of its day, ascending by symbol`() throws {
        let imported = try sample()
        let sheet = try imported.warehouse.daySheet(day("2026-01-08"))
        #expect(
            sheet.bars == [
                DayBar(
                    symbol: try symbol("000001.SZ"), open: Price(li: 10000), high: Price(li: 10200),
                    low: Price(li: 9900), close: Price(li: 9950), previousClose: Price(li: 9700),
                    volume: Shares(5_616_134_841), listingDay: 4),
                DayBar(
                    symbol: try symbol("600000.SH"), open: Price(li: 10100), high: Price(li: 10100),
                    low: Price(li: 10100), close: Price(li: 10100), previousClose: Price(li: 10100), volume: 0,
                    isSuspended: true, isRiskWarned: false, listingDay: 2),
            ])
        #expect(try imported.warehouse.daySheet(day("2026-01-06")).bars.map(\.symbol.description) == ["000001.SZ"])
        #expect(try imported.warehouse.daySheet(day("2026-01-07")).bars.map(\.isRiskWarned) == [false, true])
    }

    @Test func `a day without a sheet is an error that tells the range`() throws {
        let warehouse = try sample().warehouse
        for text in ["2026-01-05", "2026-01-09", "2026-01-10"] {
            let day = try day(text)
            #expect(
                throws: WarehouseFailure.noSuchDay(
                    day, first: try self.day("2026-01-06"), last: try self.day("2026-01-08"))
            ) { try warehouse.daySheet(day) }
        }
    }

    @Test func `days are those from the first to the last bar`() throws {
        let warehouse = try sample().warehouse
        #expect(warehouse.days.map(\.description) == ["2026-01-06", "2026-01-07", "2026-01-08"])
        #expect(warehouse.days(in: try day("2025-01-01")...day("2026-01-07")).count == 2)
        #expect(warehouse.days(in: try day("2026-01-07")...day("2027-01-01")).first == (try day("2026-01-07")))
        #expect(warehouse.days(in: try day("2026-02-01")...day("2027-01-01")).isEmpty)
        #expect(warehouse.days(in: try day("2020-02-01")...day("2021-01-01")).isEmpty)
        #expect(warehouse.dayIndex(try day("2026-01-08")) == 2)
        #expect(warehouse.dayIndex(try day("2026-01-09")) == nil)
        #expect(warehouse.dayIndex(try day("2026-01-05")) == nil)
    }

    @Test func `the calendar goes on after the last bar`() throws {
        let warehouse = try sample().warehouse
        #expect(warehouse.calendar.last == (try day("2026-01-13")))
        #expect(try warehouse.calendar.next(after: day("2026-01-09")) == day("2026-01-12"))
    }

    @Test func `names and spans belong to the stocks with bars`() throws {
        let warehouse = try sample().warehouse
        #expect(warehouse.symbols.map(\.description) == ["000001.SZ", "600000.SH"])
        #expect(warehouse.name(of: try symbol("000001.SZ")) == "平安银行")
        #expect(warehouse.name(of: try symbol("600001.SH")) == nil)
        #expect(warehouse.symbolIndex(try symbol("600000.SH")) == 1)
        #expect(warehouse.symbolIndex(try symbol("600001.SH")) == nil)
        #expect(warehouse.span(of: try symbol("600000.SH")) == (try day("2026-01-07"))...(try day("2026-01-08")))
    }

    @Test func `a newer name wins where it is known`() throws {
        let folder = try Folder()
        try Tables([Bar.bar(), .bar("2026-01-05", "600001.SH")]).write(to: folder)
        try folder.write(
            "name_2025,list_date,name,ts_code\nNew,,Old,600000.SH\n,,Still,600001.SH\n", to: "stock_basic.csv")
        _ = try Importer.import(from: folder.path, into: folder.file("w"))
        let warehouse = try Warehouse.open(folder.file("w"))
        #expect(warehouse.name(of: try symbol("600000.SH")) == "New")
        #expect(warehouse.name(of: try symbol("600001.SH")) == "Still")
    }

    @Test func `without a table of stocks there are no names and no listings`() throws {
        let warehouse = try Imported(Tables([Bar.bar()])).warehouse
        #expect(warehouse.name(of: try symbol("600000.SH")) == nil)
        #expect(warehouse.listed(try symbol("600000.SH")) == nil)
        #expect(try warehouse.daySheet(day("2026-01-05")).bars.map(\.listingDay) == [nil])
    }

    @Test func `ex-dates tell close and reference`() throws {
        let warehouse = try sample().warehouse
        #expect(warehouse.exEvents(dayIndex: 0).isEmpty)
        #expect(warehouse.exEvents(dayIndex: 1).isEmpty)
        #expect(
            warehouse.exEvents(dayIndex: 2) == [
                ExEvent(symbol: try symbol("000001.SZ"), close: Price(li: 10200), reference: Price(li: 9700))
            ])
    }

    @Test func `an ex-date after missing sessions looks back to the last bar`() throws {
        let warehouse = try Imported(
            Tables([Bar.bar("2026-01-05"), .bar("2026-01-08", previousClose: "9.00") { $0.factor = "" }])
        ).warehouse
        #expect(warehouse.exEvents(dayIndex: 3).map(\.close.li) == [10100])
        #expect(warehouse.bar(symbolIndex: 0, dayIndex: 1) == nil)
        #expect(warehouse.bar(symbolIndex: 0, dayIndex: 3)?.previousClose == Price(li: 9000))
    }

    @Test func `columns give a day's row by symbol, zero where there is no bar`() throws {
        let warehouse = try sample().warehouse
        #expect(Array(warehouse.prices(.close, dayIndex: 0)) == [10100, 0])
        #expect(Array(warehouse.prices(.previousClose, dayIndex: 2)) == [9700, 10100])
        #expect(Array(warehouse.prices(.open, dayIndex: 2)) == [10000, 10100])
        #expect(Array(warehouse.prices(.high, dayIndex: 2)) == [10200, 10100])
        #expect(Array(warehouse.prices(.low, dayIndex: 2)) == [9900, 10100])
        #expect(Array(warehouse.volumes(dayIndex: 2)) == [5_616_134_841, 0])
        #expect(Array(warehouse.factors(dayIndex: 2)) == [1_051_546_000, 1_000_000_000])
        #expect(
            Array(warehouse.flags(dayIndex: 2)) == [[.present, .exDate], [.present, .suspended, .riskKnown]])
        #expect(Array(warehouse.flags(dayIndex: 0)) == [[.present, .riskKnown], []])
        #expect(Array(warehouse.flags(dayIndex: 1)).last == [.present, .riskKnown, .riskWarned])
    }

    @Test func `released days can still be read`() throws {
        let warehouse = try sample().warehouse
        let before = try warehouse.days.map { try warehouse.daySheet($0) }
        warehouse.release(dayIndices: 0..<3)
        #expect(try warehouse.days.map { try warehouse.daySheet($0) } == before)
    }
}
