import ArgumentParser
import Control

struct Limits: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What may be sent today, what of it is used, and the checks in force.")

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.limits) }
}

struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The day's plan line by line, with its digest; exit code 5 where it waits for approval.")

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.plan) }
}

struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let the plan go on that waits, if it is the one with this digest.",
        discussion: ActReport.whatItDoes(.approve))

    @Argument(help: "The plan's digest, as `qmtctl plan` shows it.")
    var digest: String

    @Option(help: "Why: it goes into the journal.")
    var reason: String

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.approve(digest: digest, reason: reason)) }
}

struct ReduceOnly: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let only sells leave, at once and also after a restart.",
        discussion: ActReport.whatItDoes(.reduceOnly))

    @Option(help: "Why: it goes into the journal.")
    var reason: String

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.reduceOnly(reason: reason)) }
}

struct CancelAll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Cancel our orders that work at the broker.", discussion: ActReport.whatItDoes(.cancelAll))

    @Option(help: "Why: it goes into the journal.")
    var reason: String

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.cancelAll(reason: reason)) }
}

struct Flatten: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sell everything that qmtd manages, then halt.", discussion: ActReport.whatItDoes(.flatten))

    @Option(help: "Why: it goes into the journal.")
    var reason: String

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.flatten(reason: reason)) }
}
