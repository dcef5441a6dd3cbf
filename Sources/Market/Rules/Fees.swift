/// What a broker asks for an order; configured, not law (ashare-rules 13.4).
package struct CommissionRates: Hashable, Sendable, Codable {
    /// In parts of 10⁹ of the turnover: 0.00025 is 250 000.
    package var ratePerBillion: Int64
    /// Charged once for an order, however many fills it has.
    package var minimum: Money
    /// Handling and regulatory fee are inside the rate, as usual for retail; otherwise the rate is net and they are added.
    package var isAllIn: Bool

    package init(ratePerBillion: Int64, minimum: Money, isAllIn: Bool = true) {
        self.ratePerBillion = ratePerBillion
        self.minimum = minimum
        self.isAllIn = isAllIn
    }
}

/// The costs of one order, each in whole fen.
@usableFromInline
package struct Fees: Hashable, Sendable, Codable {
    @usableFromInline package var commission: Money
    @usableFromInline package var stampDuty: Money
    @usableFromInline package var transferFee: Money
    /// Zero where the commission is all-in.
    @usableFromInline package var handlingFee: Money
    /// Zero where the commission is all-in.
    @usableFromInline package var regulatoryFee: Money

    package init(
        commission: Money, stampDuty: Money, transferFee: Money, handlingFee: Money = .zero,
        regulatoryFee: Money = .zero
    ) {
        self.commission = commission
        self.stampDuty = stampDuty
        self.transferFee = transferFee
        self.handlingFee = handlingFee
        self.regulatoryFee = regulatoryFee
    }

    package static let none = Fees(commission: .zero, stampDuty: .zero, transferFee: .zero)

    @inlinable package var total: Money { commission + stampDuty + transferFee + handlingFee + regulatoryFee }
}
