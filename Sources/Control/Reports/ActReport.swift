/// What became of `reduce-only`, `cancel-all`, `flatten` and `approve`.
package struct ActReport: Codable, Hashable, Sendable {
    /// The method's name.
    package var act: String
    /// False where nothing had to change.
    package var changed: Bool
    package var state: StatusReport.TradingState.State
    package var by: String
    package var reason: String
    /// Working orders of ours when it was asked.
    package var working: Int
    /// What it does and what it does not do.
    package var note: String

    package init(
        act: ControlMethod, changed: Bool, state: StatusReport.TradingState.State, by: String, reason: String,
        working: Int
    ) {
        self.act = act.rawValue
        self.changed = changed
        self.state = state
        self.by = by
        self.reason = reason
        self.working = working
        note = ActReport.whatItDoes(act)
    }

    package static func whatItDoes(_ act: ControlMethod) -> String {
        switch act {
        case .reduceOnly:
            """
            Only sells leave from now on, also after a restart, until somebody resumes. Working buys are cancelled, unless \
            limits.on_halt is "keep". A halt stays a halt.
            """
        case .cancelAll:
            """
            Our orders that work at the broker are cancelled, those that are still in flight as soon as they show; a fill \
            may come first and counts. Where the exchange takes no cancels, they leave when it does. The lines of cancelled \
            orders are done for the day; lines without an order go on, unless trading is halted too.
            """
        case .flatten:
            """
            Everything that qmtd manages and that can be sold today is sold: working orders are cancelled first, nothing is \
            bought, and trading is halted when it is done. Shares bought today and suspended ones stay. Halt to stop it.
            """
        case .approve:
            """
            The plan with this digest goes on, if the account is still what it was made from; otherwise there is another plan \
            with another digest, and nothing is sent.
            """
        case .status, .positions, .orders, .limits, .plan, .halt, .resume, .resolve:
            ""
        }
    }
}
