import ArgumentParser
import Lab

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a journal says was done; beside a simulated broker's ledger, whether the two agree to the fen.",
        discussion: "Exit code 1 where they do not, or where a target line is off its target without a reason.")

    @Option(help: "The daemon's journal. It may be in use.", completion: .file(extensions: ["sqlite"]))
    var journal: String

    @Option(help: "The state file of qmtsim, to compare with.", completion: .file())
    var broker: String?

    @Option(help: "The warehouse that qmtsim served from; goes with --broker.", completion: .directory)
    var warehouse: String?

    @Option(
        help: "Write the journal's decisions here, one line each: equal inputs give equal bytes.", completion: .file())
    var decisions: String?

    func validate() throws {
        if (broker == nil) != (warehouse == nil) { throw ValidationError("--broker and --warehouse go together") }
    }

    func run() throws {
        let ledger = broker.flatMap { state in warehouse.map { (state, $0) } }
        let code = try ReportCommand(journal: journal, broker: ledger, decisions: decisions).run { print($0) }
        if code != 0 { throw ExitCode(code) }
    }
}
