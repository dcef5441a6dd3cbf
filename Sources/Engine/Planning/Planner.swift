package import Market

/// Targets and account in, orders wanted out. Each step is a function of its own: size, compare, bound, round. Cash comes
/// later, when the sells have brought it (`BuyAllocation`).
package struct Planner {
    /// A target after risk.
    package struct Target: Hashable, Sendable {
        /// What risk forbids beside lowering the weight.
        package enum Hold: UInt8, Hashable, Sendable {
            case none
            /// Not above what is held.
            case noBuy
            /// What is held, no more and no less.
            case locked
        }

        package var symbol: Symbol
        package var weight: Weight
        /// The weight before risk.
        package var asked: Weight
        /// The rules that changed it.
        package var overlay: Reasons
        /// In shares instead of by weight: for what risk does to a holding that no batch names.
        package var shares: Shares?
        package var hold: Hold

        package init(
            symbol: Symbol, weight: Weight, overlay: Reasons = [], shares: Shares? = nil, asked: Weight? = nil,
            hold: Hold = .none
        ) {
            self.symbol = symbol
            self.weight = weight
            self.overlay = overlay
            self.shares = shares
            self.asked = asked ?? weight
            self.hold = hold
        }
    }

    package var day: Day
    package var equity: Money
    package var execution: Policy.Execution
    /// True: a holding without a target is to be sold, where it is managed. False: it is left out of the plan.
    package var endsUntargeted: Bool
    /// Made in the opening call, before anything has traded.
    package var isCall = false
    /// The last closes that we saw ourselves, for a check of the terminal's; nil where they are not to be checked.
    package var closes: SymbolMap<Price>?

    package init(day: Day, equity: Money, execution: Policy.Execution, endsUntargeted: Bool = true) {
        self.day = day
        self.equity = equity
        self.execution = execution
        self.endsUntargeted = endsUntargeted
    }

    /// One line for each symbol that has a target or is held, ascending. `targets` ascends by symbol.
    package func plan(
        _ targets: [Target], holdings: SymbolMap<Holding>, market: SymbolMap<Security>,
        isManaged: (Symbol) -> Bool
    ) -> [PlanLine] {
        var lines: [PlanLine] = []
        lines.reserveCapacity(targets.count + holdings.count)
        var targetIndex = 0
        var holdingIndex = 0
        var securityIndex = 0
        var rules = KnownLots()
        /// Where the security stands, which is not before the one looked up last; nil where it is not known.
        func place(of symbol: Symbol) -> Int? {
            while securityIndex < market.count, market.keys[securityIndex] < symbol { securityIndex += 1 }
            return securityIndex < market.count && market.keys[securityIndex] == symbol ? securityIndex : nil
        }
        while targetIndex < targets.count || holdingIndex < holdings.count {
            let target = targetIndex < targets.count ? targets[targetIndex] : nil
            let held = holdingIndex < holdings.count ? holdings.keys[holdingIndex] : nil
            if let target, held.map({ target.symbol <= $0 }) ?? true {
                let isHeld = held == target.symbol
                let holding = isHeld ? holdings.values[holdingIndex] : Holding()
                lines.append(line(target, holding, place(of: target.symbol), in: market, &rules))
                targetIndex += 1
                if isHeld { holdingIndex += 1 }
            } else if let held {
                let holding = holdings.values[holdingIndex]
                holdingIndex += 1
                guard endsUntargeted else { continue }
                let target = Target(symbol: held, weight: .zero)
                if execution.scope == .account || isManaged(held) {
                    lines.append(line(target, holding, place(of: held), in: market, &rules))
                } else {
                    lines.append(
                        PlanLine(
                            symbol: held, weight: .zero, target: holding.projected, projected: holding.projected,
                            sizingPrice: nil, reason: .unmanaged))
                }
            }
        }
        return lines
    }

    private func line(
        _ target: Target, _ holding: Holding, _ place: Int?, in market: SymbolMap<Security>, _ rules: inout KnownLots
    ) -> PlanLine {
        if let place { return line(target, holding, market.values[place], &rules) }
        return PlanLine(
            symbol: target.symbol, weight: target.weight, target: holding.projected, projected: holding.projected,
            sizingPrice: nil, reason: InstrumentClass(target.symbol) != nil ? .noPrice : .unknownInstrument,
            overlay: target.overlay, asked: target.asked)
    }

    private func line(
        _ target: Target, _ holding: Holding, _ security: Security, _ rules: inout KnownLots
    ) -> PlanLine {
        var line = PlanLine(
            symbol: target.symbol, weight: target.weight, target: holding.projected, projected: holding.projected,
            sizingPrice: security.price(by: execution.sizing), overlay: target.overlay, asked: target.asked)
        if execution.manner.measuresQuality { line.decisionPrice = security.mark }
        guard let kind = security.kind else {
            line.reason = .unknownInstrument
            return line
        }
        if target.hold == .locked { return line }
        let lots = rules.rule(of: kind, on: day)
        guard var wanted = size(target, line.sizingPrice, lots) else {
            line.reason = .noPrice
            return line
        }
        if target.hold == .noBuy { wanted = min(wanted, line.projected) }
        line.target = wanted
        if wanted < line.projected {
            sell(&line, holding, security, lots)
        } else if wanted > line.projected {
            buy(&line, security, kind, lots)
        } else if wanted == 0 && target.weight > .zero && target.overlay.isEmpty {
            line.reason = .belowLot
        }
        return line
    }

    /// Shares for a weight: the weight's part of equity at the sizing price, rounded down to what the board's lot rule lets
    /// one buy. Nil without a price.
    private func size(_ target: Target, _ price: Price?, _ lots: LotRule) -> Shares? {
        if let shares = target.shares { return shares }
        if target.weight == .zero { return 0 }
        guard let price else { return nil }
        return lots.unbounded.largestBuy(upTo: Shares(target.weight.of(equity).li / price.li))
    }

    private func sell(_ line: inout PlanLine, _ holding: Holding, _ security: Security, _ lots: LotRule) {
        let wanted = line.projected - line.target
        // What risk demands rests at the limit, once, until the day ends.
        let isBlocked = security.isLockedDown && line.overlay.isEmpty
        if let obstacle = obstacle(security) ?? (isBlocked ? .limitDown : nil) {
            line.reason = obstacle
            return
        }
        let possible = min(wanted, holding.sellable)
        if possible < wanted { line.reason = .notSellable }
        guard possible > 0 else { return }
        // A remainder below the lot goes out only with the whole of what can be sold.
        let shares = lots.unbounded.largestSell(upTo: possible, position: holding.sellable)
        guard shares > 0 else {
            line.reason = .belowLot
            return
        }
        if isTooSmall(shares, security), line.target > 0 {
            line.reason = .belowMinimum
            return
        }
        line.side = .sell
        line.shares = shares
    }

    private func buy(_ line: inout PlanLine, _ security: Security, _ kind: InstrumentClass, _ lots: LotRule) {
        let wanted = line.target - line.projected
        guard let board = kind.board, execution.boards.contains(board) else {
            line.reason = .boardNotPermitted
            return
        }
        let isBlocked = security.isLockedUp && execution.manner.lockedBuys == .skip
        if let obstacle = obstacle(security) ?? (isBlocked ? .limitUp : nil) {
            line.reason = obstacle
            return
        }
        let shares = lots.unbounded.largestBuy(upTo: wanted)
        guard shares > 0 else {
            line.reason = .belowLot
            return
        }
        if isTooSmall(shares, security) {
            line.reason = .belowMinimum
            return
        }
        line.side = .buy
        line.shares = shares
    }

    /// What keeps a security from being traded at all today.
    private func obstacle(_ security: Security) -> Reason? {
        switch security.isSuspended {
        case true?: .suspended
        case nil: .suspensionUnknown
        case false?:
            security.limits == nil
                ? .limitsUnknown : (isCall ? security.mark : security.last) == nil ? .noPrice : doubt(of: security)
        }
    }

    /// A simulated venue's quotes are what it trades at.
    private func doubt(of security: Security) -> Reason? {
        if execution.idealizesVenue || execution.readsOnDemand { return nil }
        return security.isAbsurd(lastClose: closes?[security.symbol] ?? nil) ? .quoteAbsurd : nil
    }

    private func isTooSmall(_ shares: Shares, _ security: Security) -> Bool {
        guard let price = security.mark else { return false }
        return price * shares < execution.minimumOrder
    }
}

/// The lot rule of the class that was asked for last: neighbours in a plan are mostly of one class.
private struct KnownLots {
    private var kind: InstrumentClass?
    private var lots = LotRule(minimum: 1, step: 1, maximum: 0)

    mutating func rule(of kind: InstrumentClass, on day: Day) -> LotRule {
        if self.kind != kind {
            self.kind = kind
            lots = kind.lotRule(on: day)
        }
        return lots
    }
}
