package import Market

/// An order that has passed every check. Only the gate makes one, so the compiler keeps unchecked orders off the wire.
package struct ApprovedOrder: Hashable, Sendable {
    package let submission: Submission
    /// Cash that it takes at most: value at its limit and fees; zero for a sell.
    let cost: Money

    fileprivate init(_ submission: Submission, cost: Money) {
        self.submission = submission
        self.cost = cost
    }
}

/// The last word on the final order. A check that cannot be evaluated denies. Sells only make risk smaller, so that rules meant
/// for buys let them pass.
///
/// A class, so that an engine holds it by one word.
package final class OrderGate: Sendable {
    package struct Denial: Error, Hashable, Sendable {
        package var reason: Reason
        package var detail: String

        package init(reason: Reason, detail: String) {
            self.reason = reason
            self.detail = detail
        }

        init(_ reason: Reason, _ detail: String) { self.init(reason: reason, detail: detail) }

        /// What a check needs is not known.
        static func unknown(_ what: String) -> Denial {
            Denial(.denied, "\(what) is not known, so that it cannot be checked")
        }
    }

    package let execution: Policy.Execution
    package let limits: Policy.Limits
    /// The checks that are on, in their order.
    package let rules: [GateRule]
    /// Some rule asks for what is filled in on demand.
    let countsTraffic: Bool
    let countsValue: Bool
    let weighsAccount: Bool

    package init(execution: Policy.Execution, limits: Policy.Limits = Policy.Limits()) {
        self.execution = execution
        self.limits = limits
        rules = GateRule.allCases.filter { $0.isOn(limits) }
        countsTraffic = rules.contains(.rates) || rules.contains(.budget)
        countsValue = rules.contains(.turnover)
        weighsAccount = rules.contains { [.positionWeight, .turnover, .dailyLoss].contains($0) }
    }

    /// Every check that is on, in order; the first that does not hold denies.
    package func approve(_ order: GateOrder) throws(Denial) -> ApprovedOrder {
        for rule in rules { try rule.check(order, self) }
        guard let cost = order.cost else { throw .unknown("what it costs") }
        return ApprovedOrder(order.submission, cost: cost)
    }
}
