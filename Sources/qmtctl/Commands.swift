import ArgumentParser
import Control

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The state of the daemon on one screen.")

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.status) }
}

struct Positions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What the account holds, beside what it should hold.")

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.positions) }
}

struct Orders: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The day's orders, those in doubt first.")

    @Flag(help: "Only orders that may still fill: in flight, unknown and working.")
    var open = false

    @Flag(help: "Only orders whose fate is unknown.")
    var unknown = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        // Unknown orders are open ones, so that of both flags the narrower counts.
        try await common.carryOut(.orders(unknown ? .unknown : open ? .open : .all))
    }
}

struct Halt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stop sending orders, at once and also after a restart.", discussion: HaltReport.whatItDoes)

    // Not required: in an emergency one word must do.
    @Option(help: "Why: it goes into the journal.")
    var reason = "no reason given"

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.halt(reason: reason)) }
}

struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lift a halt.", discussion: ResumeReport.whatItDoes)

    @Option(help: "Why: it goes into the journal.")
    var reason: String

    @Option(help: "Only if the halt is the one of this moment, as `status --json` shows it under trading_state.since.")
    var haltedSince: String?

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.resume(reason: reason, haltedSince: haltedSince)) }
}
