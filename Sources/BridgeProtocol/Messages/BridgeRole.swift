/// What a connection may do.
package enum BridgeRole: String, Hashable, Sendable, CaseIterable {
    /// At most one at a time: the newest of the highest epoch.
    case trade
    /// Reads, and hears the same notifications; never fenced.
    case observe
}
