/// Something that the broker says, in the order in which it happened.
package enum Notice: Hashable, Sendable, Codable {
    /// A new trading day; orders and fills of the last one are forgotten.
    case tradingDay(Day)
    case exDate(ExDateEntry)
    case order(OrderReport)
    /// Comes before the `order` notice that counts it. Its `commission` is all that was charged with it: commission, stamp
    /// duty and fees. Over the fills of an order these sum to what the whole order costs.
    case fill(FillReport)
    /// The answer to a submit.
    case answer(ClientOrderID, SubmitOutcome)
}
