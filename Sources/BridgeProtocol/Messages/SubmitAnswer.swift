package import Market

/// The answer to a submit, as the wire has it; `settled` is what it means.
package struct SubmitAnswer: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        case placed, rejected, unknown
    }

    package var outcome: Outcome
    package var order: OrderReport?
    package var reason: String?

    package init(_ outcome: Outcome, order: OrderReport? = nil, reason: String? = nil) {
        self.outcome = outcome
        self.order = order
        self.reason = reason
    }

    package var settled: SubmitOutcome {
        switch outcome {
        case .placed: .placed(order)
        case .rejected: .rejected(order, reason: Word(reason ?? order.noReasonButItsMessage))
        case .unknown: .unknown(reason: Word(reason ?? order.noReasonButItsMessage))
        }
    }

    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        outcome = try fields.parsed("outcome", "\"placed\", \"rejected\" or \"unknown\"", Outcome.init(rawValue:))
        order = try fields.objectOrNull("order") { value throws(Mismatch) in try OrderReport(wire: value) }
        reason = try fields.textOrNull("reason")
    }

    var wire: JSONValue {
        ["outcome": .string(outcome.rawValue), "order": order?.wire ?? .null, "reason": JSONValue(reason)]
    }
}

extension OrderReport? {
    /// What stands in where no reason was given.
    var noReasonButItsMessage: String {
        guard let message = self?.message, !message.isEmpty else { return "the QMT side gave no reason" }
        return message.text
    }
}
