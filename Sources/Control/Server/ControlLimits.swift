/// Bounds of the control socket. The defaults are meant for production; tests set smaller ones.
package struct ControlLimits: Hashable, Sendable {
    /// Connections served at a time.
    package var connections = 16
    /// Of these, by one uid.
    package var connectionsPerUser = 4
    /// Connections beyond these limits that may only `halt`, one for each uid: whoever has filled the socket with hung
    /// commands can still stop trading.
    package var reservedForHalt = 4
    /// Calls of one connection that are in the daemon's hands or whose answers are not yet read. At the limit nothing more
    /// is read from the connection.
    package var callsInFlight = 2
    /// Longest line from a client, in bytes without the newline.
    package var lineBytes = 64 * 1024
    /// A line that has begun must end within this time.
    package var lineTime: Duration = .seconds(5)
    /// An answer must be taken within this time.
    package var writeTime: Duration = .seconds(5)
    /// A connection without a call is closed after this time.
    package var idleTime: Duration = .seconds(60)
    /// A connection is closed after this time at the latest, however busy (calls in flight are answered first): the
    /// kernel's word on who is calling is as old as the connection.
    package var sessionTime: Duration = .seconds(15 * 60)
    /// How often the times are checked; they are kept to within this.
    package var checkInterval: Duration = .seconds(1)

    package init() {}
}
