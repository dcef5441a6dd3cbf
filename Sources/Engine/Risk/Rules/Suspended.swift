import Market

/// Gives up buying what does not trade.
enum Suspended {
    static func apply(to pass: inout RiskPass) {
        guard pass.facts.policy.leavesSuspended else { return }
        for index in pass.lines.indices {
            let place = pass.lines[index].security
            guard place >= 0, pass.facts.market.values[place].isSuspended == true else { continue }
            pass.keep(index, .suspended, .fact("it is suspended"))
        }
    }

    static let page = RulePage(
        name: "suspended", title: "Suspended securities",
        text: """
            What is suspended when the plan is made is not bought because of that plan, on no later day either: with \
            execution.blocked_lines = "carry" it would be bought on the day on which it trades again, at whatever price. A \
            holding is not touched; without this rule, too, nothing suspended is ordered.
            """,
        settings: [.init("risk.leave_suspended", standard: "false", "true or false")], reasons: [.suspended])
}
