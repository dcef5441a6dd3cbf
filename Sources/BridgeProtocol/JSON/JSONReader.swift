/// A place in a JSON text that is being read. The bytes come with each call, so that they are never copied.
struct JSONReader {
    var index = 0
    private var depth = 0

    static func read(_ bytes: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        var reader = JSONReader()
        reader.skipBlanks(bytes)
        let value = try reader.value(bytes)
        reader.skipBlanks(bytes)
        guard reader.index == bytes.count else { throw reader.failure(.trailing) }
        return value
    }

    func failure(_ reason: JSONFailure.Reason) -> JSONFailure { JSONFailure(reason, at: index) }

    /// Nil at the end.
    func peek(_ bytes: Span<UInt8>) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): index += 1
            default: return
            }
        }
    }

    private mutating func value(_ bytes: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        switch peek(bytes) {
        case UInt8(ascii: "\""): return .string(try text(bytes))
        case UInt8(ascii: "{"): return try object(bytes)
        case UInt8(ascii: "["): return try array(bytes)
        case UInt8(ascii: "t"): return try word("true", .bool(true), bytes)
        case UInt8(ascii: "f"): return try word("false", .bool(false), bytes)
        case UInt8(ascii: "n"): return try word("null", .null, bytes)
        case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number(bytes)
        default: throw failure(.expected("a value"))
        }
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue, _ bytes: Span<UInt8>
    ) throws(JSONFailure) -> JSONValue {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw JSONFailure(.expected("\(word)"), at: bytes.count) }
        let isEqual = word.withUTF8Buffer { expected in
            expected.indices.allSatisfy { bytes[index + $0] == expected[$0] }
        }
        guard isEqual else { throw failure(.expected("\(word)")) }
        index = end
        return value
    }

    private mutating func array(_ bytes: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        try descend()
        var elements: [JSONValue] = []
        if try !ends(with: UInt8(ascii: "]"), isFirst: true, "a value or ]", bytes) {
            repeat {
                elements.append(try value(bytes))
            } while try !ends(with: UInt8(ascii: "]"), isFirst: false, ", or ]", bytes)
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func object(_ bytes: Span<UInt8>) throws(JSONFailure) -> JSONValue {
        try descend()
        var members: [JSONValue.Member] = []
        var names = SeenNames()
        if try !ends(with: UInt8(ascii: "}"), isFirst: true, "a name or }", bytes) {
            members.reserveCapacity(8)
            repeat {
                let start = index
                guard peek(bytes) == UInt8(ascii: "\"") else { throw failure(.expected("a name in quotes")) }
                let name = try text(bytes)
                guard names.insert(name, after: members) else { throw JSONFailure(.repeatedName(name), at: start) }
                skipBlanks(bytes)
                guard peek(bytes) == UInt8(ascii: ":") else { throw failure(.expected("a colon")) }
                index += 1
                skipBlanks(bytes)
                members.append(JSONValue.Member(name, try value(bytes)))
            } while try !ends(with: UInt8(ascii: "}"), isFirst: false, ", or }", bytes)
        }
        depth -= 1
        return .object(members)
    }

    private mutating func descend() throws(JSONFailure) {
        guard depth < JSONValue.depthLimit else { throw failure(.tooDeep(limit: JSONValue.depthLimit)) }
        depth += 1
        index += 1
    }

    /// Whether the list or object ends here; otherwise stands at its next element, past the comma.
    private mutating func ends(
        with end: UInt8, isFirst: Bool, _ expected: String, _ bytes: Span<UInt8>
    ) throws(JSONFailure) -> Bool {
        skipBlanks(bytes)
        guard let byte = peek(bytes) else { throw failure(.expected(expected)) }
        if byte == end {
            index += 1
            return true
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else { throw failure(.expected(expected)) }
            index += 1
            skipBlanks(bytes)
        }
        return false
    }
}

/// The names of one object so far. Few are compared one by one, many are hashed: a line of a million names is not allowed
/// to cost a million squared.
private struct SeenNames {
    private var hashed: Set<String> = []

    /// False where the name is there already.
    mutating func insert(_ name: String, after members: [JSONValue.Member]) -> Bool {
        guard members.count >= 24 else { return !members.contains { $0.name == name } }
        if hashed.isEmpty { hashed = Set(members.map(\.name)) }
        return hashed.insert(name).inserted
    }
}
