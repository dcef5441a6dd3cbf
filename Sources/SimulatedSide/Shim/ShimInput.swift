package import Exchange
package import Market

/// Everything that ever changed the simulated side, as it happened. The exchange is deterministic, so the list of inputs is
/// its state: replaying them continues the account to the li.
package enum ShimInput: Hashable, Sendable, Codable {
    /// The first one: what the state belongs to.
    case opened(account: String, days: String, first: Day, last: Day, SimulatedExchange.Configuration)
    /// A trading daemon's epoch was accepted.
    case claimed(epoch: Int64)
    /// The clock went on to this moment, day rolls included.
    case advanced(to: Timestamp)
    case submitted(Submission, at: Timestamp)
    case cancelled(ClientOrderID, at: Timestamp)
    /// The id was promised never to be placed.
    case sealed(ClientOrderID)
    /// From here on the side has these faults, and no others.
    case faults(FaultSettings)
    /// Said to be placed, and refused by the terminal without a trace.
    case vanished(Submission, at: Timestamp)
    /// Placed by somebody at the terminal.
    case foreign(Symbol, Side, Shares, at: Price, time: Timestamp)
}
