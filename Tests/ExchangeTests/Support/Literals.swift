import Market

// Tests say "10.05" and "600000.SH"; a literal that is none traps, and is the test's own mistake.

extension Price: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let price = Price(text) else { preconditionFailure("not a price: \(text)") }
        self = price
    }
}

extension AveragePrice: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let price = AveragePrice(text) else { preconditionFailure("not a price: \(text)") }
        self = price
    }
}

extension Money: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let money = Money(text) else { preconditionFailure("not an amount: \(text)") }
        self = money
    }
}

extension Symbol: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let symbol = Symbol(text) else { preconditionFailure("not a symbol: \(text)") }
        self = symbol
    }
}

extension TimeOfDay: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let time = TimeOfDay(text) else { preconditionFailure("not a time: \(text)") }
        self = time
    }
}

extension Day: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let day = Day(text) else { preconditionFailure("not a date: \(text)") }
        self = day
    }
}

extension ClientOrderID: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let id = ClientOrderID(text) else { preconditionFailure("not an order id: \(text)") }
        self = id
    }
}
