package import Market

/// Why the simulated counter or exchange refuses an order: the first check that fails, in the order of ashare-rules 19.
package enum Rejection: Error, Hashable, Sendable {
    /// The exchange is not open on this day.
    case notTradingDay(Day)
    /// Not listed on this day, as far as the day's sheet says.
    case notListed
    case notTradable(Tradability)
    case boardNotPermitted(Board)
    /// The host takes no orders in this phase.
    case sessionClosed(SessionPhase)
    case priceNotPositive
    case offTick(Price)
    case volumeNotPositive
    case buyLot(minimum: Shares, step: Shares)
    /// Neither whole lots nor all that may be sold.
    case sellLot(minimum: Shares, step: Shares, sellable: Shares)
    case aboveMaximum(Shares)
    case aboveLimit(Price)
    case belowLimit(Price)
    /// Outside the valid range around the book; carries the highest buy or the lowest sell price.
    case cage(Side, bound: Price)
    case buyCap(cap: Shares, left: Shares)
    case cash(needed: Money, available: Money)
    case sellable(wanted: Shares, sellable: Shares)
}

extension Rejection: CustomStringConvertible {
    /// In the manner of a counter: a number where one is known from real ones (qmt.md 8), and what is wrong.
    package var description: String {
        switch self {
        case .notTradingDay(let day): "[12313] \(day) is not a trading day"
        case .notListed: "security is not listed"
        case .notTradable(.suspended): "security is suspended"
        case .notTradable(let tradability): "security cannot be traded (\(tradability.rawValue))"
        case .boardNotPermitted(let board): "account has no permission for the board (\(board.rawValue))"
        case .sessionClosed(let phase): "[120144] orders are not taken at this time (\(phase.rawValue))"
        case .priceNotPositive: "price must be above zero"
        case .offTick(let tick): "price is not a multiple of the tick \(tick)"
        case .volumeNotPositive: "volume must be above zero"
        case .buyLot(let minimum, let step): "volume must be at least \(minimum), in steps of \(step)"
        case .sellLot(let minimum, let step, let sellable):
            "volume must be at least \(minimum), in steps of \(step), or all of the \(sellable) that can be sold"
        case .aboveMaximum(let maximum): "volume is above the maximum of \(maximum) for one order"
        case .aboveLimit(let limit): "price is above the up limit \(limit)"
        case .belowLimit(let limit): "price is below the down limit \(limit)"
        case .cage(.buy, let bound): "price is above the highest valid buy price \(bound)"
        case .cage(.sell, let bound): "price is below the lowest valid sell price \(bound)"
        case .buyCap(let cap, let left):
            "risk-warned security: at most \(cap) may be bought in a day, \(left) are left"
        case .cash(let needed, let available): "[260200] cash short: needs \(needed), available \(available)"
        case .sellable(let wanted, let sellable): "[251005] sellable short: wants \(wanted), sellable \(sellable)"
        }
    }
}
