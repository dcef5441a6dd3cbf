package import Market

/// A corporate action that was announced, with its days. Amounts are per share held at the close before the ex-day.
package struct CorporateEvent: Hashable, Sendable {
    /// The first day on which the shares trade without it. A trading day.
    package var exDay: Day
    /// When the cash is paid; never before `exDay`, and not always a trading day.
    package var payDay: Day
    package var action: CorporateAction

    package init(exDay: Day, payDay: Day, action: CorporateAction) {
        self.exDay = exDay
        self.payDay = payDay
        self.action = action
    }
}

extension CorporateEvent {
    /// Of a row in the column of events: symbol, ex-day, pay-day, cash, bonus, rights, rights price.
    static let columns = 7

    /// One row of the column.
    init(row: UnsafeBufferPointer<Int64>) {
        self.init(
            exDay: Day(number: Int32(truncatingIfNeeded: row[1])),
            payDay: Day(number: Int32(truncatingIfNeeded: row[2])),
            action: CorporateAction(
                cashPerBillion: row[3], bonusPerBillion: row[4], rightsPerBillion: row[5],
                rightsPrice: Price(li: row[6])))
    }

    func row(symbolIndex: Int) -> [Int64] {
        [
            Int64(symbolIndex), Int64(exDay.number), Int64(payDay.number), action.cashPerBillion,
            action.bonusPerBillion, action.rightsPerBillion, action.rightsPrice.li,
        ]
    }
}
