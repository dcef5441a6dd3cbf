import ArgumentParser
import Foundation
import SimulatedSide

struct Ledger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the simulated broker's own books as JSON: orders, fills, positions, cash.",
        discussion: """
            Rebuilt from the state file alone, which is left as it is; nothing of the daemon is read. Prices and money are in \
            li, a thousandth of a yuan.
            """)

    @Option(help: "The state file of 'qmtsim serve'.", completion: .file())
    var state: String

    @Option(help: "The warehouse that it was served from.", completion: .directory)
    var history: String?

    @Option(
        help: "The scenario that it was served from, in place of --history.", completion: .file(extensions: ["json"]))
    var synthetic: String?

    func run() async throws {
        let data = try LedgerCommand(state: state, warehouse: history, scenario: synthetic).run()
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}
