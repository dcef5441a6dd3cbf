import Market

/// Securities that the operator does not want.
enum BlackList {
    static func apply(to pass: inout RiskPass) {
        let policy = pass.facts.policy
        guard !policy.blackList.isEmpty else { return }
        for entry in policy.blackList where entry.until.map({ pass.facts.day <= $0 }) ?? true {
            guard let index = pass.index(of: entry.symbol) else { continue }
            pass.act(policy.blackListAction, index, .blackList, .until(entry.until))
        }
    }

    static let page = RulePage(
        name: "black_list", title: "Black list",
        text: """
            What is on the list is not bought, up to and on the day `until`; a holding may stay, or is sold with \
            black_list_action = "sell". Each entry is a table of its own.
            """,
        settings: [
            .init("risk.black_list", standard: "none", "[[risk.black_list]] with code and, if it is to end, until"),
            .init("risk.black_list_action", standard: "no_buy", "\"no_buy\", \"sell\" or \"off\""),
        ], reasons: [.blackList])
}
