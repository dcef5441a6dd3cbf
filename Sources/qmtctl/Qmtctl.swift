import ArgumentParser
import Commands
import Control
import Foundation

/// The operator's hand.
@main
struct Qmtctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qmtctl",
        abstract: "Look at a running qmtd, halt it, resume it.",
        discussion: """
            Exit codes: 0 done, 1 refused with the reason, 2 usage, 3 the daemon cannot be reached, \
            4 the state has changed meanwhile, 5 approval needed.
            """,
        version: "0.1.0",
        subcommands: [
            Status.self, Positions.self, Orders.self, Limits.self, Plan.self, Approve.self, Halt.self, ReduceOnly.self,
            CancelAll.self, Flatten.self, Resume.self, Resolve.self,
        ])

    static func main() async { await runAsHouse() }

    static func write(_ text: String, to handle: FileHandle) {
        // A reader that has gone away (`qmtctl orders | head`) is no failure of the command.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Print one line of JSON in place of text.")
    var json = false

    @Option(help: "The daemon's socket. Default: $QMTD_SOCKET, else /run/qmtd/control.sock.")
    var socket: String?

    func carryOut(_ command: ControlCommand) async throws {
        let path = ControlClient.socketPath(option: socket, environment: ProcessInfo.processInfo.environment)
        let outcome = await OperatorSession(client: ControlClient(path: path), isJSON: json).run(command)
        Qmtctl.write(outcome.output, to: .standardOutput)
        Qmtctl.write(outcome.diagnostics, to: .standardError)
        guard outcome.status == .done else { throw ExitCode(outcome.status.rawValue) }
    }
}
