/// Why an input was not taken: which source, where in it, and a sentence with what is wrong and what to do. Inputs are
/// refused whole: half of a portfolio is another portfolio.
package struct Refusal: Error, Hashable, Sendable {
    /// File or database, as configured.
    package var source: String
    /// From 1; nil where it concerns the whole source, or a row of a database (the message names that).
    package var line: Int?
    package var code: Code
    /// What is wrong; what to do.
    package var message: String

    package init(_ code: Code, in source: String, line: Int? = nil, _ what: String, remedy: String) {
        self.code = code
        self.source = source
        self.line = line
        message = "\(what); \(remedy)"
    }
}

extension Refusal: CustomStringConvertible {
    package var description: String { "\(source)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

extension Refusal: Comparable {
    /// By source, then line, then code, then message: the order in which they are shown.
    package static func < (left: Refusal, right: Refusal) -> Bool {
        (left.source, left.line ?? 0, left.code.rawValue, left.message)
            < (right.source, right.line ?? 0, right.code.rawValue, right.message)
    }
}
