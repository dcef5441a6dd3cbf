extension SourceRules {
    /// Types that other modules see and that have no doc comment. Nested types (a `State`, a `Kind`) are left out: the type
    /// around them often says it all.
    static func undocumentedTypes(in source: String, path: String) -> [Offence] {
        let raw = source.split(separator: "\n", omittingEmptySubsequences: false)
        let code = SwiftCode(source).text.split(separator: "\n", omittingEmptySubsequences: false)
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor"]
        return code.indices.compactMap { index -> Offence? in
            guard code[index].first?.isWhitespace == false else { return nil }
            let words = code[index].split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@") }
            guard let access = words.firstIndex(of: "package"), words[..<access].allSatisfy({ $0.first == "@" }),
                let kind = words[access...].firstIndex(where: kinds.contains), kind + 1 < words.endIndex,
                // `package class func` declares no type.
                !["func", "var", "let"].contains(words[kind + 1]),
                !words[access..<kind].contains(where: {
                    ["func", "var", "let", "init", "static", "typealias"].contains($0)
                })
            else { return nil }
            // Attributes may stand on lines of their own between the comment and the declaration.
            let above = raw[..<index].last { !$0.drop(while: \.isWhitespace).hasPrefix("@") } ?? ""
            let trimmed = above.drop(while: \.isWhitespace)
            guard !trimmed.hasPrefix("///"), !trimmed.hasSuffix("*/") else { return nil }
            return Offence(file: path, line: index + 1, what: "\(words[kind]) \(words[kind + 1]) has no doc comment")
        }
    }
}
