package import Market

/// A decided order: durable before it leaves. One id per intent, for ever.
package struct Intent: Hashable, Sendable, Codable {
    package var submission: Submission
    /// The trading day that it belongs to, and dies with.
    package var day: Day
    package var decidedAt: Timestamp
    /// What the market was at then: between the best prices, or the one that there is. Nil where nobody measures it.
    package var arrival: Price?

    package init(submission: Submission, day: Day, decidedAt: Timestamp, arrival: Price? = nil) {
        self.submission = submission
        self.day = day
        self.decidedAt = decidedAt
        self.arrival = arrival
    }
}

extension ClientOrderID {
    /// `YYYYMMDD-E-N`: the date, the epoch (raised durably at each start and fenced by the other side, so that a lost or
    /// restored journal cannot repeat an id), and a counter within both.
    package init?(day: Day, epoch: Int64, number: Int) {
        guard let id = ClientOrderID.prefix(day: day, epoch: epoch)?.appending(number) else { return nil }
        self = id
    }

    /// What all ids of a day and epoch begin with.
    static func prefix(day: Day, epoch: Int64) -> ClientOrderID? {
        let (year, month, number) = day.components
        return ClientOrderID.nothing.appending(year * 10_000 + month * 100 + number)?.appendingDash()?
            .appending(Int(epoch))?.appendingDash()
    }

    /// Day, epoch and number of an id of our form; nil for any other.
    package var parts: (day: String, epoch: Int64, number: Int)? {
        let text = text
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].utf8.count == 8, fields[0].utf8.allSatisfy({ 48...57 ~= $0 }),
            let epoch = Int64(fields[1]), let number = Int(fields[2])
        else { return nil }
        return (String(fields[0]), epoch, number)
    }
}
