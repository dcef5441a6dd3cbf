import Foundation
import GRDB
import Inputs
import Market
import Testing

@Suite struct RiskFilesTests {
    private func industries(_ text: String) throws -> SymbolMap<String> {
        try IndustryFile.parse(Array(text.utf8), source: "i.csv")
    }

    private func states(_ text: String) throws -> [MarketStateRow] {
        try MarketStateFile.parse(Array(text.utf8), source: "s.csv")
    }

    private func symbol(_ code: String) throws -> Symbol { try #require(Symbol(code)) }

    @Test func `industries by code, in any order`() throws {
        let found = try industries("symbol,industry\n600036.SH,banks\n000001.SZ,banks\r\n600519.SH,食品饮料\n")
        #expect(found.count == 3)
        #expect(found[try symbol("600519.SH")] == "食品饮料")
    }

    private static let broken: [(String, Refusal.Code, Int?)] = [
        ("", .wrongHeader, 1), ("code,industry\n", .wrongHeader, 1),
        ("symbol,industry\n600000.SH\n", .wrongFieldCount, 2), ("symbol,industry\n600000.SH,\n", .wrongFieldCount, 2),
        ("symbol,industry\n600000.SH,a,b\n", .wrongFieldCount, 2), ("symbol,industry\n6000,a\n", .badSymbol, 2),
        ("symbol,industry\n600000.SH,a\n600000.SH,b\n", .duplicateSymbol, 3), ("symbol,industry\n", .noRows, nil),
        ("symbol,industry\n600000.SH,ban", .noFinalNewline, nil),
    ]

    @Test(arguments: broken)
    func `industries that are not whole are refused`(text: String, code: Refusal.Code, line: Int?) {
        do {
            _ = try industries(text)
            Issue.record("it was taken: \(text)")
        } catch {
            #expect((error as? Refusal)?.code == code && (error as? Refusal)?.line == line)
        }
    }

    @Test(arguments: [
        ("date;name;value\n", Refusal.Code.wrongHeader), ("date,name,value\n2026-03-02,a\n", .wrongFieldCount),
        ("date,name,value\n2026-03-02,a,\n", .wrongFieldCount), ("date,name,value\n02.03.2026,a,1\n", .badDate),
        ("date,name,value\n2026-03-02,a,2", .noFinalNewline),
    ])
    func `a state that is not whole is refused`(text: String, code: Refusal.Code) {
        do {
            _ = try states(text)
            Issue.record("it was taken: \(text)")
        } catch { #expect((error as? Refusal)?.code == code) }
    }

    @Test func `the newest value of each name that was known by the day`() throws {
        let rows = try states(
            "date,name,value\n2026-03-03,regime,risk_off\n2026-03-02,volatility,20\n2026-02-27,volatility,30\n"
                + "2026-03-02,volatility,21\n2026-02-27,regime,neutral\n")
        func newest(_ day: String) throws -> [String] {
            MarketStates(rows).newest(by: try #require(Day(day))).map { "\($0.day) \($0.name) \($0.value)" }
        }
        #expect(try newest("2026-03-02") == ["2026-02-27 regime neutral", "2026-03-02 volatility 21"])
        #expect(try newest("2026-03-09") == ["2026-03-03 regime risk_off", "2026-03-02 volatility 21"])
        #expect(try newest("2026-02-26") == [])
    }

    @Test func `from SQLite, numbers and text alike, and what is missing is said`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "state.sqlite").path
        let day = try #require(Day("2026-03-02"))
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE market_state(date TEXT, name TEXT, value);
                    INSERT INTO market_state VALUES ('2026-02-27', 'volatility', 19.5), ('2026-03-02', 'volatility', 26.25),
                        ('2026-03-03', 'volatility', 99), ('2026-03-02', 'regime', 'neutral');
                    """)
        }
        try queue.close()
        let reading = RiskFiles(industryFile: path + ".none", stateFile: nil, stateDatabase: path).read(by: day)
        #expect(reading.states.map(\.value) == ["neutral", "26.25"])
        #expect(reading.refusals.map(\.code) == [.missing])
        #expect(try MarketStateDatabase.readAll(path).count == 4)
        let broken = RiskFiles(industryFile: nil, stateFile: nil, stateDatabase: path + ".none").read(by: day)
        #expect(broken.states.isEmpty && broken.refusals.map(\.code) == [.unreadable])
    }
}
