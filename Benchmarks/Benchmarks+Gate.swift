import Engine
import Market

extension Benchmarks {
    /// Every check of the gate on one order: with each rule that there is, and with those alone that are always on.
    static func gate() {
        guard let day = Day("2026-03-03"), let symbol = Symbol("600000.SH"), let id = ClientOrderID("20260303-1-1"),
            let kind = InstrumentClass(symbol), let bid = Price("10.00"), let ask = Price("10.01"),
            let other = Symbol("600001.SH")
        else { return }
        let now = day.at(TimeOfDay(10, 0))
        let security = Security(
            symbol: symbol, kind: kind, limits: PriceLimits(up: Price("11.00"), down: Price("9.00")),
            previousClose: bid,
            isSuspended: false, last: bid, bid: bid, ask: ask, isHalted: false, quotedAt: now)
        var rates = FeeRatesOfDay(FeeSchedule(commission: CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5))))
        let known = rates.rates(for: kind, on: day)
        var limits = Policy.Limits.standard
        limits.orderSharesMaximum = 100_000
        limits.volumeShare = .one
        limits.positionWeight = .one
        limits.restricted = [other]
        limits.turnover = .one
        limits.loss = .one
        let submission = Submission(
            clientOrderID: id, symbol: symbol, side: .buy, price: ask, volume: 1_000,
            validUntil: now.adding(seconds: 30))
        for (name, limits) in [("every rule", limits), ("the rules that are always on", Policy.Limits())] {
            let gate = OrderGate(execution: Policy.Execution(), limits: limits)
            let count = 10_000
            median("gate: \(count) orders, \(name) (\(gate.rules.count) checks)") {
                var passed = 0
                for number in 0..<count {
                    var order = GateOrder(
                        submission, at: now, phase: .continuous, day: day, trading: .armed, servesAccount: true,
                        isOfKind: true, isIDUsed: false,
                        line: GateOrder.Line(side: .buy, planned: 10_000, claimed: 0, projected: Shares(Int64(number))),
                        opposite: nil, isOpposedByOthers: false, security: security, sellable: 0,
                        cash: .yuan(1_000_000), rates: known, inLastSecond: 0)
                    order.traffic = GateOrder.Traffic(orders: number & 1023)
                    order.dayValue = .zero
                    order.equity = .yuan(1_000_000)
                    order.openingEquity = .yuan(1_000_000)
                    order.averageVolume = 1_000_000
                    if (try? gate.approve(order)) != nil { passed += 1 }
                }
                return passed
            }
        }
    }
}
