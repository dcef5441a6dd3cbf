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
    /// What follows from it and what does not.
    package var note: String

    /// - Parameter note: Nil: what follows from this outcome.
    package init(order: String, filled: Int64?, by: String, reason: String, note: String? = nil) {
        self.order = order
        outcome = filled == nil ? .neverPlaced : .over
        self.filled = filled
        self.by = by
        self.reason = reason
        self.note = note ?? Self.consequence(of: outcome)
    }

    private static func consequence(of outcome: Outcome) -> String {
        let line =
            switch outcome {
            case .neverPlaced: "its line may be decided anew under a new id"
            case .over: "its line is done for the day"
            }
        return """
            Its cash and shares are free again, and \(line). Nothing is sent to the broker because of your word. If the \
            order turns up after all, its fills are counted.
            """
    }

    package static let whatItDoes = """
        Your word settles an order of which nobody else could say whether it exists. Its cash and shares are free again. \
        One that was never placed may be decided anew under a new id; the line of one that is over is done for the day. \
        Nothing is sent to the broker because of it. If the order turns up after all, its fills are counted.
        """
}
