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
    /// ST, *ST or about to be delisted; nil where it is not known.
    package private(set) var isRiskWarned: Bool?
    package private(set) var listed: Day?
    /// 1 on the day of listing, where the source counts; see `listingDay(on:_:)`.
    private var countedListingDay: Int?

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
    /// Traded today until the quote; nil without one.
    package var traded: Shares?

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
        last: Price?, bid: Price?, ask: Price?, isHalted: Bool, quotedAt: Timestamp, isRiskWarned: Bool? = nil,
        listingDay: Int? = nil
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
        self.isRiskWarned = isRiskWarned
        countedListingDay = listingDay
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
            isRiskWarned = newer.isRiskWarned
            listed = newer.listed
            countedListingDay = newer.countedListingDay
        }
        if newer.quotedAt != nil {
            quotedAt = newer.quotedAt
            last = newer.last
            bid = newer.bid
            ask = newer.ask
            quotedPreviousClose = newer.quotedPreviousClose
            isHalted = newer.isHalted
            quoteTime = newer.quoteTime
            traded = newer.traded
        }
    }

    private mutating func take(_ instrument: Instrument) {
        hasReference = true
        limits = PriceLimits(published: instrument)
        referenceClose = Security.positive(instrument.previousClose)
        isListedSuspended = instrument.isSuspended
        isRiskWarned = Security.isRiskWarned(name: instrument.name)
        listed = instrument.listed
    }

    private mutating func take(_ quote: Quote, at moment: Timestamp) {
        quotedAt = moment
        last = Security.positive(quote.last)
        bid = quote.bids.first?.price
        ask = quote.asks.first?.price
        quotedPreviousClose = Security.positive(quote.previousClose)
        isHalted = quote.phase == .halted
        quoteTime = quote.time
        traded = quote.volume
    }

    package var previousClose: Price? { referenceClose ?? quotedPreviousClose }

    /// For marking: the last price, else the reference of the day.
    package var mark: Price? { last ?? previousClose }

    /// After the close of `day`: the last price, of a quote that was made after it; of a security that does not trade the
    /// reference. Never the reference of one that trades and has no quote, and never a price of earlier: the next day would take
    /// the difference for a dividend. Nor a price that the day's limits do not allow.
    func closingPrice(of day: Day) -> Price? {
        let isLate = quotedAt.map { $0 >= day.at(TimeOfDay(15, 0)) } ?? false
        // Its own time is that of the last change, which the closing call may not have brought.
        let isOfClosing = quoteTime.map { $0 >= day.at(TimeOfDay(14, 57)) } ?? true
        if isLate, isOfClosing, let last, limits?.contains(last) ?? false { return last }
        return isSuspended == true ? previousClose : nil
    }

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

    /// The exchanges mark such securities by the beginning of the name, after the marks of an ex-date or of a new listing
    /// (`XDST...`), and those about to be delisted by a word in it. Nil for a name that is not there.
    package static func isRiskWarned(name: String) -> Bool? {
        if name.isEmpty { return nil }
        if name.contains("退") { return true }
        var rest = name[...]
        for mark in ["XD", "XR", "DR", "N", "C"] where rest.hasPrefix(mark) {
            rest = rest.dropFirst(mark.count)
            break
        }
        if rest.hasPrefix("S"), !rest.hasPrefix("ST") { rest = rest.dropFirst() }
        if rest.hasPrefix("*") { rest = rest.dropFirst() }
        return rest.hasPrefix("ST")
    }

    /// 1 on the day of listing, in trading days; nil where it is not known or lies before the calendar: long past.
    package func listingDay(on day: Day, _ calendar: TradingCalendar) -> Int? {
        if let countedListingDay { return countedListingDay }
        guard let listed, listed <= day else { return nil }
        return (try? calendar.tradingDays(in: listed...day))?.count
    }

    private static func positive(_ price: Price?) -> Price? {
        guard let price, price.li > 0 else { return nil }
        return price
    }
}
