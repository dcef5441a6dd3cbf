import Engine
import Market

/// What runs have been through: transitions of order states and reasons of lines.
package struct Coverage: Hashable, Sendable {
    /// Names of the states, as the rows and columns of `transitions`.
    package static let states = [
        "decided", "in_flight", "unknown", "pending", "live", "partial", "cancelling", "partial_cancelling",
        "working_unknown",
        "filled", "cancelled", "rejected", "never_placed", "expired", "resolved",
    ]

    /// How often an order went from one state (row) to another (column).
    package private(set) var transitions = [Int](repeating: 0, count: states.count * states.count)
    /// By reason, in the order of `Reason.allCases`.
    package private(set) var reasons = [Int](repeating: 0, count: Reason.allCases.count)
    private var latest: [ClientOrderID: Int] = [:]

    package init() {}

    mutating func decided(_ id: ClientOrderID) {
        latest[id] = 1
        transitions[1] += 1
    }

    mutating func transition(of id: ClientOrderID, to state: OrderLife.State) {
        let next = Coverage.index(state)
        transitions[(latest[id] ?? 0) * Coverage.states.count + next] += 1
        latest[id] = next
    }

    mutating func ended(_ reason: Reason?) {
        guard let reason, let index = Reason.allCases.firstIndex(of: reason) else { return }
        reasons[index] += 1
    }

    package mutating func add(_ other: Coverage) {
        for index in transitions.indices { transitions[index] += other.transitions[index] }
        for index in reasons.indices { reasons[index] += other.reasons[index] }
    }

    private static func index(_ state: OrderLife.State) -> Int {
        switch state {
        case .inFlight: 1
        case .unknown: 2
        case .working(let status):
            switch status {
            case .pending: 3
            case .live: 4
            case .partial: 5
            case .cancelling: 6
            case .partialCancelling: 7
            default: 8
            }
        case .closed(let closure):
            switch closure {
            case .filled: 9
            case .cancelled: 10
            case .rejected: 11
            case .neverPlaced: 12
            case .expired: 13
            case .resolved: 14
            }
        }
    }
}
