/// Whether an order takes shares in or gives them away.
package enum Side: String, Hashable, Sendable, Codable, CaseIterable {
    case buy, sell
}
