/// How long to wait before trying again: doubling up to a limit, the upper half of each wait drawn at random, so that
/// clients that lost the same server do not come back together.
struct Backoff: Hashable, Sendable {
    struct Limits: Hashable, Sendable {
        var first: Duration
        var longest: Duration
    }

    let limits: Limits
    private var failures = 0

    init(_ limits: Limits) { self.limits = limits }

    /// From half of the full wait to the full wait; the full wait doubles with each call.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        var full = limits.first
        for _ in 0..<failures where full < limits.longest { full += full }
        full = min(full, limits.longest)
        if full < limits.longest { failures += 1 }
        return full / 2 + .microseconds(Int64.random(in: 0...full.microseconds / 2, using: &generator))
    }

    /// After a connection that lasted: one that falls at once again and again must not be retried at once.
    mutating func reset(afterLasting duration: Duration) {
        if duration >= limits.longest { failures = 0 }
    }
}

extension Duration {
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
