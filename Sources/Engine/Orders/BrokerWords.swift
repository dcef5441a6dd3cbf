package import Market

/// What a broker's words about a refused order mean, where that decides what to do next.
package enum BrokerWords {
    /// Parts of the texts that counters give for an order outside the price cage (ashare-rules 7); the first two are the
    /// simulated exchange's.
    private static let cageWords = [
        "highest valid buy price", "lowest valid sell price", "price cage", "价格笼子", "有效申报价格", "有效竞价范围",
    ]

    /// How often an order that the cage refused is priced anew.
    package static var cageRetries: Int { 2 }

    /// The price was lawful when it was decided and outside the cage when it arrived: the market had moved.
    package static func isCage(_ message: Word) -> Bool {
        if message.isEmpty { return false }
        let text = message.text
        return cageWords.contains { text.contains($0) }
    }
}
