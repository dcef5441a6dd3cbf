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
        abstract: "Lift a halt or a reduction; arm a real account that never was.",
        discussion: ResumeReport.whatItDoes)

    @Option(help: "Why: it goes into the journal.")
    var reason: String

    @Option(help: "Only if the halt is the one of this moment, as `status --json` shows it under trading_state.since.")
    var haltedSince: String?

    @OptionGroup var common: CommonOptions

    func run() async throws { try await common.carryOut(.resume(reason: reason, haltedSince: haltedSince)) }
}

struct Resolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Settle an order of which nobody knows whether it exists, after a look into the terminal.",
        discussion: ResolveReport.whatItDoes)

    @Argument(help: "The order's id, as `qmtctl orders --unknown` shows it.")
    var order: String

    @Flag(help: "The terminal's list of orders does not have it.")
    var neverPlaced = false

    // Whatever follows is its value: else a negative number would be told as a missing one.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The terminal has it, and it can fill no more: how many shares of it were filled, 0 included.",
            valueName: "shares"))
    var filled: Int64?

    @Option(help: "What you saw: it goes into the journal.")
    var reason: String

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard neverPlaced == (filled == nil) else {
            throw ValidationError("Give either --never-placed or --filled with a number of shares.")
        }
        guard filled ?? 0 >= 0 else { throw ValidationError("--filled must be zero or more.") }
    }

    func run() async throws {
        try await common.carryOut(.resolve(order: order, filled: filled, reason: reason))
    }
}
