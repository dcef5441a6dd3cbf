/// What a shim may offer in its hello.
package enum Capability {
    /// Limit orders.
    package static var limit: String { "limit" }
    /// Its time is the session's clock, and `sim.advance` moves it; simulated sides only.
    package static var simulatedClock: String { "sim_clock" }
}
