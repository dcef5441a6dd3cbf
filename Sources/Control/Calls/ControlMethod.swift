/// What can be asked of the daemon over its control socket; the raw value is the method's name on the wire.
package enum ControlMethod: String, Hashable, CaseIterable, Sendable {
    case status
    case positions
    case orders
    case limits
    case plan
    case halt
    case resume
    case resolve
    case reduceOnly = "reduce_only"
    case cancelAll = "cancel_all"
    case approve
    case flatten

    /// Who may call it. `halt` is open to every role.
    package var minimumRole: Role {
        switch self {
        case .status, .positions, .orders, .limits, .plan, .halt: .viewer
        case .resume, .resolve, .reduceOnly, .cancelAll, .approve: .operator
        case .flatten: .admin
        }
    }

    /// Whether it changes what the daemon does, so that it is audited, and an answer that did not come leaves it open
    /// whether it was done.
    package var changesState: Bool {
        switch self {
        case .status, .positions, .orders, .limits, .plan: false
        case .halt, .resume, .resolve, .reduceOnly, .cancelAll, .approve, .flatten: true
        }
    }
}
