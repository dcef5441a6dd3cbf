/// How account numbers are shown.
package enum AccountMask {
    /// All but the last three characters as `*`. A number so short that three would tell most of it is hidden whole.
    package static func masked(_ account: String) -> String {
        let shown = account.count >= 6 ? 3 : 0
        return String(repeating: "*", count: account.count - shown) + account.suffix(shown)
    }
}
