package import Market

/// What moved the account's money since the simulation began: the figures to reconcile with, to the li.
package struct LedgerFigures: Hashable, Sendable, Codable {
    package var opening: Money
    /// Paid in by the owner less taken out.
    package var transfers: Money = .zero
    /// Value of all buys and of all sells, without fees.
    package var bought: Money = .zero
    package var sold: Money = .zero
    /// All fees charged, by kind.
    package var fees = Fees.none
    /// Cash paid per share on ex-dates, gross.
    package var dividends: Money = .zero
    /// Cash paid for fractions of shares.
    package var fractions: Money = .zero
    /// Paid for rights that were taken up.
    package var subscribed: Money = .zero
    /// Paid out for holdings whose series stopped.
    package var ended: Money = .zero

    init(opening: Money) {
        self.opening = opening
    }

    /// Available and frozen cash and announced cash that is still to come, by these figures.
    package var balance: Money {
        opening + transfers - bought + sold - fees.total + dividends + fractions - subscribed + ended
    }

    /// Realised turnover of both sides.
    package var turnover: Money { bought + sold }
}

extension Fees {
    /// Adds what became due on an order between two of its fills.
    mutating func add(_ due: Fees, since charged: Fees) {
        commission += due.commission - charged.commission
        stampDuty += due.stampDuty - charged.stampDuty
        transferFee += due.transferFee - charged.transferFee
        handlingFee += due.handlingFee - charged.handlingFee
        regulatoryFee += due.regulatoryFee - charged.regulatoryFee
    }
}
