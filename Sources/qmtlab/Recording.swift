import ArgumentParser
import Lab

struct Recording: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decide recorded days anew and compare with the journal, byte for byte.",
        discussion: "What record.directory of qmtd's configuration keeps. Exit code 1 where anything differs.")

    @Option(help: "The folder of the recording.", completion: .directory)
    var recording: String

    @Option(help: "The daemon's journal. It may be in use.", completion: .file(extensions: ["sqlite"]))
    var journal: String

    @Option(help: "The trading calendar that the daemon used.", completion: .file(extensions: ["csv"]))
    var calendar: String

    func run() throws {
        let code = try RecordingCommand.run(recording: recording, journal: journal, calendar: calendar) { print($0) }
        if code != 0 { throw ExitCode(code) }
    }
}
