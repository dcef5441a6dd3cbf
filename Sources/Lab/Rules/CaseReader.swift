import Market

/// What makes a case impossible to run.
enum CaseProblem: Error, Hashable, Sendable {
    case missing(String)
    /// A field whose value cannot be read, with what is allowed.
    case unreadable(String, JSONValue, allowed: String)
    case unknownFields([String])
    /// Anything else, in words.
    case impossible(String)
}

extension CaseProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .missing(let field): "it has no field '\(field)'"
        case .unreadable(let field, let value, let allowed): "its field '\(field)' is \(value); allowed: \(allowed)"
        case .unknownFields(let fields):
            "it has fields that this version does not know: \(fields.map { "'\($0)'" }.joined(separator: ", "))"
        case .impossible(let reason): reason
        }
    }
}

/// Hands out the fields of a case by name and type, and knows at the end which ones nobody asked for.
struct CaseReader {
    private let fields: [String: JSONValue]
    /// Names the object within the case, such as `expect.`.
    private let path: String
    private var unread: Set<String>

    init(_ fields: [String: JSONValue], path: String = "") {
        self.fields = fields
        self.path = path
        unread = Set(fields.keys)
    }

    /// To be called when everything has been read.
    func finish() throws(CaseProblem) {
        if !unread.isEmpty { throw .unknownFields(unread.sorted().map { path + $0 }) }
    }

    func has(_ name: String) -> Bool { fields[name] != nil }

    private mutating func value(_ name: String) throws(CaseProblem) -> JSONValue {
        unread.remove(name)
        guard let value = fields[name] else { throw .missing(path + name) }
        return value
    }

    private func unreadable(_ name: String, _ value: JSONValue, _ allowed: String) -> CaseProblem {
        .unreadable(path + name, value, allowed: allowed)
    }

    mutating func text(_ name: String) throws(CaseProblem) -> String {
        let value = try value(name)
        guard case .text(let text) = value else { throw unreadable(name, value, "a text") }
        return text
    }

    mutating func bool(_ name: String) throws(CaseProblem) -> Bool {
        let value = try value(name)
        guard case .bool(let bool) = value else { throw unreadable(name, value, "true or false") }
        return bool
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int64>) throws(CaseProblem) -> Int64 {
        let value = try value(name)
        guard case .integer(let integer) = value, range.contains(integer) else {
            throw unreadable(name, value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    /// Up to 10⁹, so that no sum can overflow.
    mutating func shares(_ name: String) throws(CaseProblem) -> Shares {
        Shares(try integer(name, in: 0...1_000_000_000))
    }

    /// A decimal in a string times 10^`places`, not negative.
    mutating func decimal(_ name: String, places: Int, upTo limit: Int64) throws(CaseProblem) -> Int64 {
        let value = try value(name)
        guard case .text(let text) = value, text.first != "-",
            let scaled = FixedDecimal.parse(text, places: places), scaled <= limit
        else {
            let most = FixedDecimal.text(limit, places: places, atLeast: 0)
            throw unreadable(name, value, "a decimal in quotes, 0 to \(most), at most \(places) places")
        }
        return scaled
    }

    /// Above zero.
    mutating func price(_ name: String) throws(CaseProblem) -> Price {
        let li = try decimal(name, places: 3, upTo: 1_000_000_000)
        guard li > 0 else { throw unreadable(name, .text("0"), "a price above 0") }
        return Price(li: li)
    }

    /// A decimal of any number of places, in parts of 10⁹. Nil for one that no price can have: below zero, or with more
    /// than nine places.
    mutating func billionths(_ name: String) throws(CaseProblem) -> Int64? {
        let value = try value(name)
        guard case .text(let text) = value, FixedDecimal.parse(text, places: 9, roundingExcess: true) != nil else {
            throw unreadable(name, value, "a decimal in quotes")
        }
        return FixedDecimal.parse(text, places: 9).flatMap { $0 < 0 ? nil : $0 }
    }

    mutating func money(_ name: String) throws(CaseProblem) -> Money {
        Money(li: try decimal(name, places: 3, upTo: 1_000_000_000_000_000))
    }

    /// Nil only where the file says `null`.
    mutating func orNull<Value>(
        _ name: String, _ read: (inout CaseReader, String) throws(CaseProblem) -> Value
    ) throws(CaseProblem) -> Value? {
        if fields[name] == .null {
            unread.remove(name)
            return nil
        }
        return try read(&self, name)
    }

    /// Nil where the case has no such field.
    mutating func ifPresent<Value>(
        _ name: String, _ read: (inout CaseReader, String) throws(CaseProblem) -> Value
    ) throws(CaseProblem) -> Value? {
        has(name) ? try read(&self, name) : nil
    }

    mutating func day(_ name: String) throws(CaseProblem) -> Day {
        let text = try text(name)
        guard let day = Day(text) else { throw unreadable(name, .text(text), "a date YYYY-MM-DD") }
        return day
    }

    mutating func time(_ name: String) throws(CaseProblem) -> TimeOfDay {
        let text = try text(name)
        guard let time = TimeOfDay(text) else { throw unreadable(name, .text(text), "a time HH:MM:SS") }
        return time
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Value.Type = Value.self
    ) throws(CaseProblem) -> Value where Value.RawValue == String {
        let text = try text(name)
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw unreadable(name, .text(text), known)
        }
        return value
    }

    mutating func venue(_ name: String) throws(CaseProblem) -> Venue {
        let text = try text(name)
        guard let venue = Venue(exchange: text) else { throw unreadable(name, .text(text), "SSE, SZSE, BSE") }
        return venue
    }

    mutating func object(_ name: String) throws(CaseProblem) -> CaseReader {
        let value = try value(name)
        guard case .object(let fields) = value else { throw unreadable(name, value, "an object") }
        return CaseReader(fields, path: path + name + ".")
    }

    mutating func list(_ name: String) throws(CaseProblem) -> [JSONValue] {
        let value = try value(name)
        guard case .list(let values) = value else { throw unreadable(name, value, "a list") }
        return values
    }
}

extension Venue {
    /// The names that case files use.
    init?(exchange: String) {
        switch exchange {
        case "SSE": self = .shanghai
        case "SZSE": self = .shenzhen
        case "BSE": self = .beijing
        default: return nil
        }
    }

    var exchange: String {
        switch self {
        case .shanghai: "SSE"
        case .shenzhen: "SZSE"
        case .beijing: "BSE"
        }
    }
}
