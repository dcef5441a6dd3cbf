/// Whether a security can be traded today, and why not.
package enum Tradability: String, Hashable, Sendable, Codable, CaseIterable {
    case trading
    /// No trading all day, by its bar.
    case suspended
    /// Its bar cannot be true (a low above the high, a price of zero); treated as suspended.
    case unusableBar = "unusable_bar"
    /// Held, but the day's sheet has no bar: suspended, ended or delisted. The position stays at its last price.
    case noBar = "no_bar"
    /// An index, a repo or a B share: this account cannot trade it.
    case foreignKind = "foreign_kind"
    /// Neither in the sheet nor held, or of a code that no rule covers.
    case unknown
}
