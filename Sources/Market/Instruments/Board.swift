/// The tier of an exchange that shares are listed on; most dated rules differ by it. Funds and bonds have none.
///
/// The small-and-medium board (002) is `main`: its bands always were, and it was merged on 2021-04-06 (ashare-rules 1.2).
package enum Board: String, Hashable, Sendable, Codable, CaseIterable {
    case main, chinext, star, bse
}
