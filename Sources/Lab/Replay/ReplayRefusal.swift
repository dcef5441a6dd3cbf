/// Why there is no replay, in words for people: what happened and what to do.
package struct ReplayRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
