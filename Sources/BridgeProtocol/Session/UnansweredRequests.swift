/// The requests of one connection that have no answer yet, by their ids on the wire, which count from 1.
struct UnansweredRequests: Sendable {
    struct Entry: Sendable {
        /// Nil for the session's own hello and pings.
        var user: (id: RequestID, request: BridgeRequest)?
        /// Nil once it has passed.
        var deadline: Duration?
    }

    private var entries: [Int64: Entry] = [:]
    /// 0 before the first.
    private(set) var lastID: Int64 = 0
    /// Not after the earliest deadline; stale where that one was answered.
    private(set) var nextDeadline: Duration?

    var count: Int { entries.count }

    /// Whether a request with this id was ever made.
    func hasAsked(_ id: Int64) -> Bool { id >= 1 && id <= lastID }

    /// The id on the wire.
    mutating func add(_ user: (RequestID, BridgeRequest)?, deadline: Duration?) -> Int64 {
        lastID += 1
        entries[lastID] = Entry(user: user, deadline: deadline)
        if let deadline { nextDeadline = min(nextDeadline ?? deadline, deadline) }
        return lastID
    }

    mutating func remove(_ id: Int64) -> Entry? { entries.removeValue(forKey: id) }

    /// Those whose deadline has come, in the order in which they were asked. They stay: a late answer is evidence.
    mutating func expire(at now: Duration) -> [(id: RequestID, request: BridgeRequest)] {
        guard let due = nextDeadline, now >= due else { return [] }
        var expired: [Int64] = []
        var earliest: Duration?
        for (id, entry) in entries {
            guard let deadline = entry.deadline else { continue }
            if deadline <= now { expired.append(id) } else { earliest = min(earliest ?? deadline, deadline) }
        }
        nextDeadline = earliest
        return expired.sorted().compactMap { id in
            entries[id]?.deadline = nil
            return entries[id]?.user
        }
    }

    /// All of the user's that have not been reported yet, in the order in which they were asked.
    mutating func removeAll() -> [(id: RequestID, request: BridgeRequest)] {
        defer { entries = [:] }
        nextDeadline = nil
        return entries.sorted { $0.key < $1.key }.compactMap { $0.value.deadline == nil ? nil : $0.value.user }
    }
}
