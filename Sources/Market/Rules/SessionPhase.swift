/// A part of the trading day at the exchange. Each begins with its first moment and ends before the next.
package enum SessionPhase: String, Hashable, Sendable, Codable, CaseIterable {
    /// Not a trading day.
    case closed
    /// Before 09:15.
    case preOpen = "pre_open"
    /// 09:15 to 09:20.
    case openCall = "open_call"
    /// 09:20 to 09:25.
    case openCallNoCancel = "open_call_no_cancel"
    /// 09:25 to 09:30: the opening call is done, continuous trading has not begun.
    case openGap = "open_gap"
    case continuous
    /// 11:30 to 13:00.
    case lunch
    /// 14:57 to 15:00, where there is one.
    case closeCall = "close_call"
    /// 15:00 to 15:05, where fixed-price trading follows.
    case afterHoursWait = "after_hours_wait"
    /// 15:05 to 15:30, at the closing price.
    case afterHoursFixed = "after_hours_fixed"
    case postClose = "post_close"
    /// The circuit breaker of January 2016.
    case marketHalt = "market_halt"
}
