package import Market

/// What is known of one security today, from the terminal. Anything may be missing, and what is missing is not assumed.
///
/// Two answers make it, that come apart: the reference data of the day and the quote. Only what trading needs is kept.
package struct Security: Hashable, Sendable, Codable {
    package var symbol: Symbol
    package var kind: InstrumentClass?

    /// The day's reference data has come.
    package var hasReference = false
    /// Nil where they are not known; on a day without limits both bounds are nil.
    package var limits: PriceLimits?
    private var referenceClose: Price?
    private var isListedSuspended: Bool?

    /// When the quote was asked for and came; nil without one.
    package var quotedAt: Timestamp?
    package var last: Price?
    /// Best prices; nil where nobody bids or offers.
    package var bid: Price?
    package var ask: Price?
    private var quotedPreviousClose: Price?
    private var isHalted = false
    /// The exchange's own time of the quote; nil where the quote is of the moment that it was asked for.
    package var quoteTime: Timestamp?
    /// Traded today, by the quote; nil where it does not say.
    package var volume: Shares?

    package init(symbol: Symbol, kind: InstrumentClass?) {
        self.symbol = symbol
        self.kind = kind
    }

    package init(
        symbol: Symbol, kind: InstrumentClass?, instrument: Instrument?, quote: Quote?, quotedAt: Timestamp? = nil
    ) {
        self.init(symbol: symbol, kind: kind)
        if let instrument { take(instrument) }
        if let quote, let quotedAt { take(quote, at: quotedAt) }
    }

    /// What a simulated side knows of a security, without the detour over a terminal's rows. `limits` and `previousClose`
    /// must be those that its rows would give.
    package init(
        symbol: Symbol, kind: InstrumentClass, limits: PriceLimits?, previousClose: Price?, isSuspended: Bool?,
        last: Price?, bid: Price?, ask: Price?, isHalted: Bool, quotedAt: Timestamp
    ) {
        self.symbol = symbol
        self.kind = kind
        hasReference = true
        self.limits = limits
        referenceClose = previousClose
        isListedSuspended = isSuspended
        self.quotedAt = quotedAt
        self.last = last
        self.bid = bid
        self.ask = ask
        self.isHalted = isHalted
    }

    /// One row for each security that either list names, ascending. A quote of another day than that of `now` says nothing
    /// about this one and is left out; one that stands still on a suspended stock is fine.
    package static func rows(_ instruments: [Instrument], _ quotes: [Quote], at now: Timestamp) -> [Security] {
        var rows = SymbolMap<Security>()
        for instrument in instruments {
            rows[instrument.symbol, default: blank(instrument.symbol)].take(instrument)
        }
        for quote in quotes where quote.time.day == now.day {
            rows[quote.symbol, default: blank(quote.symbol)].take(quote, at: now)
        }
        return rows.values
    }

    private static func blank(_ symbol: Symbol) -> Security {
        Security(symbol: symbol, kind: InstrumentClass(symbol))
    }

    /// Takes over the parts that `newer` has.
    package mutating func merge(_ newer: Security) {
        if newer.hasReference {
            hasReference = true
            limits = newer.limits
            referenceClose = newer.referenceClose
            isListedSuspended = newer.isListedSuspended
        }
        if newer.quotedAt != nil {
            quotedAt = newer.quotedAt
            last = newer.last
            bid = newer.bid
            ask = newer.ask
            quotedPreviousClose = newer.quotedPreviousClose
            isHalted = newer.isHalted
            quoteTime = newer.quoteTime
            volume = newer.volume
        }
    }

    private mutating func take(_ instrument: Instrument) {
        hasReference = true
        limits = PriceLimits(published: instrument)
        referenceClose = Security.positive(instrument.previousClose)
        isListedSuspended = instrument.isSuspended
    }

    private mutating func take(_ quote: Quote, at moment: Timestamp) {
        quotedAt = moment
        last = Security.positive(quote.last)
        bid = quote.bids.first?.price
        ask = quote.asks.first?.price
        quotedPreviousClose = Security.positive(quote.previousClose)
        isHalted = quote.phase == .halted
        quoteTime = quote.time
        volume = quote.volume
    }

    package var previousClose: Price? { referenceClose ?? quotedPreviousClose }

    /// For marking: the last price, else the reference of the day.
    package var mark: Price? { last ?? previousClose }

    /// What an order meets: between the best prices, rounded half up to the li, or the best one that there is.
    package var arrival: Price? {
        guard let bid, let ask else { return bid ?? ask ?? mark }
        return Price(li: (bid.li + ask.li + 1) / 2)
    }

    /// Nil where the terminal does not say.
    package var isSuspended: Bool? { isHalted ? true : isListedSuspended }

    /// No sellers and the last trade at or above the upper limit.
    package var isLockedUp: Bool {
        guard let up = limits?.up, let last else { return false }
        return last >= up && ask == nil
    }

    /// No buyers and the last trade at or below the lower limit.
    package var isLockedDown: Bool {
        guard let down = limits?.down, let last else { return false }
        return last <= down && bid == nil
    }

    package func price(by basis: Policy.SizingBasis) -> Price? {
        switch basis {
        case .previousClose: previousClose
        case .last: last
        }
    }

    private static func positive(_ price: Price?) -> Price? {
        guard let price, price.li > 0 else { return nil }
        return price
    }
}
