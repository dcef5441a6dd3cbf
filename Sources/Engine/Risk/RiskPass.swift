import Market

/// One run of the rules over the lines of one plan.
struct RiskPass {
    struct Line {
        var symbol: Symbol
        var asked: Weight
        var weight: Weight
        var overlay: Reasons = []
        var hold = Planner.Target.Hold.none
        /// Places in the maps of `facts`; -1: not there.
        var holding: Int
        var security: Int
        /// In shares instead of by weight, on a day without targets.
        var shares: Shares?
    }

    let facts: RiskFacts
    var lines: [Line]
    var verdicts: [RiskVerdict] = []
    /// Of verdicts on one line: by rule, and the lines ascend within it.
    private(set) var exposure = Weight.one

    init(_ facts: RiskFacts, _ targets: [Planner.Target]) {
        self.facts = facts
        lines = []
        lines.reserveCapacity(targets.count)
        var (holding, security) = (0, 0)
        let (held, known) = (facts.holdings.keys, facts.market.keys)
        for target in targets {
            while holding < held.count, held[holding] < target.symbol { holding += 1 }
            while security < known.count, known[security] < target.symbol { security += 1 }
            lines.append(
                Line(
                    symbol: target.symbol, asked: target.asked, weight: target.weight,
                    holding: holding < held.count && held[holding] == target.symbol ? holding : -1,
                    security: security < known.count && known[security] == target.symbol ? security : -1,
                    shares: target.shares))
        }
    }

    var targets: [Planner.Target] {
        var targets: [Planner.Target] = []
        targets.reserveCapacity(lines.count)
        for line in lines {
            targets.append(
                Planner.Target(
                    symbol: line.symbol, weight: line.weight, overlay: line.overlay, shares: line.shares,
                    asked: line.asked, hold: line.hold))
        }
        return targets
    }

    func isHeld(_ index: Int) -> Bool {
        let place = lines[index].holding
        return place >= 0 && facts.holdings.values[place].projected > 0
    }

    /// All of it goes; nothing where nothing is wanted or held.
    mutating func drop(_ index: Int, _ reason: Reason, _ evidence: @autoclosure () -> RiskVerdict.Evidence) {
        guard lines[index].weight > .zero || lines[index].shares.map({ $0 > 0 }) ?? isHeld(index) else { return }
        note(index, reason, after: .zero, evidence())
        lines[index].weight = .zero
        if lines[index].shares != nil { lines[index].shares = 0 }
    }

    /// Nothing is added; what is held may stay. A holding on a day without targets is not added to anyway.
    mutating func keep(_ index: Int, _ reason: Reason, _ evidence: @autoclosure () -> RiskVerdict.Evidence) {
        guard lines[index].weight > .zero, lines[index].shares == nil else { return }
        if isHeld(index) {
            note(index, reason, after: lines[index].weight, evidence())
            lines[index].hold = .noBuy
        } else {
            drop(index, reason, evidence())
        }
    }

    mutating func act(
        _ action: Policy.Risk.ListAction, _ index: Int, _ reason: Reason,
        _ evidence: @autoclosure () -> RiskVerdict.Evidence
    ) {
        switch action {
        case .off: break
        case .noBuy: keep(index, reason, evidence())
        case .sell: drop(index, reason, evidence())
        }
    }

    mutating func lower(
        _ index: Int, to weight: Weight, _ reason: Reason, _ evidence: @autoclosure () -> RiskVerdict.Evidence
    ) {
        guard weight < lines[index].weight else { return }
        note(index, reason, after: weight, evidence())
        lines[index].weight = weight
    }

    /// All lines times a share: one verdict for all of them.
    mutating func scale(by factor: Weight, _ reason: Reason, _ evidence: RiskVerdict.Evidence) {
        guard factor < .one else { return }
        exposure = exposure.scaled(by: factor)
        verdicts.append(
            RiskVerdict(symbol: nil, reason: reason, before: .one, after: factor, evidence: evidence))
        for index in lines.indices where lines[index].weight > .zero {
            lines[index].weight = lines[index].weight.scaled(by: factor)
            lines[index].overlay.insert(reason)
        }
    }

    mutating func note(_ index: Int, _ reason: Reason, after: Weight, _ evidence: RiskVerdict.Evidence) {
        lines[index].overlay.insert(reason)
        verdicts.append(
            RiskVerdict(
                symbol: lines[index].symbol, reason: reason, before: lines[index].weight, after: after,
                evidence: evidence))
    }
}
