import Market

/// ST, *ST, and what is about to be delisted.
enum RiskWarned {
    static func apply(to pass: inout RiskPass) {
        let action = pass.facts.policy.riskWarned
        guard action != .off else { return }
        for index in pass.lines.indices {
            let place = pass.lines[index].security
            guard place >= 0, pass.facts.market.values[place].isRiskWarned == true else { continue }
            pass.act(action, index, .riskWarned, .fact("it is under a risk warning"))
        }
    }

    static let page = RulePage(
        name: "st", title: "Risk warnings (ST)",
        text: """
            Looks at the name of the day: ST, *ST, S*ST, also behind the marks XD, XR, DR, N and C, and any name with the word \
            for delisting in it. In a replay the warehouse says it. Where it is not known the rule does nothing.
            """,
        settings: [
            .init(
                "risk.st", standard: "off",
                "\"no_buy\": nothing is added; \"sell\": what is held is sold, on days without targets too")
        ], reasons: [.riskWarned])
}
