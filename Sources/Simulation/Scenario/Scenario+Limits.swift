import Engine
import Market

extension Scenario {
    /// What the gate, the budgets and the breaker allow in this run. Drawn apart, so that nothing else of a seed depends on it.
    static func limits(seed: UInt64, _ symbols: [Symbol]) -> Policy.Limits {
        var chance = Chance(seed: seed, stream: 77)
        var limits = Policy.Limits()
        limits.refusalsPerKind = chance.pick([nil, 1, 2, 2])
        limits.refusalsPerDay = chance.pick([nil, 3, 5, 5])
        limits.onHalt = chance.pick([.cancel, .cancel, .cancelBuys, .keep])
        limits.ordersPerMinute = chance.pick([nil, 30, 60])
        limits.orderValueMaximum = chance.pick([nil, nil, .yuan(60_000), .yuan(1_000_000)])
        limits.priceCollar = chance.pick([nil, .ppm(30_000)])
        // Most runs are to reach their targets.
        guard chance.happens(250) else { return limits }
        limits.orderSharesMaximum = chance.pick([nil, 1_000])
        limits.positionWeight = chance.pick([nil, .ppm(200_000), .ppm(400_000)])
        limits.turnover = chance.pick([nil, .ppm(500_000), .ppm(1_200_000)])
        limits.loss = chance.pick([nil, .ppm(10_000)])
        limits.messagesPerDay = chance.pick([nil, 4, 12])
        limits.ordersPerSymbolMinute = chance.pick([nil, 2])
        limits.ordersPerMinute = chance.pick([limits.ordersPerMinute, 3])
        limits.cancelRatio = chance.pick([nil, .ppm(100_000)])
        if chance.happens(200) { limits.restricted = [chance.pick(symbols)] }
        if chance.happens(300) {
            limits.approval.lines = chance.pick([0, 2, 4])
            limits.approval.sold = chance.pick([nil, .ppm(300_000)])
            limits.approval.emptyPortfolio = chance.happens(500)
        }
        return limits
    }
}

extension Policy.Limits {
    /// Something may keep a plan from its targets.
    var isTight: Bool {
        positionWeight != nil || turnover != nil || loss != nil || messagesPerDay != nil || !restricted.isEmpty
            || cancelRatio != nil || approval.isOn || ordersPerSymbolMinute != nil || orderSharesMaximum != nil
            || orderValueMaximum.map { $0 < .yuan(1_000_000) } ?? false || ordersPerMinute.map { $0 < 30 } ?? false
    }
}
