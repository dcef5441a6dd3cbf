/// Our name for one request, the same across connections; the id on the wire is another.
package struct RequestID: Hashable, Comparable, Sendable {
    package let number: Int64

    package init(number: Int64) { self.number = number }

    package static func < (left: RequestID, right: RequestID) -> Bool { left.number < right.number }
}
