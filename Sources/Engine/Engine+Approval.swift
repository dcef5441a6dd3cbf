import Market

// A plan that goes past a guard waits until somebody approves it, and for no other plan.
extension Engine {
    /// Only what targets want can wait; what risk demands goes on.
    mutating func holdBack(_ rebalance: inout Rebalance) {
        guard case .targets = rebalance.source else { return }
        let reasons = PlanGuards(policy.limits.approval).reasons(against: rebalance, market: market)
        guard !reasons.isEmpty else { return }
        let digest = rebalance.digest
        rebalance.phase = .held
        rebalance.hold = Rebalance.Hold(reasons: reasons, digest: digest)
        let isCallOnly = policy.execution.manner.style == .openAuction && policy.execution.manner.auctionRest == .drop
        let end = isCallOnly ? Schedule.callEnd : policy.execution.windowEnd
        perform(
            .alert(
                Alert(
                    .critical, "approval_needed",
                    "the plan of \(rebalance.executionDay) waits for approval: \(reasons.joined(separator: "; ")). Look at it "
                        + "with 'qmtctl plan', then 'qmtctl approve \(digest) --reason ...' before \(end)")))
    }

    /// True where another step may follow.
    mutating func hold(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        release(at: now)
        guard work.queue.isEmpty, canSend(at: now) else { return false }
        if let batches = newerBatches(than: rebalance, at: now) {
            let symbols = gathered(for: batches) ?? symbols(besides: batches.flatMap { $0.lines.map(\.symbol) })
            guard book.tally.open == 0, gathered(symbols, at: now) else { return false }
            return plan(batches, at: now)
        }
        let urgent = lookedUp(.sell, of: rebalance, at: now).filter { symbol in
            rebalance.lineIndex(of: symbol).map { !rebalance.lines[$0].overlay.isEmpty } ?? false
        }
        let ripe = ripeOrders(at: now)
        if !urgent.isEmpty || !ripe.isEmpty {
            if let retry = work.sellsRetryAt, retry > now { return false }
            guard book.tally.inFlight == 0, work.gatheredAt == now || gathered(with(urgent, ripe), at: now) else {
                return false
            }
            serve(sells: urgent, ripe, of: rebalance, onlyUrgent: true, at: now)
            return true
        }
        guard rebalance.hold?.approval != nil else { return false }
        // What was approved must still be what the account needs.
        let symbols = symbols(besides: rebalance.lines.map(\.symbol))
        guard gathered(symbols, at: now), let account, let holdings = SymbolMap<Holding>(account) else { return false }
        for index in rebalance.lines.indices where rebalance.lines[index].side != nil {
            let line = rebalance.lines[index]
            guard book.lastOrder(ofLine: index) < 0, (holdings[line.symbol]?.projected ?? 0) != line.projected else {
                continue
            }
            guard book.tally.open == 0, !book.adopted.isEmpty else { return false }
            alert(
                .warning, "approval_void",
                "the account has changed since the plan was approved (\(line.symbol)); there is another plan now. Look at "
                    + "it with 'qmtctl plan'")
            return plan(book.adopted, at: now)
        }
        enter(.selling, at: now)
        return true
    }

    /// Targets that came after the plan was made; nil where they are the same, or of no use.
    private mutating func newerBatches(than rebalance: Rebalance, at now: Timestamp) -> [TargetBatch]? {
        guard let reading, case .targets(let signalDay, let digests) = rebalance.source, reading.signalDay == signalDay,
            reading.refusals.isEmpty, case .batches(let batches) = choose(from: reading, at: now),
            batches.map(\.digest) != digests
        else { return nil }
        return batches
    }

    /// Why the approval of `digest` would not be taken; nil where it would. Ask before `Event.approveRequested`, which otherwise
    /// changes nothing without saying why.
    package func refusal(ofApproving digest: String) -> ApprovalRefusal? {
        guard let rebalance = book.rebalance, let hold = rebalance.hold, !rebalance.isClosed else {
            return .nothingWaits
        }
        guard hold.digest == digest else { return .otherPlan(hold.digest) }
        guard rebalance.phase == .held else { return .tooLate }
        return nil
    }

    mutating func approve(_ digest: String, by: String, reason: String, at now: Timestamp) {
        guard refusal(ofApproving: digest) == nil, book.rebalance?.hold?.approval == nil else { return }
        emit(.approved(digest: digest, by: by, reason: reason, at: now))
        perform(.alert(Alert(.information, "approved", "the plan \(digest) is approved by \(by): \(reason)")))
    }
}

/// Why an approval is not taken. Nothing has changed then.
package enum ApprovalRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case nothingWaits
    /// The plan that waits has this digest.
    case otherPlan(String)
    /// It goes on already, or its window has ended.
    case tooLate

    package var description: String {
        switch self {
        case .nothingWaits: "no plan waits for approval; see 'qmtctl plan'"
        case .otherPlan(let digest):
            "the plan that waits is another one now: \(digest). Look at it with 'qmtctl plan', then decide again"
        case .tooLate:
            "this plan does not wait any more: it goes on already, or its window has ended; see 'qmtctl plan'"
        }
    }
}
