import Engine
import Market

// Invariant 18: what waits, waits by the steady clock; history has the order in which it was written, whatever the clock said.
extension Judge {
    /// One process and its clocks, from outside.
    struct Watch: Sendable {
        /// The moment that the engine has asked to be woken at, by our clock.
        var wake: Timestamp?
        /// The true time by which the process has to look again.
        var lookBy: Timestamp?
        /// It could not before this: it was stopped, or waited for its disk.
        var standsUntil = Timestamp(milliseconds: 0)
        /// When it looked last, by the true time and by our clock.
        var last: (trueTime: Timestamp, clock: Timestamp)?
    }

    /// A step of our clock above this is told before anything else is decided.
    private static var largestStep: Int64 { 5_000 }
    /// A clock that may be set is looked at so often while something waits.
    private static var longestWait: Int64 { 60_000 }
    /// What a timer is given at least.
    private static var shortestWait: Int64 { 10 }

    /// The process sleeps until something comes or until what it waits for is due.
    mutating func waits(at trueTime: Timestamp, clock: Timestamp, looksEachMinute: Bool) {
        watch.lookBy = nil
        guard let wake = watch.wake, wake > clock else { return }
        let left = max(wake.milliseconds(since: clock), Judge.shortestWait)
        watch.lookBy = trueTime.adding(milliseconds: looksEachMinute ? min(left, Judge.longestWait) : left)
    }

    mutating func standsStill(until trueTime: Timestamp) { watch.standsUntil = max(watch.standsUntil, trueTime) }

    /// The process takes an event in, at `clock` by its own clock.
    mutating func looks(_ event: Event, at clock: Timestamp, trueTime: Timestamp) {
        checkWait(at: trueTime)
        watch.lookBy = nil
        defer { watch.last = (trueTime, clock) }
        guard let last = watch.last else { return }
        let step = clock.milliseconds(since: last.clock) - trueTime.milliseconds(since: last.trueTime)
        if case .clockStepped(let told) = event {
            return verdict.check(18, told == step, "our clock was set by \(step) ms, and \(told) ms are told")
        }
        verdict.check(
            18, abs(step) <= Judge.largestStep, "our clock was set by \(step) ms, and something else is told first")
    }

    /// Nothing that was due is slept through.
    mutating func checkWait(at trueTime: Timestamp) {
        guard let lookBy = watch.lookBy else { return }
        let late = trueTime.milliseconds(since: max(lookBy, watch.standsUntil))
        verdict.check(18, late <= 0, "what was due by the steady clock is looked at \(late) ms late")
    }

    /// Facts come back in the order in which they were acknowledged; their times have no say in it.
    mutating func checkHistory(_ records: [Record]) {
        guard violation == nil, records != history else { return }
        let isOtherOrder = Set(records) == Set(history)
        fail(
            isOtherOrder ? 18 : 27,
            isOtherOrder
                ? "the facts of the journal come back in another order than they were written in"
                : "the facts of the journal come back as others than they were written")
    }

    mutating func keep(_ record: Record) {
        if case .checkpoint = record { history.removeAll(keepingCapacity: true) }
        history.append(record)
    }
}
