/// What the start of an ex-date did to one position. Only the ratio of yesterday's close to today's reference price is known,
/// so the kind is inferred from it; the value of the position is preserved to the li in either case.
package struct ExDateEntry: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// Close ÷ reference from 1 to under 1.1: the difference is paid in cash per share.
        case dividend
        /// 1.1 and above: the position grows by the ratio, the fractional share is paid in cash at the reference price.
        case bonus
        /// 10⁄11 and below: the position shrinks by the ratio, the fractional share is paid in cash.
        case merger
        /// A reference that is higher than the close by less: nothing is done, and the value changes with it.
        case unexplained
        /// As announced: cash, bonus shares, rights, whatever the reference says.
        case announced
        /// The series stopped; the holding was paid out at its last price.
        case soldAtEnd = "sold_at_end"
        /// The series stopped; the holding became worth nothing.
        case writtenOff = "written_off"
    }

    package var day: Day
    package var symbol: Symbol
    package var kind: Kind
    package var close: Price
    package var reference: Price
    package var sharesBefore: Shares
    package var sharesAfter: Shares
    /// Paid into the account.
    package var cash: Money
    /// When `cash` comes; the day itself, or later for an announced dividend.
    package var payDay: Day
    /// Taken from the account for rights that were taken up.
    package var paid: Money = .zero

    /// Nil where the reference is the close. Both prices must be positive.
    package init?(day: Day, symbol: Symbol, shares: Shares, close: Price, reference: Price) {
        guard close != reference, close.li > 0, reference.li > 0, shares > 0 else { return nil }
        self.day = day
        payDay = day
        self.symbol = symbol
        self.close = close
        self.reference = reference
        sharesBefore = shares
        if reference < close, close.li * 10 < reference.li * 11 {
            kind = .dividend
            sharesAfter = shares
            cash = (close - reference) * shares
        } else if reference > close, reference.li * 10 < close.li * 11 {
            kind = .unexplained
            sharesAfter = shares
            cash = .zero
        } else {
            kind = reference < close ? .bonus : .merger
            let value = close * shares
            sharesAfter = Shares(value.li / reference.li)
            cash = value - reference * sharesAfter
        }
    }
}

extension ExDateEntry {
    /// What an announced action does to a holding. Rights are taken up or left; fractions of shares are lost, for the
    /// depository gives them out by rank.
    package init(
        _ announced: AnnouncedAction, symbol: Symbol, shares: Shares, close: Price?, reference: Price?,
        takesUpRights: Bool
    ) {
        let effect = announced.action.effect(on: shares, takesUpRights: takesUpRights)
        day = announced.exDay
        payDay = max(announced.payDay, announced.exDay)
        self.symbol = symbol
        kind = .announced
        self.close = close ?? reference ?? Price(li: 0)
        self.reference = reference ?? Price(li: 0)
        sharesBefore = shares
        sharesAfter = effect.position(from: shares)
        cash = effect.grossCash
        paid = effect.rightsPayment
    }

    /// The end of a series.
    package init(ended kind: Kind, day: Day, symbol: Symbol, shares: Shares, close: Price, cash: Money) {
        self.day = day
        payDay = day
        self.symbol = symbol
        self.kind = kind
        self.close = close
        reference = close
        sharesBefore = shares
        sharesAfter = 0
        self.cash = cash
    }
}

extension ExDateEntry: CustomStringConvertible {
    package var description: String {
        let prices = "\(day) \(symbol): \(close) became \(reference)"
        return switch kind {
        case .dividend: "\(prices), cash \(cash) for \(sharesBefore) shares"
        case .bonus, .merger: "\(prices), \(sharesBefore) shares became \(sharesAfter), cash \(cash) for the fraction"
        case .unexplained: "\(prices), nothing done to \(sharesBefore) shares"
        case .announced:
            "\(day) \(symbol): as announced, \(sharesBefore) shares became \(sharesAfter), cash \(cash) on \(payDay)"
        case .soldAtEnd: "\(day) \(symbol): no more bars, \(sharesBefore) shares paid out at \(close), cash \(cash)"
        case .writtenOff: "\(day) \(symbol): no more bars, \(sharesBefore) shares written off"
        }
    }
}
