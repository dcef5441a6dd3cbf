/// A value on the wire that is not what the contract says, and where it stands.
package struct Mismatch: Error, Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        case missing
        /// Text for a number, a number for text, null where it is not allowed, and the like.
        case type(expected: String, found: String)
        /// The type is right, the value is not; says what would be.
        case value(expected: String)
    }

    package enum Step: Hashable, Sendable {
        case name(String)
        case index(Int)
    }

    /// From the outermost.
    package private(set) var path: [Step]
    package var problem: Problem

    package init(_ problem: Problem, at path: [Step] = []) {
        self.path = path
        self.problem = problem
    }

    func under(_ step: Step) -> Mismatch { Mismatch(problem, at: [step] + path) }
    func under(_ name: String) -> Mismatch { under(.name(name)) }

    /// Such as `params.symbols[3]`.
    package var place: String {
        var text = ""
        for step in path {
            switch step {
            case .name(let name): text += text.isEmpty ? name : ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}

extension Mismatch: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .missing: "\(place) is missing"
        case .type(let expected, let found): "\(place) is \(found), expected \(expected)"
        case .value(let expected): "\(place) is not \(expected)"
        }
    }
}
