package import Market

/// Equal parts of the window, for orders that are spread over it. They begin where the plan was made, so that a late start
/// has smaller intervals and not fewer slices; lunch is no time.
package struct Slices: Hashable, Sendable {
    /// In milliseconds of the session.
    private let start: Int64
    private let length: Int64
    package let count: Int

    /// `start` and `end` in a trading day; `count` is at least one.
    package init(from start: TimeOfDay, to end: TimeOfDay, count: Int) {
        self.start = Schedule.traded(start)
        length = max(Schedule.traded(end) - self.start, 1)
        self.count = max(count, 1)
    }

    /// The slice in progress, from 0 to `count` - 1; before the first one it is the first.
    package func index(at time: TimeOfDay) -> Int {
        let elapsed = min(max(Schedule.traded(time) - start, 0), length - 1)
        return Int(elapsed * Int64(count) / length)
    }

    /// When a slice begins.
    package func start(of index: Int) -> TimeOfDay {
        // The first millisecond that `index(at:)` counts to it.
        Schedule.time(traded: start + (length * Int64(index) + Int64(count) - 1) / Int64(count))
    }

    /// How much of `shares` is to be ordered by the end of the slice in progress: whole lots, and all of it in the last.
    package func allowance(of shares: Shares, in index: Int, lots: LotRule) -> Shares {
        guard index < count - 1 else { return shares }
        let part = Int128(shares.count) * Int128(index + 1) / Int128(count)
        return Shares(Int64(part)).roundedDown(to: lots.step)
    }
}

extension LotRule {
    /// The largest lawful part of `rest` up to `want` that leaves nothing, or something that is lawful by itself.
    package func part(upTo want: Shares, of rest: Shares) -> Shares {
        if want >= rest { return rest }
        let part = unbounded.largestBuy(upTo: want)
        if rest - part >= minimum { return part }
        return unbounded.largestBuy(upTo: rest - minimum)
    }
}
