/// A cash dividend, bonus, capitalisation or rights issue of one ex-date, per share held (ashare-rules 5.2, 14).
///
/// Amounts and ratios are in parts of 10⁹, for a dividend spread over fewer shares than all has many places.
package struct CorporateAction: Hashable, Sendable, Codable {
    /// Gross cash per share, in yuan × 10⁹.
    package var cashPerBillion: Int64
    /// Bonus shares and capitalised reserves together, per share × 10⁹: three for ten is 300 000 000.
    package var bonusPerBillion: Int64
    /// Shares offered, per share × 10⁹.
    package var rightsPerBillion: Int64
    /// What one offered share costs.
    package var rightsPrice: Price

    package init(
        cashPerBillion: Int64 = 0, bonusPerBillion: Int64 = 0, rightsPerBillion: Int64 = 0,
        rightsPrice: Price = Price(li: 0)
    ) {
        self.cashPerBillion = cashPerBillion
        self.bonusPerBillion = bonusPerBillion
        self.rightsPerBillion = rightsPerBillion
        self.rightsPrice = rightsPrice
    }

    /// The previous close of the ex-date, half up to the tick and never below zero. The published one is to be preferred: a
    /// company that distributes on fewer shares than all has another ratio than its headline (ashare-rules 5.2).
    package func referencePrice(previousClose: Price, tick: Price) -> Price {
        let billion: Int128 = 1_000_000_000
        // In li × 10⁹, that is yuan × 10¹².
        let value =
            Int128(previousClose.li) * billion - Int128(cashPerBillion) * 1000
            + Int128(rightsPrice.li) * Int128(rightsPerBillion)
        guard value > 0 else { return Price(li: 0) }
        let unit = (billion + Int128(bonusPerBillion) + Int128(rightsPerBillion)) * Int128(tick.li)
        return Price(li: Int64((value * 2 + unit) / (unit * 2)) * tick.li)
    }

    /// What becomes of one position, held at the close of the record date.
    package struct Effect: Hashable, Sendable, Codable {
        /// Rounded down: the depository gives out the fractions by rank (ashare-rules 14), which nobody can foresee.
        package var bonusShares: Shares
        /// Zero unless taken up, which needs an order in the subscription window.
        package var rightsShares: Shares
        /// Before tax, cut off to the fen.
        package var grossCash: Money
        /// To be paid for `rightsShares`.
        package var rightsPayment: Money

        /// The position afterwards.
        package func position(from before: Shares) -> Shares { before + bonusShares + rightsShares }
        /// The whole cost of the position afterwards: cash and bonus do not change it.
        package func totalCost(from before: Money) -> Money { before + rightsPayment }
    }

    /// For a position that is not negative.
    package func effect(on position: Shares, takesUpRights: Bool) -> Effect {
        let rights: Shares = takesUpRights ? position.scaledDown(perBillion: rightsPerBillion) : .zero
        return Effect(
            bonusShares: position.scaledDown(perBillion: bonusPerBillion), rightsShares: rights,
            grossCash: .fen(position.scaledDown(perBillion: cashPerBillion, times: 100).count),
            rightsPayment: rightsPrice * rights)
    }
}

extension Shares {
    fileprivate func scaledDown(perBillion: Int64, times factor: Int64 = 1) -> Shares {
        Shares(Int64(Int128(count) * Int128(perBillion) * Int128(factor) / 1_000_000_000))
    }
}
