import Foundation
import Testing

@testable import History

@Suite struct SyntheticScenarioTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func read(_ text: String) throws(ScenarioFailure) -> SyntheticScenario {
        do {
            try folder.write(text, to: "s.json")
        } catch {
            Issue.record(error)
        }
        return try SyntheticScenario.read(folder.file("s.json"))
    }

    private func failure(_ words: String) -> ScenarioFailure {
        ScenarioFailure(path: folder.file("s.json"), words: words)
    }

    private func demo(_ change: (String) -> String) throws -> String {
        change(try String(contentsOfFile: SyntheticScenario.demoPath, encoding: .utf8))
    }

    @Test func `the committed scenario is read`() throws {
        #expect(try SyntheticScenario.read(SyntheticScenario.demoPath) == .demo)
        #expect(SyntheticScenario.demo.stocks.total == 300)
    }

    @Test(arguments: [
        ("seed", "sead", "'seed' is missing; add it"),
        ("\"star\"", "\"stars\"", "'stocks.star' is missing; add it"),
        ("\"seed\":", "\"seeds\": 1, \"seed\":", "'seeds' is not a known name; correct or remove it"),
        ("\"count\":", "\"counts\": 1, \"count\":", "'targets.counts' is not a known name; correct or remove it"),
        (
            "\"dayCount\": 60", "\"dayCount\": \"60\"",
            "'dayCount' has a value of the wrong kind; see sim/market.json for an example"
        ),
        (
            "\"firstDay\": \"2026-08-03\"", "\"firstDay\": \"2026-08-32\"",
            "'firstDay': '2026-08-32' is not a date YYYY-MM-DD; correct it"
        ),
        ("{", "[", "it is not JSON; see sim/market.json for an example"),
        (
            "\"firstDay\": \"2026-08-03\"", "\"firstDay\": \"2026-08-19\"",
            "firstDay 2026-08-19 must be a weekday and no holiday"
        ),
        (
            "\"firstDay\": \"2026-08-03\"", "\"firstDay\": \"2026-08-08\"",
            "firstDay 2026-08-08 must be a weekday and no holiday"
        ),
        ("\"firstDay\": \"2026-08-03\"", "\"firstDay\": \"2023-12-29\"", "firstDay must not be before 2024-01-02"),
        ("\"dayCount\": 60", "\"dayCount\": 0", "dayCount must be from 1 to 5000"),
        ("\"star\": 40", "\"star\": 0", "star and beijing must be above zero: the targets hold both"),
        ("\"chinext\": 60", "\"chinext\": 901", "each number in stocks must be from 0 to 900"),
        ("\"riskWarned\": 8", "\"riskWarned\": 96", "riskWarned must be at most half of the main boards' stocks"),
        ("\"count\": 20", "\"count\": 148", "targets.count must be from 2 to half of the stocks"),
        ("\"lockedUp\": 3000", "\"lockedUp\": -1", "rates must be from 0 to 1000000"),
        ("\"lockedUp\": 3000", "\"lockedUp\": 999999", "rates must not be more than 1000000 together"),
        (
            "synthetic_momentum", "Momentum, really",
            "targets.strategy must be of small letters, digits and underscores"
        ),
    ])
    func `what is wrong is named`(text: String, replacement: String, words: String) throws {
        let changed = try demo { $0.replacingOccurrences(of: text, with: replacement) }
        #expect(throws: failure(words)) { try read(changed) }
    }

    @Test func `a file that is not there is named`() throws {
        let path = folder.file("none.json")
        #expect(throws: ScenarioFailure(path: path, words: StorageFailure(.open, path, code: 2).description)) {
            try SyntheticScenario.read(path)
        }
    }
}
