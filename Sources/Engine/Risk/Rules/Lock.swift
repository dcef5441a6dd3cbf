import Market

/// The operator has taken a security out of everybody's hands.
enum Lock {
    static func apply(to pass: inout RiskPass) {
        for symbol in pass.facts.policy.locks {
            guard let index = pass.index(of: symbol) else { continue }
            pass.note(index, .locked, after: pass.lines[index].weight, .fact("locked by the operator"))
            pass.lines[index].hold = .locked
        }
    }

    static let page = RulePage(
        name: "locks", title: "Locks",
        text: """
            What is locked is neither bought nor sold, whatever targets and other rules say, the portfolio stop included: what \
            is held is held. It is the only rule that may keep more than a target asks for, and never more than what is there.
            """,
        settings: [.init("risk.locks", standard: "[]", "codes, such as [\"600000.SH\"]")], reasons: [.locked])
}
