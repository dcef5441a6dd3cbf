import Market

/// No single security may have more than its share.
enum StockCap {
    static func apply(to pass: inout RiskPass) {
        guard let cap = pass.facts.policy.stockCap else { return }
        for index in pass.lines.indices where pass.lines[index].weight > cap {
            let weight = pass.lines[index].weight
            pass.lower(index, to: cap, .stockCap, .share(weight, cap: cap, group: ""))
        }
    }

    static let page = RulePage(
        name: "stock_cap", title: "Cap of a security",
        text: """
            A target above stock_cap becomes stock_cap. It is applied after the rules that multiply all targets, so that it is \
            about what is wanted in the end. It looks at targets, not at what a holding has grown to between them.
            """,
        settings: [.init("risk.stock_cap", standard: "off", "share of the account; profile careful: 0.02")],
        reasons: [.stockCap])
}
