package import Market

/// What is to be done. All records of one list are made durable, in one transaction, before anything else in it is begun;
/// the rest is done in order.
package enum Effect: Hashable, Sendable {
    case record(Record)
    case submit(ApprovedOrder)
    case resolve(ClientOrderID)
    case cancel(ClientOrderID)
    case takeSnapshot
    /// The account's money alone will do; only where the account is read on demand.
    case takeAsset
    case fetchMarket([Symbol])
    case readTargets(signalDay: Day)
    /// What rules of risk need beside the market and the account; asked for with the targets, where a rule is on.
    case readRiskInputs(signalDay: Day)
    case alert(Alert)
    /// The next moment that matters. Replaces the one before.
    case wake(at: Timestamp)
    /// Close the link and do not come back without an operator.
    case leave(reason: String)
}

/// Something a person should hear of.
package struct Alert: Hashable, Sendable, Codable {
    package enum Level: String, Hashable, Sendable, Codable {
        case information, warning, critical
    }

    package var level: Level
    /// Stable, for filters.
    package var code: String
    /// What happened and what to do.
    package var text: String

    package init(_ level: Level, _ code: String, _ text: String) {
        self.level = level
        self.code = code
        self.text = text
    }
}
