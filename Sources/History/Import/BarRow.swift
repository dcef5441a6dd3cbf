import Market

/// One row of `bars_daily`. Prices in li.
struct BarRow: Hashable {
    var symbol: Symbol
    var day: Day
    var open: Int32
    var high: Int32
    var low: Int32
    var close: Int32
    var previousClose: Int32
    var volume: Int64
    /// In parts of 10⁹; 0 where not known.
    var factor: Int64
    var isSuspended: Bool
    var isRiskWarned: Bool?
}
