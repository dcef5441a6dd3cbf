package import Market

/// What is known of one security today, from the terminal. Anything may be missing, and what is missing is not assumed.
package struct Security: Hashable, Sendable {
    package var symbol: Symbol
    package var kind: InstrumentClass?
    package var instrument: Instrument?
    package var quote: Quote?
    /// When the quote was asked for and came.
    package var quotedAt: Timestamp?

    package init(
        symbol: Symbol, kind: InstrumentClass?, instrument: Instrument?, quote: Quote?, quotedAt: Timestamp? = nil
    ) {
        self.symbol = symbol
        self.kind = kind
        self.instrument = instrument
        self.quote = quote
        self.quotedAt = quotedAt
    }

    package var limits: PriceLimits? { instrument.flatMap { PriceLimits(published: $0) } }

    package var previousClose: Price? { positive(instrument?.previousClose) ?? positive(quote?.previousClose) }

    package var last: Price? { positive(quote?.last) }

    /// For marking: the last price, else the reference of the day.
    package var mark: Price? { last ?? previousClose }

    /// Nil where the terminal does not say.
    package var isSuspended: Bool? {
        if quote?.phase == .halted { return true }
        return instrument?.isSuspended
    }

    /// No sellers and the last trade at or above the upper limit.
    package var isLockedUp: Bool {
        guard let up = limits?.up, let last else { return false }
        return last >= up && (quote?.asks.isEmpty ?? true)
    }

    /// No buyers and the last trade at or below the lower limit.
    package var isLockedDown: Bool {
        guard let down = limits?.down, let last else { return false }
        return last <= down && (quote?.bids.isEmpty ?? true)
    }

    package func price(by basis: Policy.SizingBasis) -> Price? {
        switch basis {
        case .previousClose: previousClose
        case .last: last
        }
    }

    private func positive(_ price: Price?) -> Price? {
        guard let price, price.li > 0 else { return nil }
        return price
    }
}
