import Market

/// A quote that is fresh and can be true.
enum QuoteCheck {
    static let page = RulePage(
        name: "gate_quote", title: "Fresh quote",
        text: """
            Nothing is ordered without a last price, from a quote older than execution.quote_age_max_s, \
            or from one whose last price lies outside the limits of the day. In the opening call, before \
            anything has traded, the reference price of the day is the last price.
            """,
        settings: [
            .init("execution.quote_age_max_s", standard: "10", "seconds")
        ], reasons: [.noPrice])

    @inline(__always)
    static func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        guard let quotedAt = order.security.quotedAt, let last = order.last,
            order.now.milliseconds(since: quotedAt) <= gate.execution.quoteAgeMaximumSeconds * 1000
        else { throw .init(.noPrice, "there is no fresh quote") }
        guard !gate.execution.idealizesVenue else { return }
        guard let limits = order.security.limits else { throw .init(.limitsUnknown, "its price limits are not known") }
        guard limits.contains(last) else {
            throw .init(.noPrice, "the quoted price \(last) is outside the day's limits")
        }
    }
}
