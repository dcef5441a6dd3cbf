/// The kinds of orders that the exchanges know. The daemon sends `limit` alone: it says what can be lost.
package enum OrderType: String, Hashable, Sendable, Codable, CaseIterable {
    case limit
    /// At the best price of the own side.
    case ownBest = "own_best"
    /// At the best price of the other side.
    case counterBest = "counter_best"
    /// Against the best five levels, the rest is cancelled.
    case best5Cancel = "best5_cancel"
    /// Against the best five levels, the rest becomes a limit order.
    case best5ToLimit = "best5_to_limit"
    /// Against the whole book now, the rest is cancelled.
    case immediateOrCancel = "ioc"
    case fillOrKill = "fok"
}

extension InstrumentClass {
    /// Whether the exchange knows this order type for the security (ashare-rules 8); market orders in continuous trading
    /// only. Where the rules read say nothing (funds, bonds, B shares) only limit orders pass.
    package func allows(_ type: OrderType, on day: Day) -> Bool {
        // ORD-01
        if type == .limit { return kind != .index }
        guard isShare, let board else { return false }
        switch (venue, board) {
        case (.shenzhen, _):
            // ORD-02
            return day >= .tradingRules2006 && type != .best5ToLimit
        case (.shanghai, .star):
            // ORD-04
            return day >= .starOpens && type.isOneOfShanghaisFour
        case (.shanghai, _):
            // ORD-03, ORD-05
            return switch type {
            case .best5Cancel, .best5ToLimit: day >= .tradingRules2006
            case .ownBest, .counterBest: day >= .registrationSystem
            case .immediateOrCancel, .fillOrKill, .limit: false
            }
        case (.beijing, _):
            // ORD-06
            return day >= .beijingOpens && type.isOneOfShanghaisFour
        }
    }
}

extension OrderType {
    fileprivate var isOneOfShanghaisFour: Bool {
        switch self {
        case .ownBest, .counterBest, .best5Cancel, .best5ToLimit: true
        case .limit, .immediateOrCancel, .fillOrKill: false
        }
    }
}
