/// Whether an order takes shares in or gives them away.
@usableFromInline
package enum Side: String, Hashable, Sendable, Codable, CaseIterable {
    case buy, sell

    // In sight of other modules, for every order is asked several times.
    @inlinable package static func == (left: Side, right: Side) -> Bool {
        switch (left, right) {
        case (.buy, .buy), (.sell, .sell): true
        case (.buy, .sell), (.sell, .buy): false
        }
    }
}
