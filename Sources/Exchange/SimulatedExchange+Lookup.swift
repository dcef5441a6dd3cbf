package import Market

extension SimulatedExchange {
    /// The number of today's security, whose rules are worked out when it is first asked for. Nil where today's sheet does
    /// not have it, or no rule covers its code.
    mutating func security(of symbol: Symbol) -> Int? {
        guard let day, let index = bars.index(of: symbol) else { return nil }
        if let number = bars.number(at: index) { return number }
        guard var security = Security(bars.bar(at: index), on: day, configuration.facts[symbol]) else { return nil }
        let number = securities.count
        security.position = account.priorIndex(of: symbol) ?? -1
        bars.setNumber(number, at: index)
        securities.append(security)
        return number
    }

    /// The same for those who may not change anything.
    func viewed(_ symbol: Symbol) -> Security? {
        guard let day, let index = bars.index(of: symbol) else { return nil }
        return bars.number(at: index).map { securities[$0] }
            ?? Security(bars.bar(at: index), on: day, configuration.facts[symbol])
    }

    /// The index of the security's position, made where there is none.
    mutating func position(of security: Int) -> Int {
        if securities[security].position < 0 {
            securities[security].position = account.positions.count
            account.positions.append(Position(securities[security].bar.symbol))
        }
        return securities[security].position
    }

    /// Nil for an order that today does not know.
    package func order(_ reference: OrderReference) -> OrderReport? {
        // A copy, for looking an id up fills the index.
        var ids = ids
        return ids.find(reference, in: orders, firstBrokerID: configuration.brokerOrderIDStart)
            .map { orders[$0].report }
    }
}
