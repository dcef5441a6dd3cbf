import ArgumentParser
import Lab

struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The dated A-share market rules.", subcommands: [Verify.self])

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run a file of rule cases against the rules of this version.",
            discussion: """
                Prints a line for each case that fails or cannot be run, then the cases that differ where the file says \
                that its rule is unverified, then the totals. Exit code 1 where a case failed or was refused.
                """)

        @Argument(help: "The case file (JSON).", completion: .file(extensions: ["json"]))
        var file: String

        @Option(
            help: """
                The trading calendar: a line 'trade_date', then one date a line. Without it, ../data/trading-calendar.csv \
                and trading-calendar.csv beside the case file are tried.
                """,
            completion: .file(extensions: ["csv"]))
        var calendar: String?

        func run() throws {
            let code = try RuleVerification.run(caseFile: file, calendarFile: calendar) { print($0) }
            if code != 0 { throw ExitCode(code) }
        }
    }
}
