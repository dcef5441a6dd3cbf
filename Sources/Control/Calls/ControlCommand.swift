/// One call with its parameters, checked.
package enum ControlCommand: Hashable, Sendable {
    case status
    case positions
    case orders(OrdersFilter)
    case limits
    case plan
    case halt(reason: String)
    /// - Parameter haltedSince: The `since` of the halt that the caller has seen, so that another halt that came in the
    ///   meantime is not lifted unseen; nil lifts whatever halt there is.
    case resume(reason: String, haltedSince: String?)
    /// What an operator has seen in the terminal of an order in doubt.
    /// - Parameters:
    ///   - order: Our id of it.
    ///   - filled: Shares that were filled of an order that is over; nil: it was never placed.
    case resolve(order: String, filled: Int64?, reason: String)
    case reduceOnly(reason: String)
    case cancelAll(reason: String)
    /// - Parameter digest: Of the plan that the caller has seen; another one is not approved.
    case approve(digest: String, reason: String)
    case flatten(reason: String)

    package var method: ControlMethod {
        switch self {
        case .status: .status
        case .positions: .positions
        case .orders: .orders
        case .halt: .halt
        case .resume: .resume
        case .resolve: .resolve
        case .limits: .limits
        case .plan: .plan
        case .reduceOnly: .reduceOnly
        case .cancelAll: .cancelAll
        case .approve: .approve
        case .flatten: .flatten
        }
    }

    /// The longest reason, in bytes of UTF-8: it goes into the journal and onto one line of a terminal.
    package static var longestReason: Int { 400 }
}

extension ControlCommand: Encodable {
    private enum CodingKeys: String, CodingKey {
        case filter, reason, order, outcome, filled, digest
        case haltedSince = "halted_since"
    }

    /// The parameters alone, as they stand under `params`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .status, .positions, .limits, .plan:
            break
        case .reduceOnly(let reason), .cancelAll(let reason), .flatten(let reason):
            try container.encode(reason, forKey: .reason)
        case .approve(let digest, let reason):
            try container.encode(digest, forKey: .digest)
            try container.encode(reason, forKey: .reason)
        case .orders(let filter):
            try container.encode(filter, forKey: .filter)
        case .halt(let reason):
            try container.encode(reason, forKey: .reason)
        case .resume(let reason, let haltedSince):
            try container.encode(reason, forKey: .reason)
            try container.encodeIfPresent(haltedSince, forKey: .haltedSince)
        case .resolve(let order, let filled, let reason):
            try container.encode(order, forKey: .order)
            try container.encode(filled == nil ? ResolveReport.Outcome.neverPlaced : .over, forKey: .outcome)
            try container.encodeIfPresent(filled, forKey: .filled)
            try container.encode(reason, forKey: .reason)
        }
    }
}

extension ControlCommand {
    /// Reads the parameters of `method`. A parameter that the method does not have is refused: a misspelt one must not be
    /// silently without effect.
    init(method: ControlMethod, parameters: ControlParameters) throws(ControlFailure) {
        switch method {
        case .status:
            try parameters.allowOnly([])
            self = .status
        case .positions:
            try parameters.allowOnly([])
            self = .positions
        case .limits:
            try parameters.allowOnly([])
            self = .limits
        case .plan:
            try parameters.allowOnly([])
            self = .plan
        case .reduceOnly:
            try parameters.allowOnly(["reason"])
            self = .reduceOnly(reason: try Self.reason(parameters))
        case .cancelAll:
            try parameters.allowOnly(["reason"])
            self = .cancelAll(reason: try Self.reason(parameters))
        case .flatten:
            try parameters.allowOnly(["reason"])
            self = .flatten(reason: try Self.reason(parameters))
        case .approve:
            try parameters.allowOnly(["digest", "reason"])
            guard let digest = try parameters.text("digest", longest: 40) else {
                throw ControlFailure(
                    .invalidParameters, "digest is missing: give the plan's, as `qmtctl plan` shows it")
            }
            self = .approve(digest: digest, reason: try Self.reason(parameters))
        case .orders:
            try parameters.allowOnly(["filter"])
            self = .orders(try Self.filter(parameters))
        case .halt:
            try parameters.allowOnly(["reason"])
            self = .halt(reason: try Self.reason(parameters))
        case .resume:
            try parameters.allowOnly(["reason", "halted_since"])
            self = .resume(
                reason: try Self.reason(parameters), haltedSince: try parameters.text("halted_since", longest: 40))
        case .resolve:
            try parameters.allowOnly(["order", "outcome", "filled", "reason"])
            guard let order = try parameters.text("order", longest: 20) else {
                throw ControlFailure(.invalidParameters, "order is missing: give the id as `qmtctl orders` shows it")
            }
            self = .resolve(
                order: order, filled: try Self.filled(parameters), reason: try Self.reason(parameters))
        }
    }

    /// Nil for an order that was never placed.
    private static func filled(_ parameters: ControlParameters) throws(ControlFailure) -> Int64? {
        let filled = try parameters.count("filled")
        let text = try parameters.text("outcome", longest: 20) ?? ""
        switch (ResolveReport.Outcome(rawValue: text), filled) {
        case (.neverPlaced, nil): return nil
        case (.over, let filled?): return filled
        case (.neverPlaced, .some):
            throw ControlFailure(.invalidParameters, "an order that was never placed has no filled shares")
        case (.over, nil):
            throw ControlFailure(.invalidParameters, "filled is missing: how many shares of the order were filled")
        case (nil, _):
            throw ControlFailure(.invalidParameters, "outcome is one of: never_placed, over")
        }
    }

    private static func filter(_ parameters: ControlParameters) throws(ControlFailure) -> OrdersFilter {
        guard let text = try parameters.text("filter", longest: 20) else { return .all }
        guard let filter = OrdersFilter(rawValue: text) else {
            let known = OrdersFilter.allCases.map(\.rawValue).joined(separator: ", ")
            throw ControlFailure(.invalidParameters, "filter is one of: \(known)")
        }
        return filter
    }

    private static func reason(_ parameters: ControlParameters) throws(ControlFailure) -> String {
        guard let text = try parameters.text("reason", longest: longestReason) else {
            throw ControlFailure(.invalidParameters, "reason is missing: say why, for those who read the journal later")
        }
        return text
    }
}
