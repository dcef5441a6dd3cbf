/// What became of `halt`.
package struct HaltReport: Codable, Hashable, Sendable {
    /// False where trading was halted already; `since`, `by` and `reason` are then those of that halt.
    package var changed: Bool
    package var state: StatusReport.TradingState.State
    @OrNull package var since: String?
    @OrNull package var by: String?
    @OrNull package var reason: String?
    /// What it does and what it does not do.
    package var note: String

    package init(
        changed: Bool, state: StatusReport.TradingState.State, since: String?, by: String?, reason: String?,
        note: String = HaltReport.whatItDoes
    ) {
        self.changed = changed
        self.state = state
        self.since = since
        self.by = by
        self.reason = reason
        self.note = note
    }

    package static let whatItDoes = """
        No new order leaves the daemon, also after a restart, until somebody resumes. Then our orders that work at the broker \
        are cancelled, unless limits.on_halt says "cancel_buys" or "keep"; a fill may come before the cancel. Orders of others \
        stay. The daemon goes on reading, reconciling and reporting.
        """
}

/// What became of `resume`.
package struct ResumeReport: Codable, Hashable, Sendable {
    /// False where trading was armed already.
    package var changed: Bool
    package var state: StatusReport.TradingState.State
    @OrNull package var since: String?
    @OrNull package var by: String?
    @OrNull package var reason: String?
    /// What it does and what it does not do.
    package var note: String

    package init(
        changed: Bool, state: StatusReport.TradingState.State, since: String?, by: String?, reason: String?,
        note: String = ResumeReport.whatItDoes
    ) {
        self.changed = changed
        self.state = state
        self.since = since
        self.by = by
        self.reason = reason
        self.note = note
    }

    package static let whatItDoes = """
        An account that was never armed is armed. Orders may leave again once the account is reconciled and every check passes; nothing is sent because of the \
        resume alone. It does not change limits or targets, does not bring back orders that were cancelled, and does not \
        forget what caused the halt: if the cause stands, the daemon halts again.
        """
}
