package import Market

/// Risk has its say before the plan: it may lower a target, never raise one, and names itself on every line it changes.
package struct RiskOverlay {
    package var policy: Policy.Risk
    /// What is left of each target; less than one while the drawdown is above its limit.
    package var exposure: Weight

    package init(policy: Policy.Risk, exposure: Weight) {
        self.policy = policy
        self.exposure = exposure
    }

    /// Targets of a batch after risk. `targets` ascends by symbol; holdings that hit their stop and have no target are the
    /// planner's to end anyway.
    package func apply(
        to targets: [Planner.Target], entries: SymbolMap<Entry>, market: SymbolMap<Security>
    ) -> [Planner.Target] {
        targets.map { target in
            var target = target
            if isStopped(target.symbol, entries, market) {
                target.weight = .zero
                target.overlay = .stopLoss
            } else if exposure < .one, target.weight > .zero {
                target.weight = target.weight.scaled(by: exposure)
                target.overlay = .drawdown
            }
            return target
        }
    }

    /// What risk demands of holdings on a day without targets: stopped ones end; when the exposure has just been cut, the
    /// others shrink once. Ascending by symbol; empty where nothing is to be done.
    package func protect(
        _ holdings: SymbolMap<Holding>, entries: SymbolMap<Entry>, market: SymbolMap<Security>, cut: Weight?
    ) -> [Planner.Target] {
        var targets: [Planner.Target] = []
        for (symbol, _) in entries {
            guard let holding = holdings[symbol], holding.volume > 0 else { continue }
            if isStopped(symbol, entries, market) {
                targets.append(Planner.Target(symbol: symbol, weight: .zero, overlay: .stopLoss, shares: 0))
            } else if let cut {
                let rest = cut.of(Money(li: holding.projected.count)).li
                targets.append(Planner.Target(symbol: symbol, weight: .zero, overlay: .drawdown, shares: Shares(rest)))
            }
        }
        return targets
    }

    /// Last ≤ entry × (1 − loss), compared exactly. Never from a price that is missing or outside the day's limits.
    package func isStopped(_ symbol: Symbol, _ entries: SymbolMap<Entry>, _ market: SymbolMap<Security>) -> Bool {
        guard let loss = policy.stopLoss, let entry = entries[symbol], entry.shares > 0,
            let security = market[symbol], security.isSuspended == false, let last = security.last,
            let limits = security.limits, limits.contains(last)
        else { return false }
        let rest = Int128(Weight.one.trillionths - loss.trillionths)
        return Int128(last.li) * Int128(entry.shares.count) * Int128(Weight.one.trillionths) <= Int128(entry.cost.li)
            * rest
    }

    /// The exposure that an equity asks for: cut where it is more than the limit below the peak.
    package func exposure(equity: Money, peak: Money) -> Weight {
        guard let limit = policy.drawdownLimit, peak > .zero else { return .one }
        let floor = Int128(peak.li) * Int128(Weight.one.trillionths - limit.trillionths)
        return Int128(equity.li) * Int128(Weight.one.trillionths) < floor ? policy.drawdownExposure : .one
    }
}
