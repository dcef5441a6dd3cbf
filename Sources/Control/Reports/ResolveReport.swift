/// What became of `resolve`.
package struct ResolveReport: Codable, Hashable, Sendable {
    package enum Outcome: String, Codable, Hashable, Sendable {
        /// No list of the terminal has it.
        case neverPlaced = "never_placed"
        /// It was placed and can fill no more.
        case over
    }

    package var order: String
    package var outcome: Outcome
    /// Shares filled; nil where it was never placed.
    @OrNull package var filled: Int64?
    package var by: String
    package var reason: String
    /// What it does and what it does not do.
    package var note: String

    package init(
        order: String, filled: Int64?, by: String, reason: String, note: String = ResolveReport.whatItDoes
    ) {
        self.order = order
        outcome = filled == nil ? .neverPlaced : .over
        self.filled = filled
        self.by = by
        self.reason = reason
        self.note = note
    }

    package static let whatItDoes = """
        Your word settles an order of which nobody else could say whether it exists. Its cash and shares are free again. \
        One that was never placed may be decided anew under a new id; the line of one that is over is done for the day. \
        Nothing is sent to the broker because of it. If the order turns up after all, its fills are counted.
        """
}
