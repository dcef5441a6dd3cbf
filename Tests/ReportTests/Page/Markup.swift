/// A small judge of HTML: every element is closed in order, attributes are quoted, nothing comes from outside.
enum Markup {
    private static let void: Set = ["meta", "line", "br", "rect"]

    /// What is wrong with the first thing that is wrong; nil for a sound page.
    static func fault(in bytes: [UInt8]) -> String? {
        var open: [String] = []
        var index = 0
        guard bytes.starts(with: "<!doctype html>".utf8) else { return "no doctype" }
        index = 15
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                if bytes[index] == UInt8(ascii: ">"), open.last != "style" { return "a bare > at \(index)" }
                index += 1
                continue
            }
            var end = index + 1
            var isQuoted = false
            while end < bytes.count, isQuoted || bytes[end] != UInt8(ascii: ">") {
                if bytes[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
                if bytes[end] == UInt8(ascii: "<") { return "a bare < at \(end)" }
                end += 1
            }
            let tag = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
            index = end + 1
            let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber })
            guard !name.isEmpty else { return "a tag without a name at \(end)" }
            if tag.hasPrefix("/") {
                guard open.popLast() == name else { return "</\(name)> closes nothing at \(end)" }
            } else if !tag.hasSuffix("/"), !void.contains(name) {
                open.append(name)
            }
        }
        return open.isEmpty ? nil : "\(open) stay open"
    }
}
