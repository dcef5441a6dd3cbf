package import Market

/// The counter's answer to an order.
package enum Placement: Hashable, Sendable {
    /// It exists. The report is of the moment after the order met the market: it may be filled already.
    case placed(OrderReport)
    /// It was refused at once and never reached the exchange; the report has status 57 and the reason's text.
    case rejected(OrderReport, Rejection)

    package var report: OrderReport {
        switch self {
        case .placed(let report), .rejected(let report, _): report
        }
    }

    package var rejection: Rejection? {
        switch self {
        case .placed: nil
        case .rejected(_, let rejection): rejection
        }
    }
}
