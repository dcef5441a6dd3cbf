/// The three mainland stock exchanges. (The module `Exchange` is the simulated one, hence this name.)
package enum Venue: UInt8, Hashable, Sendable, CaseIterable, Codable {
    case shenzhen, shanghai, beijing

    /// The suffix of a symbol: `SZ`, `SH`, `BJ`.
    package var suffix: String {
        switch self {
        case .shenzhen: "SZ"
        case .shanghai: "SH"
        case .beijing: "BJ"
        }
    }
}
