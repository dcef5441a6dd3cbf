/// What the daemon may do, what of it is used, and what is left.
package struct LimitsReport: Codable, Hashable, Sendable {
    package struct Row: Codable, Hashable, Sendable {
        /// Its key in the configuration file.
        package var name: String
        /// What is counted, in words.
        package var meaning: String
        /// All three in the same unit: a count, yuan, or millionths of a share, as `unit` says.
        @OrNull package var used: Int64?
        /// Nil: off.
        @OrNull package var limit: Int64?
        /// Nil where `limit` is off or `used` is not known; never below zero.
        @OrNull package var left: Int64?
        package var unit: Unit

        package enum Unit: String, Codable, Hashable, Sendable { case count, yuan, ppm }

        package init(_ name: String, _ meaning: String, used: Int64?, limit: Int64?, unit: Unit = .count) {
            self.name = name
            self.meaning = meaning
            self.used = used
            self.limit = limit
            self.unit = unit
            left = limit.flatMap { limit in used.map { max(0, limit - $0) } }
        }

        /// More than four fifths are used.
        package var isNearlyUsed: Bool {
            guard let used, let limit, limit > 0 else { return false }
            return Int128(used) * 5 > Int128(limit) * 4
        }
    }

    package var day: String?
    package var rows: [Row]
    /// The gate's checks that are on, in their order, and the name of the program's whole set.
    package var checks: [String]
    package var rulesDigest: String
    /// Codes and sides that the breaker keeps back today, with the reason.
    package var refused: [String]

    package init(day: String?, rows: [Row], checks: [String], rulesDigest: String, refused: [String]) {
        self.day = day
        self.rows = rows
        self.checks = checks
        self.rulesDigest = rulesDigest
        self.refused = refused
    }

    private enum CodingKeys: String, CodingKey {
        case day, rows, checks, refused
        case rulesDigest = "rules_digest"
    }
}
