extension Symbol {
    /// Reads our own form and the other spellings in use: `600000.SS`, `600000.XSHG`, `000001.XSHE`, `600000.SSE`,
    /// `000001.SZSE`, `430047.BSE`, `sh600000`, in any letter case. Never written (ashare-rules 1.1).
    package static func lenient(_ text: String) -> Symbol? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        switch parts.count {
        case 1:
            guard parts[0].utf8.count == 8, let venue = venue(prefix: parts[0].prefix(2).lowercased()) else {
                return nil
            }
            return securityNumber(parts[0].dropFirst(2)).flatMap { Symbol(digits: $0, venue: venue) }
        case 2:
            guard let venue = venue(suffix: parts[1].uppercased()) else { return nil }
            return securityNumber(parts[0]).flatMap { Symbol(digits: $0, venue: venue) }
        default:
            return nil
        }
    }

    /// The symbol of a six-digit code that stands for a security. `000001` is the Shenzhen bank, not the Shanghai index:
    /// only codes that can be nothing but an index (399xxx, 899xxx) give one. Nil for an unknown range.
    package init?(securityDigits: String) {
        guard let digits = Symbol.securityNumber(securityDigits[...]) else { return nil }
        for venue in Venue.allCases {
            guard let symbol = Symbol(digits: digits, venue: venue), let listing = InstrumentClass(symbol) else {
                continue
            }
            if listing.kind == .index, listing.venue == .shanghai { continue }
            self = symbol
            return
        }
        return nil
    }

    private static func securityNumber(_ text: Substring) -> Int? {
        guard text.utf8.count == 6, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        return Int(text)
    }

    private static func venue(prefix: String) -> Venue? {
        switch prefix {
        case "sh": .shanghai
        case "sz": .shenzhen
        case "bj": .beijing
        default: nil
        }
    }

    private static func venue(suffix: String) -> Venue? {
        switch suffix {
        case "SH", "SS", "SSE", "XSHG": .shanghai
        case "SZ", "SZSE", "XSHE": .shenzhen
        case "BJ", "BSE": .beijing
        default: nil
        }
    }
}
