package import Market

extension SimulatedExchange {
    /// The number of today's security, whose rules are worked out when it is first asked for. Nil where today's sheet does
    /// not have it, or no rule covers its code.
    mutating func security(of symbol: Symbol) -> Int? {
        if let number = today.number(of: symbol) { return number }
        guard let day, let bar = today.bars?.bar(of: symbol) else { return nil }
        let facts = configuration.facts.isEmpty ? nil : configuration.facts[symbol]
        guard let kind = Security.kind(of: symbol, facts) else { return nil }
        let classIndex = today.rules(of: kind, on: day)
        let security = Security(
            bar, today.rules(at: classIndex), on: day, facts, classIndex: classIndex,
            isIdeal: configuration.idealizesVenue)
        return today.append(security, position: account.findPrior(symbol) ?? -1)
    }

    /// The same for those who may not change anything.
    func viewed(_ symbol: Symbol) -> Security? {
        if let number = today.number(of: symbol) { return today.securities[number] }
        guard let day, let bar = today.bars?.bar(of: symbol) else { return nil }
        let facts = configuration.facts[symbol]
        return Security.kind(of: symbol, facts).map {
            Security(bar, ClassRules($0, on: day), on: day, facts, isIdeal: configuration.idealizesVenue)
        }
    }

    /// The index of the security's position, made where there is none.
    mutating func position(of security: Int) -> Int {
        let known = today.activities[security].position
        if known >= 0 { return known }
        today.activities[security].position = account.positions.count
        account.positions.append(Position(today.securities[security].bar.symbol))
        return account.positions.count - 1
    }

    /// Nil for an order that today does not know.
    package func order(_ reference: OrderReference) -> OrderReport? {
        // A copy, for looking an id up fills the index.
        var ids = ids
        return ids.find(reference, in: reports, firstBrokerID: configuration.brokerOrderIDStart)
            .map { reports[$0] }
    }
}
