import ArgumentParser
import Daemon

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the journal, also while the daemon writes to it, and prove the copy.",
        discussion: "The copy is one file. It is verified, and the state that it gives is held against the journal's.")

    @OptionGroup var file: ConfigurationOption

    @Option(help: "Where the copy goes; nothing may be there yet.", completion: .file())
    var to: String

    func run() throws {
        let code = JournalCommand.backup(configuration: file.config, to: to) { print($0) }
        if code != 0 { throw ExitCode(code) }
    }
}

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read every entry of the journal, and of a copy of it, and compare all that can be compared.")

    @OptionGroup var file: ConfigurationOption

    @Option(help: "A copy that must be a part of this journal's history.", completion: .file())
    var copy: String?

    func run() throws {
        let code = JournalCommand.verify(configuration: file.config, copy: copy) { print($0) }
        if code != 0 { throw ExitCode(code) }
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a copy in the journal's place, with the daemon stopped. What was there is kept.")

    @OptionGroup var file: ConfigurationOption

    @Option(help: "The copy, made by `qmtd backup`.", completion: .file())
    var from: String

    @Flag(help: "Check everything and change nothing.")
    var dryRun = false

    func run() throws {
        let code = JournalCommand.restore(configuration: file.config, from: from, isDrill: dryRun) { print($0) }
        if code != 0 { throw ExitCode(code) }
    }
}
