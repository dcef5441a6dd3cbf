import Foundation
import History
import Lab
import Market
import Settings

/// A folder of its own with an invented market, imported; gone when the test lets go of it.
final class ReplayMarket {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/replay-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try SyntheticMarket(ReplayMarket.scenario()).write(to: file("tables"))
        _ = try Importer.run(
            ImportRequest(tables: file("tables"), warehouse: file("w"), mode: .replace), now: Importer.systemTime
        ) { _ in }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The one of the demo with fewer stocks and more ex-dates.
    private static func scenario() throws -> SyntheticScenario {
        var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<4 { url.deleteLastPathComponent() }
        var scenario = try SyntheticScenario.read(url.path + "/sim/market.json")
        scenario.stocks.shanghaiMain = 30
        scenario.stocks.shenzhenMain = 20
        scenario.stocks.chinext = 10
        scenario.stocks.star = 10
        scenario.stocks.beijing = 2
        scenario.perMillion.cashExDate = 20_000
        scenario.perMillion.bonusExDate = 10_000
        return scenario
    }

    func file(_ name: String) -> String { path + "/" + name }
    var warehouse: Warehouse { get throws { try Warehouse.open(file("w")) } }
    var targets: String { file("tables/targets") }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }
    func names(_ name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(name)).sorted()
    }

    /// All files of a folder with their content.
    func contents(_ name: String) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for entry in try names(name) {
            contents[entry] = try Data(contentsOf: URL(fileURLWithPath: file(name) + "/" + entry))
        }
        return contents
    }

    /// Runs a replay into the folder `out` and returns what it prints.
    @discardableResult
    func replay(
        targets: String? = nil, _ settings: ReplaySettings = ReplaySettings(), out: String = "out",
        isInterrupted: () -> Bool = { false }, changing change: (inout ReplayCommand) -> Void = { _ in }
    ) throws -> [String] {
        var command = ReplayCommand(
            history: file("w"), targets: targets ?? self.targets, settings: settings, output: file(out))
        change(&command)
        var lines: [String] = []
        try command.run(
            progress: ProgressOutput(isTerminal: false) { _ in }, isInterrupted: isInterrupted, elapsed: { .zero }
        ) { lines.append($0) }
        return lines
    }
}
