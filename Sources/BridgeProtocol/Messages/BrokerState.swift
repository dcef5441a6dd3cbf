/// Whether the terminal has its broker.
package enum BrokerState: String, Hashable, Sendable, CaseIterable {
    case up, down, unknown

    /// A word of a later version is unknown.
    init(wire: String) { self = BrokerState(rawValue: wire) ?? .unknown }

    /// Nil where unknown.
    package var isUp: Bool? {
        switch self {
        case .up: true
        case .down: false
        case .unknown: nil
        }
    }
}
