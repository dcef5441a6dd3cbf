import Engine
import Exchange
import Market

// Invariant 38: where nothing is in the way, the account ends at its targets.
extension Judge {
    /// At the end of a day of a run without faults. Targets are sized here again from what was delivered; a line with a
    /// reason, and a day with an order that did not find enough on the other side, are not the engine's to answer for.
    mutating func checkReach(_ exchange: SimulatedExchange, on day: Day) {
        // Cash that is kept back and volume that is waited for are not missing.
        let manner = scenario.policy.execution.manner
        guard manner.participation == nil, manner.proceedsReserve == .zero,
            manner.style != .openAuction || manner.auctionRest == .window
        else { return }
        guard !scenario.policy.limits.isTight, isUndisturbed, !hasPersonEverActed, !haltedToday, let plan,
            plan.executionDay == day,
            case .targets = plan.source, plan.equity > .zero,
            let endingSince, endingSince < day.at(scenario.policy.execution.windowEnd),
            exchange.orderReports.allSatisfy({ $0.filled == $0.volume })
        else { return }
        let positions = exchange.positions(at: day.at(TimeOfDay(15, 40)))
        for line in plan.lines where line.reason == nil && line.overlay.isEmpty {
            guard let price = line.sizingPrice, let kind = InstrumentClass(line.symbol) else { continue }
            let lots = kind.lotRule(on: day)
            let step = max(lots.minimum, lots.step)
            let ideal = lots.unbounded.largestBuy(upTo: Shares(weight(of: line.symbol).of(plan.equity).li / price.li))
            let held = positions.first { $0.symbol == line.symbol }?.volume ?? 0
            verdict.check(
                38, held <= max(ideal, line.projected - line.shares) + step,
                "\(held) \(line.symbol) are held at the end, \(ideal) are wanted")
            guard held + step < ideal else { continue }
            verdict.check(
                38, exchange.cash <= spare(for: price, step, equity: plan.equity),
                "\(held) \(line.symbol) are held at the end and \(ideal) are wanted, with \(exchange.cash) in cash")
        }
        guard exchange.fillReports.contains(where: { $0.side == .buy }) else { return }
        let buffer = scenario.policy.execution.cashBuffer.of(plan.equity)
        verdict.check(38, exchange.cash >= buffer, "\(exchange.cash) is left after buys, \(buffer) is to be kept")
    }

    /// By what the strategies delivered, the later delivery where there is one.
    private func weight(of symbol: Symbol) -> Weight {
        guard let delivery else { return .zero }
        var sum = Weight.zero
        for batch in delivery.replacement.isEmpty ? delivery.batches : delivery.replacement {
            let capital = scenario.policy.strategies.first { $0.name == batch.strategy }?.capital ?? .one
            for line in batch.lines where line.symbol == symbol { sum = sum + line.weight.scaled(by: capital) }
        }
        return sum
    }

    /// Cash that cannot buy another order: the buffer, and less than the smallest order costs at a price a tenth higher.
    private func spare(for price: Price, _ step: Shares, equity: Money) -> Money {
        let order = price * step
        let least = max(order + Money(li: order.li / 10), scenario.policy.execution.minimumOrder)
        return scenario.policy.execution.cashBuffer.of(equity) + least + .yuan(20)
    }
}
