package import Market

/// Counts what the broker refused, so that a refusal is not asked for again and again (reliability.md E13, E21, D20).
package enum Breaker {
    /// What refusals of one kind have in common; nil for an order that was not refused. Numbers in the broker's words are left
    /// out: "short by 12.30" and "short by 9.10" are one kind.
    package static func kind(of order: OrderLife) -> String? {
        switch order.closure {
        case .rejected: words(order.message.text)
        // Said to have been placed, and it never existed.
        case .neverPlaced where order.wasPlaced == true: "vanished"
        default: nil
        }
    }

    private static func words(_ text: String) -> String {
        String(text.lowercased().filter { !$0.isNumber && $0 != "." && $0 != "," && $0 != "-" })
    }

    /// Refused for something that does not change today.
    package static func isPermanent(_ text: String) -> Bool {
        let text = text.lowercased()
        return permanent.contains { text.contains($0) }
    }

    /// Parts of brokers' words for: no permission, not opened, suspended, delisted, risk warning, forbidden.
    private static let permanent = [
        "权限", "未开通", "停牌", "退市", "风险警示", "禁止", "permission", "suspended", "delist", "forbidden",
    ]

    /// All refusals of `day`. Not those by the price cage that are priced anew: the market had moved, and nothing is wrong.
    package static func refusals(_ orders: [OrderLife], on day: Day) -> Int {
        var count = 0
        var caged: [(symbol: Symbol, side: Side)] = []
        for order in orders where order.intent.day == day && kind(of: order) != nil {
            if isRetried(order) {
                caged.append((order.symbol, order.side))
                let own = caged.count { $0.symbol == order.symbol && $0.side == order.side }
                if own <= BrokerWords.cageRetries { continue }
            }
            count += 1
        }
        return count
    }

    /// The ladder prices its rest anew, a few times.
    private static func isRetried(_ order: OrderLife) -> Bool {
        order.closure == .rejected && BrokerWords.isCage(order.message)
    }

    /// Why no order of the security on this side leaves for the rest of `day`; nil where nothing keeps it back.
    package static func verdict(
        on symbol: Symbol, _ side: Side, _ orders: [OrderLife], _ limits: Policy.Limits, day: Day
    ) -> String? {
        guard let maximum = limits.refusalsPerKind else { return nil }
        var kinds: [String] = []
        for order in orders where order.symbol == symbol && order.side == side && order.intent.day == day {
            guard let kind = kind(of: order) else { continue }
            if order.closure == .rejected, isPermanent(order.message.text) {
                return "the broker refused it for the day: \(order.message)"
            }
            kinds.append(kind)
            let count = kinds.count { $0 == kind }
            if count >= (isRetried(order) ? max(maximum, BrokerWords.cageRetries + 1) : maximum) {
                return "the broker refused it \(count) times today: \(order.message)"
            }
        }
        return nil
    }
}
