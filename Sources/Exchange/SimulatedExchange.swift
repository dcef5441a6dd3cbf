package import Market

/// A broker and an exchange for one account, simulated: a pure state machine that is told the time and the days' bars.
///
/// The market is made from daily bars (`PricePath`, `VolumeCurve`): nothing of it shows before its time, except that the
/// path heads for the next extreme and that a minute's volume is a fixed part of the day's. Our orders trade against it and
/// do not move it. The same calls give the same answers, so a log of the calls is a backup of the whole.
///
/// Every call that carries a time first lets the market run up to it; a time before `now` counts as `now`. Notices go into the
/// array that is passed, in the order in which they happen; the forms that return an array are for those who do not mind it.
package struct SimulatedExchange: Hashable, Sendable {
    package let configuration: Configuration
    package internal(set) var now = Timestamp(milliseconds: 0)
    /// The day of the last sheet; nil before the first.
    package internal(set) var day: Day?
    /// What ex-dates did to positions, from the first day on, in the order of time.
    package internal(set) var exDates: [ExDateEntry] = []

    var account: Account
    var today = Today()
    /// Today's, rejected ones included. An order's broker id is its index counted from `brokerOrderIDStart`.
    var orders: [BrokerOrder] = []
    /// What the broker says of them, in the same order; kept as it is told.
    var reports: [OrderReport] = []
    var fills: [FillReport] = []
    /// Indices of the orders at the exchange, in the order in which they are served: as they came, within one security and
    /// side the better price first.
    var resting: [Int] = []
    /// Indices of the orders that the counter holds until the exchange opens its doors.
    var queued: [Int] = []
    /// When the counter handed them over last.
    var lastOpening = Timestamp(milliseconds: 0)
    /// The earliest slot in which a resting order can trade, as far as prices go.
    var wake = Slot.never
    /// What was observed of a real market; nil where the market is made from bars.
    var live: LiveMarket?
    var ids = OrderIndex()
    var brokerIDs: NumberTexts
    var exchangeIDs: NumberTexts
    var tradeIDs = NumberTexts(from: 1)

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        brokerIDs = NumberTexts(from: configuration.brokerOrderIDStart)
        exchangeIDs = NumberTexts(from: configuration.exchangeOrderIDStart)
        account = Account(opening: configuration.openingCash, configuration.openingPositions)
    }

    /// No price is above it, and an order may not carry a higher one even on a day without limits.
    package static var highestPrice: Price { Price(li: 999_999_999) }
}
