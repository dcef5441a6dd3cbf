/// Whose journal it is. Bound when the file is made; it opens for nobody else, so that paper trading can never go on
/// with a live record, nor one account with another's.
package struct JournalIdentity: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        case live, paper
    }

    /// The broker's account id, as in the configuration.
    package var account: String
    package var mode: Mode

    package init(account: String, mode: Mode) {
        self.account = account
        self.mode = mode
    }
}

extension JournalIdentity: CustomStringConvertible {
    /// For messages: the account with all but its last three characters masked, since messages leave the machine.
    package var description: String {
        let shown = account.count > 5 ? String(account.suffix(3)) : ""
        return "\(mode.rawValue) account …\(shown)"
    }
}
