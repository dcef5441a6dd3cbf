package import Market

/// What became of a submit, as the wire has it; `settled` is what it means.
package struct ResolveAnswer: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        case placed, rejected, unknown
        /// A promise: the broker was not given it and never will be.
        case neverPlaced = "never_placed"
    }

    package var outcome: Outcome
    package var order: OrderReport?

    package init(_ outcome: Outcome, order: OrderReport? = nil) {
        self.outcome = outcome
        self.order = order
    }

    package var settled: SubmitOutcome {
        switch outcome {
        case .placed: .placed(order)
        case .rejected: .rejected(order, reason: Word(order.noReasonButItsMessage))
        case .unknown: .unknown(reason: Word(order.noReasonButItsMessage))
        case .neverPlaced: .neverPlaced
        }
    }

    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        outcome = try fields.parsed(
            "outcome", "\"placed\", \"rejected\", \"unknown\" or \"never_placed\"", Outcome.init(rawValue:))
        order = try fields.objectOrNull("order") { value throws(Mismatch) in try OrderReport(wire: value) }
        guard outcome != .neverPlaced || order == nil else {
            throw Mismatch(.value(expected: "null, as \"outcome\" says"), at: [.name("order")])
        }
    }

    var wire: JSONValue {
        ["outcome": .string(outcome.rawValue), "order": order?.wire ?? .null]
    }
}
