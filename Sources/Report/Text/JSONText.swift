import Market

/// JSON under construction: members in the order in which they are added, two blanks a level, numbers in a fixed format.
struct JSONText {
    private var buffer = TextBuffer()
    private var depth = 0
    private var isFirst = true

    /// The text with a line end after it.
    static func object(_ write: (inout JSONText) -> Void) -> [UInt8] {
        var json = JSONText()
        json.nest("{", "}", write)
        json.buffer.add("\n")
        return json.buffer.bytes
    }

    mutating func object(_ name: String, _ write: (inout JSONText) -> Void) {
        key(name)
        nest("{", "}", write)
    }

    mutating func array<Element>(_ name: String, _ elements: [Element], _ write: (inout JSONText, Element) -> Void) {
        key(name)
        nest("[", "]") { json in
            for element in elements {
                json.separate()
                json.nest("{", "}") { write(&$0, element) }
            }
        }
    }

    mutating func add(_ name: String, _ text: String?) { value(name, text) { $0.add(quoted: $1) } }
    mutating func add(_ name: String, _ number: Int?) { value(name, number) { $0.add($1) } }
    mutating func add(_ name: String, _ isTrue: Bool) { value(name, isTrue) { $0.add($1 ? "true" : "false") } }

    /// Yuan with three places.
    mutating func add(_ name: String, _ money: Money) { value(name, money) { $0.add($1) } }

    mutating func add(_ name: String, _ day: Day?) {
        value(name, day) { buffer, day in
            buffer.add("\"")
            buffer.add(day)
            buffer.add("\"")
        }
    }

    /// Twelve places; what has more than a million before the point has as many digits as it needs. Null for what is not
    /// finite.
    mutating func add(_ name: String, _ number: Double?) {
        value(name, number?.ifFinite) { buffer, number in
            if number.magnitude < 1e6 { buffer.add(number, places: 12) } else { buffer.add(number.description) }
        }
    }

    private mutating func value<Value>(_ name: String, _ value: Value?, _ write: (inout TextBuffer, Value) -> Void) {
        key(name)
        guard let value else { return buffer.add("null") }
        write(&buffer, value)
    }

    private mutating func key(_ name: String) {
        separate()
        buffer.add(quoted: name)
        buffer.add(": ")
    }

    private mutating func separate() {
        if !isFirst { buffer.add(",") }
        isFirst = false
        newLine()
    }

    private mutating func newLine() {
        buffer.add("\n")
        for _ in 0..<depth { buffer.add("  ") }
    }

    private mutating func nest(_ open: String, _ close: String, _ write: (inout JSONText) -> Void) {
        buffer.add(open)
        depth += 1
        isFirst = true
        write(&self)
        depth -= 1
        if !isFirst { newLine() }
        buffer.add(close)
        isFirst = false
    }
}
