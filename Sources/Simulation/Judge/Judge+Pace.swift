import Engine
import Market

// How orders are worked: slices, a share of the volume, and orders that are replaced, held against what the settings allow.
extension Judge {
    /// Invariants 16 and 23: an order is cancelled to be replaced only where that is possible, and not without end.
    mutating func replaced(_ id: ClientOrderID, at clock: Timestamp) {
        guard let order = orders[id] else { return fail(42, "order \(id) is to be replaced, which is not ours") }
        let manner = scenario.policy.execution.manner
        let symbol = order.submission.symbol
        if let kind = InstrumentClass(symbol) {
            let phase = kind.sessionPhase(on: clock.day, at: clock.timeOfDay, isTradingDay: true)
            verdict.check(16, phase == .continuous, "order \(id) is to be replaced in \(phase.rawValue)")
        }
        verdict.check(23, order.isOpen, "order \(id) is over and is to be replaced")
        verdict.check(23, !replaced.contains(id), "order \(id) is replaced twice")
        replaced.append(id)
        verdict.check(23, replaced.count <= manner.repricesPerDay, "\(replaced.count) orders are replaced in a day")
        let ofLine = replaced.count { other in
            orders[other].map {
                $0.submission.symbol == symbol && $0.plan == order.plan
                    && $0.sentAt.map { $0.timeOfDay >= TimeOfDay(9, 20) } ?? true
            } ?? false
        }
        verdict.check(
            23, ofLine <= manner.repricesPerLine, "orders for \(symbol) are replaced \(ofLine) times in one plan")
    }

    mutating func checkPace(_ submission: Submission, at clock: Timestamp) {
        guard let plan, let line = plan.lines.first(where: { $0.symbol == submission.symbol }),
            line.overlay.isEmpty || line.side == .buy, plan.source != .flatten
        else { return }
        var claimed = Shares.zero
        for id in ordersOfDay {
            guard let order = orders[id], order.plan == planNumber, order.submission.symbol == submission.symbol,
                order.submission.side == submission.side
            else { continue }
            claimed += order.claim
        }
        checkVolume(submission, claimed)
        checkSlice(submission, claimed, line, plan, at: clock)
    }

    /// Invariant 23: all orders of a line together stay within their share of what was traded.
    private mutating func checkVolume(_ submission: Submission, _ claimed: Shares) {
        // What was said never to be placed has its shares ordered anew, and counts again when it comes after all.
        guard let share = scenario.policy.execution.manner.participation, lateOrders.isEmpty else { return }
        let volume = market[submission.symbol]?.traded ?? 0
        let isWithin =
            Int128(claimed.count) * Int128(Weight.one.trillionths) <= Int128(volume.count) * Int128(share.trillionths)
        verdict.check(23, isWithin, "\(claimed) \(submission.symbol) are ordered of \(volume) traded")
    }

    /// Invariant 16: no slice begins before its time.
    private mutating func checkSlice(
        _ submission: Submission, _ claimed: Shares, _ line: PlanLine, _ plan: Rebalance, at clock: Timestamp
    ) {
        let execution = scenario.policy.execution
        guard execution.manner.style == .twap, case .targets = plan.source else { return }
        let start = Judge.session(max(execution.windowStart, plan.startedAt.timeOfDay))
        let whole = max(Judge.session(execution.windowEnd) - start, 1)
        let count = Int128(execution.manner.slices)
        let begun = Int128(Judge.session(clock.timeOfDay) - start) * count / Int128(whole) + 1
        guard begun < count, lateOrders.isEmpty else { return }
        verdict.check(
            16, Int128(claimed.count) * count <= Int128(line.shares.count) * begun,
            "\(claimed) of \(line.shares) \(submission.symbol) are ordered in slice \(begun) of \(count)")
    }

    /// Milliseconds of trading from 09:30 on.
    private static func session(_ time: TimeOfDay) -> Int64 {
        let hour: Int64 = 3_600_000
        let since = Int64(time.milliseconds) - 19 * hour / 2
        if since <= 2 * hour { return max(since, 0) }
        return max(since - 3 * hour / 2, 2 * hour)
    }
}
