import Market

// The market's values as the wire has them. Amounts are range-checked here, where they enter, so that no sum or product
// inside can overflow: a price below a million yuan, ten billion shares, ten trillion yuan.
extension Fields {
    private static var highestPrice: Price { Price(li: 1_000_000_000) }
    private static var mostShares: Int64 { 10_000_000_000 }
    static var mostMoney: Money { Money(li: 10_000_000_000_000_000) }

    /// May be zero: the rows of foreign market orders have no better.
    mutating func price(_ name: String) throws(Mismatch) -> Price {
        try parsed(name, "a price such as \"10.25\"", Fields.price)
    }

    /// A zero stands for unknown.
    mutating func priceOrNull(_ name: String) throws(Mismatch) -> Price? {
        let price = try parsedOrNull(name, "a price such as \"10.25\" or null", Fields.price)
        return price == Price(li: 0) ? nil : price
    }

    static func price(_ text: String) -> Price? {
        guard let price = Price(text), price <= highestPrice else { return nil }
        return price
    }

    mutating func averageOrNull(_ name: String) throws(Mismatch) -> AveragePrice? {
        let limit = highestPrice(times: 1000)
        return try parsedOrNull(name, "a price such as \"10.2537\" or null") { text in
            AveragePrice(text).flatMap { (-limit...limit).contains($0.microyuan) ? $0 : nil }
        }
    }

    private func highestPrice(times factor: Int64) -> Int64 { Fields.highestPrice.li * factor }

    mutating func money(_ name: String) throws(Mismatch) -> Money {
        try parsed(name, "an amount such as \"1234.56\"", Fields.money)
    }

    mutating func moneyOrNull(_ name: String) throws(Mismatch) -> Money? {
        try parsedOrNull(name, "an amount such as \"1234.56\" or null", Fields.money)
    }

    /// More places than the third are rounded, half away from zero: brokers compute amounts in floating point.
    private static func money(_ text: String) -> Money? {
        guard let li = FixedDecimal.parse(text, places: 3, roundingExcess: true),
            (-mostMoney.li...mostMoney.li).contains(li)
        else { return nil }
        return Money(li: li)
    }

    mutating func shares(_ name: String) throws(Mismatch) -> Shares {
        Shares(try integer(name, in: 0...Fields.mostShares))
    }

    /// Of a whole market's day; an index counts more than any order could.
    mutating func tradedShares(_ name: String) throws(Mismatch) -> Shares {
        Shares(try integer(name, in: 0...1_000_000_000_000_000))
    }

    mutating func symbol(_ name: String) throws(Mismatch) -> Symbol {
        try parsed(name, Fields.symbolForm) { Symbol($0) }
    }

    mutating func symbols(_ name: String) throws(Mismatch) -> [Symbol] {
        try list(name) { value throws(Mismatch) in
            guard let symbol = Symbol(try value.asText()) else { throw Mismatch(.value(expected: Fields.symbolForm)) }
            return symbol
        }
    }

    private static var symbolForm: String { "a symbol such as \"600000.SH\"" }

    mutating func side(_ name: String) throws(Mismatch) -> Side {
        try parsed(name, "\"buy\" or \"sell\"", Side.init(rawValue:))
    }

    mutating func time(_ name: String) throws(Mismatch) -> Timestamp {
        try parsed(name, "a time such as \"2026-11-20T09:31:02.125+08:00\"") { text in
            // Nothing here is older than the epoch, and our own form has no way to write it.
            Timestamp(text).flatMap { $0.milliseconds >= 0 ? $0 : nil }
        }
    }

    mutating func dayOrNull(_ name: String) throws(Mismatch) -> Day? {
        try parsedOrNull(name, "a date such as \"2026-11-20\" or null") { Day($0) }
    }

    /// A text that is no id of ours makes the row foreign: nil.
    mutating func ownerOrNull(_ name: String) throws(Mismatch) -> ClientOrderID? {
        try textOrNull(name).flatMap(ClientOrderID.init)
    }

    mutating func clientOrderID(_ name: String) throws(Mismatch) -> ClientOrderID {
        try parsed(name, "1 to 20 characters of [A-Za-z0-9-]") { ClientOrderID($0) }
    }

    /// Refuses a row whose price and volume multiply to what no account holds.
    static func checkWorth(_ price: Price, _ volume: Shares) throws(Mismatch) {
        let (worth, overflow) = price.li.multipliedReportingOverflow(by: volume.count)
        guard !overflow, worth <= mostMoney.li else {
            throw Mismatch(.value(expected: "worth less than \(mostMoney) yuan"), at: [.name("volume")])
        }
    }
}

extension JSONValue {
    /// Null where nil.
    init(_ text: (some CustomStringConvertible)?) { self = text.map { .string($0.description) } ?? .null }
    init(_ shares: Shares) { self = .integer(shares.count) }

    /// Null where nil or zero: on the wire a price of 0 is null.
    init(knownPrice price: Price?) { self = price.map { $0.li == 0 ? .null : .string($0.description) } ?? .null }
}
