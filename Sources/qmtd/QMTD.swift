import ArgumentParser
import Commands
import Daemon
import Logging

/// The daemon. Exit codes: 0 done, 1 refused with the reason, 2 usage, 74 the journal could not be written, 78 configuration.
@main
struct QMTD: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qmtd",
        abstract: "Keeps an A-share account on its target, and never does anything that it cannot prove to be right.",
        version: Program.version,
        subcommands: [Run.self, Check.self, Backup.self, Verify.self, Restore.self])

    static func main() async { await runAsHouse() }
}

struct ConfigurationOption: ParsableArguments {
    @Option(help: "The configuration; config/qmtd.toml documents every key.", completion: .file(extensions: ["toml"]))
    var config: String
}

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trade until told to stop (SIGTERM).",
        discussion: "Orders that are at the broker stay there when it stops, and are found again when it starts.")

    @OptionGroup var file: ConfigurationOption

    @Option(help: "Epochs begin at least here: only after the journal was lost or restored from a backup.")
    var epochFloor: Int64 = 1

    func run() async throws {
        let code = await DaemonCommand.run(configuration: file.config, epochFloor: epochFloor)
        if code != 0 { throw ExitCode(code) }
    }
}

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check everything that can be checked without trading; the exit code says.")

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        let code = DaemonCommand.check(configuration: file.config) { print($0) }
        if code != 0 { throw ExitCode(code) }
    }
}
