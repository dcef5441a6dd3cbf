/// Who holds how many connections.
struct ConnectionSlots: Hashable, Sendable {
    enum Slot: Hashable, Sendable {
        case full
        /// May only `halt`.
        case haltOnly
    }

    private var full: [UInt32: Int] = [:]
    private var reserved: Set<UInt32> = []

    init() {}

    /// A place for a connection of `uid`; nil where there is none. Give it back with `release`.
    mutating func take(uid: UInt32, limits: ControlLimits) -> Slot? {
        let mine = full[uid, default: 0]
        if full.values.reduce(0, +) < limits.connections, mine < limits.connectionsPerUser {
            full[uid] = mine + 1
            return .full
        }
        guard reserved.count < limits.reservedForHalt, reserved.insert(uid).inserted else { return nil }
        return .haltOnly
    }

    mutating func release(_ slot: Slot, uid: UInt32) {
        switch slot {
        case .full:
            let rest = full[uid, default: 0] - 1
            full[uid] = rest > 0 ? rest : nil
        case .haltOnly:
            reserved.remove(uid)
        }
    }
}
