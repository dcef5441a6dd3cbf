import Exchange
import Market

/// Everything that ever changed the paper account, as it happened: the broker is a deterministic machine over these.
enum PaperInput: Hashable, Sendable, Codable {
    /// The first one: what the account is.
    case opened(PaperBroker.Settings)
    case dayBegan(Day, at: Timestamp)
    case observed([Instrument], [Quote], at: Timestamp)
    case submitted(Submission, at: Timestamp)
    case cancelled(ClientOrderID, at: Timestamp)
    /// The id was promised never to be placed.
    case sealed(ClientOrderID)
}
