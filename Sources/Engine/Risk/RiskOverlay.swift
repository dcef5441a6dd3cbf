package import Market

/// Risk has its say before the plan: it may lower a target or hold it at what is held, never raise one, and leaves on every
/// line the names of all rules that changed it. `RiskRules` has the order.
package struct RiskOverlay {
    package struct Outcome: Hashable, Sendable {
        /// Ascending by symbol.
        package var targets: [Planner.Target]
        package var verdicts: [RiskVerdict]
        /// What the rules that multiply all targets leave of them.
        package var exposure: Weight
    }

    /// What the rules that multiply all targets ask for.
    package struct Exposure: Hashable, Sendable {
        package var factor: Weight
        package var verdicts: [RiskVerdict]
        /// The rule that asks for the least; nil where all is allowed.
        package var reason: Reason? {
            var least: RiskVerdict?
            for verdict in verdicts where least.map({ verdict.after < $0.after }) ?? true { least = verdict }
            return least?.reason
        }
    }

    private var facts: RiskFacts

    package init(_ facts: RiskFacts) { self.facts = facts }

    /// Targets of the day after risk. `targets` ascends by symbol.
    package func apply(to targets: [Planner.Target]) -> Outcome {
        // Mostly no rule has anything to say, and then nothing is to be walked through.
        guard facts.policy.looksAtTargets || hasSomethingStopped || exposure().factor < .one else {
            return Outcome(targets: targets, verdicts: [], exposure: .one)
        }
        var pass = RiskPass(facts, completed(targets))
        RiskRules.applyToLines(&pass)
        RiskRules.applyExposure(&pass)
        RiskRules.applyCaps(&pass)
        Lock.apply(to: &pass)
        return Outcome(targets: pass.targets, verdicts: pass.verdicts, exposure: pass.exposure)
    }

    private var hasSomethingStopped: Bool { !facts.standing.stops.isEmpty || facts.standing.liquidation != nil }

    package func exposure() -> Exposure {
        var pass = RiskPass(facts, [])
        RiskRules.applyExposure(&pass)
        return Exposure(factor: pass.exposure, verdicts: pass.verdicts)
    }

    /// What risk demands on a day without targets: of holdings that are ours to sell by `isOurs`, and of targets that are
    /// carried from an earlier day. Holdings that nothing is demanded of are left out. `cut` is what is left of each where
    /// the exposure has fallen, with the verdicts that say why.
    package func protect(
        carried: [Planner.Target], cut: (rest: Weight, verdicts: [RiskVerdict])?, isOurs: (Symbol) -> Bool
    ) -> Outcome {
        var targets = SymbolMap<Planner.Target>()
        for (symbol, holding) in facts.holdings where holding.volume > 0 && isOurs(symbol) {
            let weight = weight(of: symbol, holding)
            targets[symbol] = Planner.Target(symbol: symbol, weight: weight, shares: holding.projected)
        }
        // A holding that is still to grow is the target's business, unless a rule ends it.
        for target in carried { targets[target.symbol] = target }
        var pass = RiskPass(facts, targets.values)
        RiskRules.applyToLines(&pass)
        if let cut {
            pass.verdicts += cut.verdicts
            for index in pass.lines.indices where pass.lines[index].weight > .zero || pass.lines[index].shares != nil {
                if let shares = pass.lines[index].shares, shares > 0 {
                    pass.lines[index].shares = Shares(cut.rest.of(Money(li: shares.count)).li)
                }
                pass.lines[index].weight = pass.lines[index].weight.scaled(by: cut.rest)
                for verdict in cut.verdicts { pass.lines[index].overlay.insert(verdict.reason) }
            }
        }
        Lock.apply(to: &pass)
        // What is locked, and what no rule has changed, is no line of this plan.
        let isLeft = pass.targets.map { $0.shares == nil || (!$0.overlay.isEmpty && $0.hold != .locked) }
        var outcome = Outcome(targets: [], verdicts: [], exposure: pass.exposure)
        for (target, isWanted) in zip(pass.targets, isLeft) where isWanted { outcome.targets.append(target) }
        outcome.verdicts = pass.verdicts.filter { verdict in
            verdict.symbol.map { symbol in pass.index(of: symbol).map { isLeft[$0] } ?? false } ?? true
        }
        return outcome
    }

    /// Its share of equity at the last price; nothing where either is not known.
    private func weight(of symbol: Symbol, _ holding: Holding) -> Weight {
        guard let equity = facts.equity, equity > .zero,
            let price = facts.market[symbol]?.mark ?? holding.lastPrice
        else { return .zero }
        let value = Int128((price * holding.projected).li)
        return Weight(trillionths: Int64(clamping: min(RiskMath.one, value * RiskMath.one / Int128(equity.li))))
    }

    /// Holdings that no target names are sold for that. One that is locked is not; one that was stopped is sold because of the
    /// stop, which waits for no approval and rests at the lower limit.
    private func completed(_ targets: [Planner.Target]) -> [Planner.Target] {
        var symbols = facts.policy.locks
        for (symbol, stop) in facts.standing.stops where stop.endedOn == nil { symbols.append(symbol) }
        if facts.standing.liquidation != nil { symbols += facts.entries.keys }
        if symbols.isEmpty { return targets }
        var all = SymbolMap(targets.map(\.symbol), targets)
        for symbol in symbols where all[symbol] == nil && facts.holdings[symbol] != nil {
            all[symbol] = Planner.Target(symbol: symbol, weight: .zero)
        }
        return all.values
    }
}
