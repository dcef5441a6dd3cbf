import Market

/// The members of one object, taken by name with their types checked. Unknown members are ignored. Null or absent is nil
/// where the contract allows unknown, and a mismatch everywhere else; it never becomes zero, false or empty.
struct Fields {
    private let members: [JSONValue.Member]
    /// Where the next field is likely to be: senders keep the order of the document.
    private var next = 0

    init(_ value: JSONValue) throws(Mismatch) {
        guard case .object(let members) = value else { throw Mismatch(.type(expected: "an object", found: value.kind)) }
        self.members = members
    }

    mutating func value(_ name: String) -> JSONValue? {
        for _ in members.indices {
            if next == members.count { next = 0 }
            let member = members[next]
            next += 1
            if member.name == name { return member.value }
        }
        return nil
    }

    /// Nil for null and absent.
    mutating func known(_ name: String) -> JSONValue? {
        switch value(name) {
        case nil, .null: nil
        case let value?: value
        }
    }

    mutating func required(_ name: String) throws(Mismatch) -> JSONValue {
        guard let value = value(name) else { throw Mismatch(.missing, at: [.name(name)]) }
        return value
    }

    mutating func text(_ name: String) throws(Mismatch) -> String {
        try required(name).text(name)
    }

    mutating func textOrNull(_ name: String) throws(Mismatch) -> String? {
        try known(name)?.text(name)
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int64> = .min ... .max) throws(Mismatch) -> Int64 {
        let value = try required(name)
        guard case .integer(let number) = value else { throw value.mismatch("an integer", name) }
        guard range.contains(number) else {
            throw Mismatch(.value(expected: "from \(range.lowerBound) to \(range.upperBound)"), at: [.name(name)])
        }
        return number
    }

    /// The number of a notification: one more always fits.
    mutating func sequence(_ name: String) throws(Mismatch) -> Int64 {
        try integer(name, in: 0...1 << 62)
    }

    mutating func bool(_ name: String) throws(Mismatch) -> Bool {
        try required(name).bool(name)
    }

    mutating func boolOrNull(_ name: String) throws(Mismatch) -> Bool? {
        try known(name)?.bool(name)
    }

    /// A text that `read` makes a value of.
    mutating func parsed<Value>(
        _ name: String, _ expected: String, _ read: (String) -> Value?
    ) throws(Mismatch) -> Value {
        try required(name).parsed(name, expected, read)
    }

    mutating func parsedOrNull<Value>(
        _ name: String, _ expected: String, _ read: (String) -> Value?
    ) throws(Mismatch) -> Value? {
        try known(name)?.parsed(name, expected, read)
    }

    mutating func object<Value>(
        _ name: String, _ read: (JSONValue) throws(Mismatch) -> Value
    ) throws(Mismatch) -> Value {
        let value = try required(name)
        do {
            return try read(value)
        } catch {
            throw error.under(name)
        }
    }

    mutating func objectOrNull<Value>(
        _ name: String, _ read: (JSONValue) throws(Mismatch) -> Value
    ) throws(Mismatch) -> Value? {
        guard let value = known(name) else { return nil }
        do {
            return try read(value)
        } catch {
            throw error.under(name)
        }
    }

    mutating func list<Element>(
        _ name: String, _ read: (JSONValue) throws(Mismatch) -> Element
    ) throws(Mismatch) -> [Element] {
        let value = try required(name)
        guard case .array(let values) = value else { throw value.mismatch("a list", name) }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            do {
                elements.append(try read(value))
            } catch {
                throw error.under(.index(index)).under(name)
            }
        }
        return elements
    }
}

extension JSONValue {
    fileprivate func mismatch(_ expected: String, _ name: String) -> Mismatch {
        Mismatch(.type(expected: expected, found: kind), at: [.name(name)])
    }

    fileprivate func text(_ name: String) throws(Mismatch) -> String {
        guard case .string(let text) = self else { throw mismatch("a text", name) }
        return text
    }

    fileprivate func bool(_ name: String) throws(Mismatch) -> Bool {
        guard case .bool(let value) = self else { throw mismatch("true or false", name) }
        return value
    }

    fileprivate func parsed<Value>(
        _ name: String, _ expected: String, _ read: (String) -> Value?
    ) throws(Mismatch) -> Value {
        guard case .string(let text) = self else { throw mismatch(expected, name) }
        guard let value = read(text) else { throw Mismatch(.value(expected: expected), at: [.name(name)]) }
        return value
    }

    /// A list's element that is a text.
    func asText() throws(Mismatch) -> String {
        guard case .string(let text) = self else { throw Mismatch(.type(expected: "a text", found: kind)) }
        return text
    }
}
