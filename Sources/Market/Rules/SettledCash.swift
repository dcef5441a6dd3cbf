/// The two numbers of an account's cash (ashare-rules 12): proceeds of a sale buy at once and leave the account from the
/// next trading day. A convention of brokers. The daemon never withdraws.
package struct SettledCash: Hashable, Sendable {
    package var buyable: Money
    package var withdrawable: Money

    package init(buyable: Money, withdrawable: Money) {
        self.buyable = buyable
        self.withdrawable = withdrawable
    }

    /// After a sale that brought `proceeds`, costs deducted.
    package func afterSale(proceeds: Money) -> SettledCash {
        SettledCash(buyable: buyable + proceeds, withdrawable: withdrawable)
    }

    /// At the start of the next trading day.
    package func onNextTradingDay() -> SettledCash { SettledCash(buyable: buyable, withdrawable: buyable) }
}
