package import Market

// Quotes that are not to be believed (E15, E16).
extension Security {
    /// How far apart two closes of one security may be: no bonus issue divides a price by more, and nothing raises one.
    private static var factor: Int64 { 8 }

    /// A price that the day's limits make impossible, a book that crosses itself, or a close that is another security's or in
    /// another unit. `lastClose` is the last one that we saw ourselves.
    package func isAbsurd(lastClose: Price? = nil) -> Bool {
        if let limits {
            if let last, !limits.contains(last) { return true }
            if let bid, !limits.contains(bid) { return true }
            if let ask, !limits.contains(ask) { return true }
        }
        if let bid, let ask, bid > ask { return true }
        guard let previousClose else { return false }
        if let last, limits?.up == nil, Security.isFar(last, previousClose) { return true }
        return lastClose.map { Security.isFar($0, previousClose) } ?? false
    }

    /// Whether the exchange has had nothing new of it for so long in the session, which is what a terminal that is cut off
    /// looks like. Before the opening and over lunch nothing is new. Zero seconds: never.
    package func isStale(at now: Timestamp, seconds: Int64) -> Bool {
        guard seconds > 0, let quoteTime else { return false }
        if quoteTime.day != now.day { return true }
        return Schedule.traded(now.timeOfDay) - Schedule.traded(quoteTime.timeOfDay) > seconds * 1000
    }

    private static func isFar(_ one: Price, _ other: Price) -> Bool {
        max(one, other).li > factor * min(one, other).li
    }
}
