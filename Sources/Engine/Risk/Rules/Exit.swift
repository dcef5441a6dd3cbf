import Market

/// What the stops of single holdings have in common.
enum Exit {
    /// A stop that a holding reaches now, the first of the rules that is reached.
    static func fired(
        _ symbol: Symbol, _ entry: Entry, _ security: Security?, _ policy: Policy.Risk, at now: Timestamp
    ) -> RiskStanding.Stop? {
        guard entry.shares > 0, let security, let last = trusted(security) else { return nil }
        func stop(_ reason: Reason, _ bound: AveragePrice) -> RiskStanding.Stop {
            RiskStanding.Stop(reason: reason, since: now, last: last, bound: bound)
        }
        if let bound = StopLoss.bound(entry, last, policy) { return stop(.stopLoss, bound) }
        if let bound = TakeProfit.bound(entry, last, policy) { return stop(.takeProfit, bound) }
        if let bound = TrailingStop.bound(entry, last, policy) { return stop(.trailingStop, bound) }
        return nil
    }

    /// A price that a stop may be measured with (R02): of a security that trades, inside the limits of the day.
    static func trusted(_ security: Security) -> Price? {
        guard security.isSuspended == false, let last = security.last, let limits = security.limits,
            limits.contains(last)
        else { return nil }
        return last
    }

    /// Ends what has reached the stop of this reason, then and on every later look until it is gone.
    static func apply(_ reason: Reason, to pass: inout RiskPass) {
        let stops = pass.facts.standing.stops
        guard !stops.isEmpty else { return }
        for (symbol, stop) in stops where stop.reason == reason && stop.endedOn == nil {
            guard let index = pass.index(of: symbol) else { continue }
            pass.drop(index, reason, .price(last: stop.last, bound: stop.bound))
        }
    }
}

extension RiskPass {
    /// Where the line of a security stands; nil where there is none.
    func index(of symbol: Symbol) -> Int? {
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) >> 1
            if lines[middle].symbol < symbol { low = middle + 1 } else { high = middle }
        }
        return low < lines.count && lines[low].symbol == symbol ? low : nil
    }
}
