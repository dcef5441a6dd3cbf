import Market

/// Leaves cheap securities alone.
enum Penny {
    static func apply(to pass: inout RiskPass) {
        let policy = pass.facts.policy
        guard let bound = policy.pennyBelow, policy.penny != .off else { return }
        for index in pass.lines.indices {
            let place = pass.lines[index].security
            guard place >= 0, let price = pass.facts.market.values[place].mark, price < bound else { continue }
            pass.act(policy.penny, index, .penny, .price(last: price, bound: AveragePrice(bound)))
        }
    }

    static let page = RulePage(
        name: "penny", title: "Cheap securities",
        text: """
            What costs less than penny_below (the last price, else the day's reference) is not bought; what is held may stay, \
            or is sold with penny = "sell". A price equal to the bound is not below it.
            """,
        settings: [
            .init("risk.penny_below", standard: "off", "in yuan, such as \"2.00\""),
            .init("risk.penny", standard: "no_buy", "\"no_buy\", \"sell\" or \"off\""),
        ], reasons: [.penny])
}
