/// Why bytes are not a JSON text that we take.
package struct JSONFailure: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// Says what would have been right here.
        case expected(String)
        /// Something follows the value.
        case trailing
        case tooDeep(limit: Int)
        case repeatedName(String)
        case notUTF8
        /// A control character, a bad escape, or half a surrogate pair in a text.
        case badText
        /// Beyond what anybody's floating point holds, such as 1e400.
        case numberOutOfRange
    }

    package var reason: Reason
    /// Of the first byte that is wrong, from 0; the number of bytes where more were needed.
    package var offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONFailure: CustomStringConvertible {
    package var description: String {
        let what =
            switch reason {
            case .expected(let what): "expected \(what)"
            case .trailing: "there is more after the value"
            case .tooDeep(let limit): "nested deeper than \(limit) levels"
            case .repeatedName(let name): "the name '\(name.shortened)' is there twice"
            case .notUTF8: "not UTF-8"
            case .badText: "a control character, a bad escape or half a surrogate pair in a text"
            case .numberOutOfRange: "a number beyond any range"
            }
        return "\(what) at byte \(offset)"
    }
}
