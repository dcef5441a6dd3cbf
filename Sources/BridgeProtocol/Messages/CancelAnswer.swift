/// Whether a cancel was asked for. Only the order's status tells whether it was cancelled.
package struct CancelAnswer: Hashable, Sendable {
    package var isRequested: Bool
    /// Such as `unknown_id`.
    package var reason: String?

    package init(isRequested: Bool, reason: String? = nil) {
        self.isRequested = isRequested
        self.reason = reason
    }

    /// Where the id is not known.
    package static var unknownID: CancelAnswer { CancelAnswer(isRequested: false, reason: "unknown_id") }

    init(wire: JSONValue) throws(Mismatch) {
        var fields = try Fields(wire)
        isRequested = try fields.bool("requested")
        reason = try fields.textOrNull("reason")
    }

    var wire: JSONValue { ["requested": .bool(isRequested), "reason": JSONValue(reason)] }
}
