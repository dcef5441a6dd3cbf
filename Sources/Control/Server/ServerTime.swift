/// A clock as the server needs it: time since its start, and waiting. The system's clock in production, stepped by hand in
/// tests.
struct ServerTime: Sendable {
    /// Time since this value was made.
    let elapsed: @Sendable () -> Duration
    let sleep: @Sendable (Duration) async throws -> Void

    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
    }
}
