import Testing

@testable import Bridge

@Suite struct BackoffTests {
    private let limits = Backoff.Limits(first: .milliseconds(500), longest: .seconds(30))

    @Test(arguments: [UInt64(1), 2, 3])
    func `B01: waits double up to the longest, each between half and all of it`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var backoff = Backoff(limits)
        for full in [0.5, 1, 2, 4, 8, 16, 30, 30, 30] {
            let wait = backoff.next(using: &generator)
            #expect(wait >= .seconds(full / 2) && wait <= .seconds(full), "seed \(seed), \(wait)")
        }
    }

    @Test func `clients do not come back together`() {
        var waits: Set<Duration> = []
        for seed in 0..<100 {
            var generator = SplitMix64(seed: UInt64(seed))
            var backoff = Backoff(limits)
            waits.insert(backoff.next(using: &generator))
        }
        #expect(waits.count > 90)
    }

    @Test func `only a connection that lasted starts over`() {
        var generator = SplitMix64(seed: 4)
        var backoff = Backoff(limits)
        for _ in 0..<10 { _ = backoff.next(using: &generator) }
        backoff.reset(afterLasting: .seconds(29))
        #expect(backoff.next(using: &generator) >= .seconds(15))
        backoff.reset(afterLasting: .seconds(30))
        #expect(backoff.next(using: &generator) <= .milliseconds(500))
    }

    @Test func `a thousand failures do not overflow`() {
        var generator = SplitMix64(seed: 5)
        var backoff = Backoff(.init(first: .nanoseconds(1), longest: .seconds(30)))
        for _ in 0..<1000 { #expect(backoff.next(using: &generator) <= .seconds(30)) }
    }
}
