/// The requests of version 1.
package enum BridgeMethod: String, Hashable, Sendable, CaseIterable {
    case hello = "session.hello"
    case ping = "session.ping"
    case snapshot = "account.snapshot"
    case instruments = "market.instruments"
    case quotes = "market.quotes"
    case submit = "order.submit"
    case resolve = "order.resolve"
    case cancel = "order.cancel"
    case advance = "sim.advance"

    /// Closed to observers: it changes the account, what may become of an order, or a simulated clock.
    package var isTrading: Bool {
        switch self {
        case .submit, .resolve, .cancel, .advance: true
        case .hello, .ping, .snapshot, .instruments, .quotes: false
        }
    }
}
