package enum Side: String, Hashable, Sendable, Codable, CaseIterable {
    case buy, sell
}
