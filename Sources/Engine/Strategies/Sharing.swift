package import Market

/// How a plan divides among the strategies of the account. Part of the plan, and durable with it, so that a fill is divided the
/// same way after any restart.
package struct Sharing: Hashable, Sendable, Codable {
    /// What one strategy still wants of one security after the strategies have traded among themselves.
    package struct Demand: Hashable, Sendable, Codable {
        package var symbol: Symbol
        /// Its place among the ledgers.
        package var strategy: Int
        package var side: Side
        package var shares: Shares
    }

    /// Shares that one strategy gives up and another wants: they change hands inside the account, and no order is sent.
    package struct Cross: Hashable, Sendable, Codable {
        package var symbol: Symbol
        package var price: Price
        /// As many as there are names: shares that belonged to none.
        package var seller: Int
        package var buyer: Int
        package var shares: Shares
    }

    /// Of the ledgers, ascending.
    package var names: [String]
    /// What is moved into each ledger, or out of it, so that it has its part of the equity.
    package var transfers: [Money]
    package var crosses: [Cross]
    /// Ascending by symbol, then by strategy.
    package var demands: [Demand]
}

/// The ledgers of all strategies. What belongs to none of them is the rest of the account.
package struct StrategyLedgers: Hashable, Sendable, Codable {
    /// The part that a strategy has in one order, for its fees.
    struct Part: Hashable, Sendable, Codable {
        var order: ClientOrderID
        var strategy: Int
        var shares: Shares
    }

    /// Ascending by name. One that has left the configuration stays while it holds anything.
    package private(set) var ledgers: [StrategyLedger] = []
    private var demands: [Sharing.Demand] = []
    private(set) var parts: [Part] = []

    package init() {}

    package var isEmpty: Bool { ledgers.isEmpty }

    package subscript(name: String) -> StrategyLedger? { ledgers.first { $0.name == name } }

    /// Shares of a security that belong to some strategy.
    package func assigned(_ symbol: Symbol) -> Shares { ledgers.reduce(0) { $0 + $1.shares(of: symbol) } }

    // MARK: A plan begins

    /// Divides a plan's lines among `strategies`, which ascend by name and have `batches`.
    ///
    /// A line's target, which is what risk and lots left of it, is divided by the strategies' weights. Of what they then want
    /// in opposite directions, as much as fits changes hands at the price of the moment; the rest is what orders are for.
    /// On a day without targets (`batches` empty) the line's target is divided by what each holds.
    func share(
        _ lines: [PlanLine], of batches: [TargetBatch], _ strategies: [Policy.Strategy], equity: Money,
        price: (Symbol) -> Price?
    ) -> Sharing {
        let names = Set(strategies.map(\.name) + leaving).sorted()
        let own = names.map { name in self[name] ?? StrategyLedger(name: name) }
        let weights = names.map { name in StrategyLedgers.weights(of: name, in: batches, strategies) }
        var sharing = Sharing(names: names, transfers: names.map { _ in .zero }, crosses: [], demands: [])
        if !batches.isEmpty {
            sharing.transfers = own.map { ledger in
                let part = strategies.first { $0.name == ledger.name }?.capital ?? .zero
                return part.of(equity) - ledger.equity(price)
            }
        }
        for line in lines {
            let held = own.map { $0.shares(of: line.symbol).count }
            let division = batches.isEmpty ? held : weights.map { $0[line.symbol]?.trillionths ?? 0 }
            let targets = Apportion.divide(line.target.count, by: division)
            let others = max(0, line.projected.count - held.reduce(0, +))
            var wants = zip(targets, held).map { $0 - $1 } + [-others]
            if !(line.reason?.isBlock ?? false), let price = price(line.symbol) {
                StrategyLedgers.cross(&wants, line.symbol, at: price, into: &sharing.crosses)
            }
            StrategyLedgers.demand(wants, of: line, into: &sharing.demands)
        }
        return sharing
    }

    private static func weights(
        of name: String, in batches: [TargetBatch], _ strategies: [Policy.Strategy]
    ) -> SymbolMap<Weight> {
        guard let capital = strategies.first(where: { $0.name == name })?.capital,
            let batch = batches.first(where: { $0.strategy == name })
        else { return SymbolMap() }
        return SymbolMap(batch.lines.map(\.symbol), batch.lines.map { $0.weight.scaled(by: capital) })
    }

    /// Whoever wants less gives to whoever wants more, in the order of the names.
    private static func cross(
        _ wants: inout [Int64], _ symbol: Symbol, at price: Price, into crosses: inout [Sharing.Cross]
    ) {
        for seller in wants.indices where wants[seller] < 0 {
            for buyer in wants.indices where wants[buyer] > 0 && wants[seller] < 0 {
                let shares = min(wants[buyer], -wants[seller])
                wants[buyer] -= shares
                wants[seller] += shares
                crosses.append(
                    Sharing.Cross(symbol: symbol, price: price, seller: seller, buyer: buyer, shares: Shares(shares)))
            }
        }
    }

    /// What is left goes one way, and only where the line has an order that way. The last of `wants` are shares that belong to
    /// no strategy: a sell takes them first, since nobody wants them.
    private static func demand(_ wants: [Int64], of line: PlanLine, into demands: inout [Sharing.Demand]) {
        guard let side = line.side else { return }
        let shares = wants.dropLast().map { max(0, side == .buy ? $0 : -$0) }
        // An order that is smaller than planned, by T+1 say, leaves each with its part of what is missing.
        let others = side == .sell ? -(wants.last ?? 0) : 0
        let own = max(0, line.shares.count - others)
        let parts = shares.reduce(0, +) > own ? Apportion.divide(own, by: shares) : shares
        for (strategy, count) in parts.enumerated() where count > 0 {
            demands.append(
                Sharing.Demand(symbol: line.symbol, strategy: strategy, side: side, shares: Shares(count)))
        }
    }

    /// Names of ledgers that are not done with: they hold something, or owe fees of today.
    private var leaving: [String] {
        ledgers.indices.filter { index in
            !ledgers[index].holdings.isEmpty || parts.contains { $0.strategy == index }
        }.map { ledgers[$0].name }
    }

    // MARK: Facts

    mutating func begin(_ sharing: Sharing?) {
        demands = sharing?.demands ?? []
        guard let sharing, sharing.transfers.count == sharing.names.count else { return }
        let before = self
        ledgers = sharing.names.map { name in before[name] ?? StrategyLedger(name: name) }
        parts = before.parts.compactMap { part in
            var part = part
            guard let place = sharing.names.firstIndex(of: before.ledgers[part.strategy].name) else { return nil }
            part.strategy = place
            return part
        }
        for index in ledgers.indices {
            ledgers[index].cash += sharing.transfers[index]
            ledgers[index].capital += sharing.transfers[index]
        }
        for cross in sharing.crosses {
            let value = cross.price * cross.shares
            if ledgers.indices.contains(cross.seller) {
                ledgers[cross.seller].sell(cross.symbol, cross.shares, for: value)
            }
            if ledgers.indices.contains(cross.buyer) {
                ledgers[cross.buyer].buy(cross.symbol, cross.shares, for: value)
            }
        }
        demands.removeAll { !ledgers.indices.contains($0.strategy) }
    }

    /// A fill of the order `id`, divided by what each strategy still wants of its security.
    mutating func fill(_ id: ClientOrderID, _ symbol: Symbol, _ side: Side, _ shares: Shares, for value: Money) {
        guard !ledgers.isEmpty, shares > 0 else { return }
        let open = demands.indices.filter { demands[$0].symbol == symbol && demands[$0].side == side }
        let wanted = open.map { demands[$0].shares.count }
        let total = wanted.reduce(0, +)
        // A sell may have shares in it that belong to no strategy, and so may a late fill of an earlier plan.
        let parts = Apportion.divide(min(shares.count, total), by: wanted)
        var values = Apportion.divide(value.li, by: parts + [shares.count - parts.reduce(0, +)])
        values.removeLast()
        for (place, index) in open.enumerated() where parts[place] > 0 {
            let (part, money) = (Shares(parts[place]), Money(li: values[place]))
            let strategy = demands[index].strategy
            demands[index].shares -= part
            switch side {
            case .buy: ledgers[strategy].buy(symbol, part, for: money)
            case .sell: ledgers[strategy].sell(symbol, part, for: money)
            }
            if let known = self.parts.firstIndex(where: { $0.order == id && $0.strategy == strategy }) {
                self.parts[known].shares += part
            } else {
                self.parts.append(Part(order: id, strategy: strategy, shares: part))
            }
        }
        demands.removeAll { $0.shares == 0 }
    }

    /// The holding changed without an order: shares are multiplied or a dividend paid for everybody alike; what somebody else
    /// sold is taken from all in proportion, at what it cost.
    mutating func adjust(_ symbol: Symbol, from old: Entry?, to new: Entry?, because: Record.EntryChange) {
        guard !ledgers.isEmpty, let old, old.shares > 0 else { return }
        let held = ledgers.map { $0.shares(of: symbol).count }
        guard held.contains(where: { $0 > 0 }) else { return }
        switch because {
        case .bonus:
            for index in ledgers.indices where held[index] > 0 {
                let (shares, _) = (Int128(held[index]) * Int128(new?.shares.count ?? 0))
                    .quotientAndRemainder(dividingBy: Int128(old.shares.count))
                ledgers[index].holdings[symbol]?.shares = Shares(Int64(shares))
            }
        case .dividend:
            let dividend = old.cost - (new?.cost ?? old.cost)
            for index in ledgers.indices where held[index] > 0 {
                let (part, _) = (Int128(dividend.li) * Int128(held[index]))
                    .quotientAndRemainder(dividingBy: Int128(old.shares.count))
                let money = Money(li: Int64(part))
                ledgers[index].cash += money
                ledgers[index].holdings[symbol]?.cost -= money
            }
        case .external, .ended:
            let rest = new?.shares.count ?? 0
            let missing = held.reduce(0, +) - rest
            guard missing > 0 else { return }
            for (index, count) in Apportion.divide(missing, by: held).enumerated() where count > 0 {
                let cost = ledgers[index].holdings[symbol]?.cost ?? .zero
                ledgers[index].drop(symbol, Shares(count))
                ledgers[index].cash += cost - (ledgers[index].holdings[symbol]?.cost ?? .zero)
            }
        }
    }

    /// Fees of the day by strategy.
    mutating func charge(_ fees: [Money]) {
        for (index, money) in fees.enumerated() where index < ledgers.count {
            ledgers[index].cash -= money
            ledgers[index].fees += money
        }
        parts = []
    }

    /// Each strategy's part of `fees` of one order, by the shares that it had of it.
    func divide(_ fees: Money, of order: ClientOrderID, filled: Shares, into sums: inout [Money]) {
        let own = parts.filter { $0.order == order }
        guard !own.isEmpty else { return }
        let rest = max(0, filled.count - own.reduce(0) { $0 + $1.shares.count })
        let money = Apportion.divide(fees.li, by: own.map(\.shares.count) + [rest])
        for (place, part) in own.enumerated() where part.strategy < sums.count {
            sums[part.strategy] += Money(li: money[place])
        }
    }
}
