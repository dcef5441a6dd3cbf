/// What a person at the control socket may do. Ordered: each role may do all that the one before it may.
package enum Role: String, Hashable, Comparable, CaseIterable, Sendable, Codable {
    /// May look, and may halt: stopping is open to everyone who has a role.
    case viewer
    /// May also lift a halt.
    case `operator`
    /// Everything. Root and the daemon's own user are always admins.
    case admin

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .operator: 1
        case .admin: 2
        }
    }
}
