/// Reads TOML 1.0, as far as a configuration goes: sections, lists of sections, keys with dots, texts on one line, whole
/// numbers in decimal, true and false, lists, tables in braces. Dates, texts over several lines and numbers in other bases
/// are refused with their line, as is everything that is not TOML: nothing is guessed, nothing is repaired.
struct TOMLReader {
    /// How many lists and braces may lie within each other.
    static var depthLimit: Int { 16 }

    var rest: Substring.UTF8View
    private var line = 1
    /// Bytes from the line's beginning to the end of the text.
    private var lineLength: Int

    private init(_ text: String) {
        rest = text[...].utf8
        lineLength = rest.count
    }

    static func read(_ text: String) throws(TOMLFailure) -> TOMLTable {
        var reader = TOMLReader(text)
        let root = TOMLTable(line: 1, kind: .headed)
        var section = root
        guard !reader.rest.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw reader.failure("a byte-order mark; save the file as UTF-8 without it")
        }
        while true {
            try reader.skipBlankLines()
            guard let byte = reader.rest.first else { return root }
            if byte == UInt8(ascii: "[") {
                section = try reader.header(in: root)
            } else {
                try reader.pair(in: section)
            }
            try reader.endOfLine()
        }
    }

    func failure(_ message: String) -> TOMLFailure {
        TOMLFailure(line: line, column: lineLength - rest.count + 1, message: message)
    }

    /// `[a.b]` or `[[a.b]]`; the table that it begins.
    private mutating func header(in root: TOMLTable) throws(TOMLFailure) -> TOMLTable {
        let start = line
        rest.removeFirst()
        let isList = rest.first == UInt8(ascii: "[")
        if isList { rest.removeFirst() }
        let path = try keys("a section's name; write [name]")
        for _ in 0..<(isList ? 2 : 1) {
            guard rest.first == UInt8(ascii: "]") else {
                throw failure("the section's name must be followed by \(isList ? "]]" : "]")")
            }
            rest.removeFirst()
        }
        let parent = try self.parent(path.dropLast(), in: root, at: start)
        let name = path[path.count - 1]
        let table = TOMLTable(line: start, kind: .headed)
        switch (parent[name], isList) {
        case (nil, false):
            parent.set(name, .table(table), line: start)
        case (nil, true):
            parent.set(name, .list([.table(table)]), line: start)
        case (.table(let earlier), false) where earlier.kind == .implied:
            earlier.kind = .headed
            return earlier
        case (.list(let earlier), true) where earlier.last?.headed != nil:
            parent.set(name, .list(earlier + [.table(table)]), line: parent.line(of: name) ?? start)
        default:
            throw failure("'\(name)' is there already; write each section once")
        }
        return table
    }

    /// Down the path from the root, through the newest of a list of sections, making what is not there.
    private func parent(
        _ path: ArraySlice<String>, in root: TOMLTable, at line: Int
    ) throws(TOMLFailure) -> TOMLTable {
        var table = root
        for name in path {
            switch table[name] {
            case nil:
                let next = TOMLTable(line: line, kind: .implied)
                table.set(name, .table(next), line: line)
                table = next
            case .table(let next) where next.kind == .implied || next.kind == .headed:
                table = next
            case .list(let list):
                guard let next = list.last?.headed else {
                    throw failure("'\(name)' is there already and is no section")
                }
                table = next
            default:
                throw failure("'\(name)' is there already and is no section")
            }
        }
        return table
    }

    /// `a.b = value`.
    mutating func pair(in section: TOMLTable, depth: Int = 0) throws(TOMLFailure) {
        let start = line
        let path = try keys("a key; write key = value")
        guard rest.first == UInt8(ascii: "=") else { throw failure("the key must be followed by = and its value") }
        rest.removeFirst()
        skipBlanks()
        var table = section
        for name in path.dropLast() {
            switch table[name] {
            case nil:
                let next = TOMLTable(line: start, kind: .dotted)
                table.set(name, .table(next), line: start)
                table = next
            case .table(let next) where next.kind == .dotted:
                table = next
            default:
                throw failure("'\(name)' is there already; write each section once")
            }
        }
        let name = path[path.count - 1]
        guard table[name] == nil else { throw failure("the key '\(name)' is there twice; remove one") }
        table.set(name, try value(depth: depth), line: start)
    }

    /// Names joined by dots, blanks around them taken.
    private mutating func keys(_ expected: String) throws(TOMLFailure) -> [String] {
        var path: [String] = []
        repeat {
            if !path.isEmpty { rest.removeFirst() }
            skipBlanks()
            path.append(try key(expected))
            skipBlanks()
            guard path.count <= TOMLReader.depthLimit else { throw failure("a name with too many dots") }
        } while rest.first == UInt8(ascii: ".")
        return path
    }

    private mutating func key(_ expected: String) throws(TOMLFailure) -> String {
        if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") { return try text() }
        let name = rest.prefix { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-")
        }
        guard !name.isEmpty else { throw failure("here should be \(expected)") }
        rest = rest[name.endIndex...]
        return String(Substring(name))
    }
}

// Blanks and lines.
extension TOMLReader {
    mutating func skipBlanks() {
        while let byte = rest.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { rest.removeFirst() }
    }

    /// Blanks, comments and the ends of lines.
    mutating func skipBlankLines() throws(TOMLFailure) {
        while true {
            skipBlanks()
            guard let byte = rest.first, byte == UInt8(ascii: "#") || byte == 0x0A || byte == 0x0D else { return }
            try endOfLine()
        }
    }

    /// A comment, if there is one, and the end of the line or of the text.
    private mutating func endOfLine() throws(TOMLFailure) {
        skipBlanks()
        if rest.first == UInt8(ascii: "#") {
            while let byte = rest.first, byte != 0x0A, byte != 0x0D {
                guard byte == UInt8(ascii: "\t") || byte >= 0x20 && byte != 0x7F else {
                    throw failure("a control character; remove it, and save the file as UTF-8")
                }
                rest.removeFirst()
            }
        }
        if rest.first == 0x0D { rest.removeFirst() }
        guard let byte = rest.first else { return }
        guard byte == 0x0A else { throw failure("the line should end here; texts need quotes") }
        rest.removeFirst()
        line += 1
        lineLength = rest.count
    }
}
