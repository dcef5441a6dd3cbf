import Market

// How the lines of a plan are worked through the day: slices, a share of the volume, and orders that are replaced when they
// rest too long.
extension Engine {
    // MARK: How much is due

    /// The slices of the plan; nil where it is not sliced.
    @inline(__always)
    func slices(of rebalance: Rebalance) -> Slices? {
        guard policy.execution.manner.style == .twap, case .targets = rebalance.source else { return nil }
        let start = max(policy.execution.windowStart, rebalance.startedAt.timeOfDay)
        return Slices(from: start, to: policy.execution.windowEnd, count: policy.execution.manner.slices)
    }

    /// Shares of the line at `index` that its schedule wants ordered by now and that are not: all of the rest unless it is
    /// sliced. What an earlier slice could not place is due with the next one.
    @inline(__always)
    func portion(_ index: Int, in rebalance: Rebalance, at now: Timestamp) -> Shares {
        let rest = rest(of: index, in: rebalance)
        guard policy.execution.manner.style == .twap, rest > 0, !rebalance.lines[index].isForced else { return rest }
        return sliced(rest, rebalance.lines[index], in: rebalance, at: now)
    }

    private func sliced(_ rest: Shares, _ line: PlanLine, in rebalance: Rebalance, at now: Timestamp) -> Shares {
        guard let slices = slices(of: rebalance), let kind = InstrumentClass(line.symbol) else { return rest }
        let lots = kind.lotRule(on: rebalance.executionDay)
        let index = slices.index(at: now.timeOfDay)
        let allowed = slices.allowance(of: line.shares, in: index, lots: lots)
        let part = lots.part(upTo: rest - (line.shares - allowed), of: rest)
        // Too little for an order of its own waits for the next slice.
        guard part < rest, let price = market[line.symbol]?.mark else { return part }
        return price * part < policy.execution.minimumOrder ? 0 : part
    }

    /// What of the line at `index` is to be ordered now, from fresh quotes; nil for nothing. A line that waits for volume
    /// says so.
    @inline(__always)
    mutating func due(_ index: Int, in rebalance: Rebalance, at now: Timestamp) -> Shares? {
        let portion = portion(index, in: rebalance, at: now)
        guard portion > 0 else { return nil }
        guard let share = policy.execution.manner.participation, !rebalance.lines[index].isForced,
            rebalance.source != .flatten
        else { return portion }
        return capped(portion, by: share, index, in: rebalance, at: now)
    }

    /// All orders of a line together stay within a share of what was traded so far today; a volume that is not known is none.
    private mutating func capped(
        _ portion: Shares, by share: Weight, _ index: Int, in rebalance: Rebalance, at now: Timestamp
    ) -> Shares? {
        let line = rebalance.lines[index]
        guard let side = line.side, let kind = InstrumentClass(line.symbol) else { return nil }
        let volume = market[line.symbol]?.traded ?? 0
        let cap = Shares(share.of(Money(li: max(volume, 0).count)).li)
        let rest = rest(of: index, in: rebalance)
        let free = cap - (line.shares - rest)
        if portion <= free { return portion }
        retryLater(side, at: now)
        let lots = kind.lotRule(on: rebalance.executionDay)
        let part = lots.part(upTo: free, of: rest)
        let isWorthIt = market[line.symbol]?.mark.map { $0 * part >= policy.execution.minimumOrder } ?? false
        if part > 0, isWorthIt { return part }
        if book.denials[line.symbol] != .participation {
            let detail = "\(volume) were traded so far; it is tried again"
            emit(.denied(line.symbol, side, portion, reason: .participation, detail: detail))
        }
        return nil
    }

    /// Something of the plan is to leave later than now.
    @inline(__always)
    func waits(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        if work.sellsRetryAt != nil || work.buysRetryAt != nil { return true }
        return policy.execution.manner.style == .twap && hasLaterSlice(.sell, rebalance, at: now)
            || policy.execution.manner.style == .twap && hasLaterSlice(.buy, rebalance, at: now)
    }

    func hasLaterSlice(_ side: Side, _ rebalance: Rebalance, at now: Timestamp) -> Bool {
        guard let slices = slices(of: rebalance), slices.index(at: now.timeOfDay) < slices.count - 1 else {
            return false
        }
        for index in rebalance.lines.indices where rebalance.lines[index].side == side {
            if rest(of: index, in: rebalance) > 0 { return true }
        }
        return false
    }

    // MARK: Which buys come first

    /// While sells still bring cash, a buy that is short of it keeps those behind it waiting, but not past the patience.
    func keepsOrder(_ rebalance: Rebalance, at now: Timestamp) -> Bool {
        guard policy.execution.manner.buyRelease == .asCashArrives,
            book.tally.openSells > 0 || work.sellsRetryAt != nil || hasLaterSlice(.sell, rebalance, at: now)
        else { return false }
        return now < patienceEnds(rebalance)
    }

    func patienceEnds(_ rebalance: Rebalance) -> Timestamp {
        rebalance.startedAt.adding(seconds: policy.execution.sellPatienceSeconds)
    }

    /// Places of the buys in the plan, those that miss most money first.
    func byGap(_ rebalance: Rebalance) -> [Int] {
        var gaps: [(place: Int, value: Money)] = []
        for index in rebalance.lines.indices where rebalance.lines[index].side == .buy {
            let price = market[rebalance.lines[index].symbol]?.mark ?? rebalance.lines[index].sizingPrice
            gaps.append((index, (price ?? Price(li: 0)) * rest(of: index, in: rebalance)))
        }
        gaps.sort { $0.value == $1.value ? $0.place < $1.place : $0.value > $1.value }
        return gaps.map(\.place)
    }

    /// What the plan's sells were expected to bring when it was made.
    func proceeds(of rebalance: Rebalance) -> Money {
        var sum = Money.zero
        for line in rebalance.lines where line.side == .sell {
            sum += (line.decisionPrice ?? line.sizingPrice ?? Price(li: 0)) * line.shares
        }
        return sum
    }

    // MARK: Orders that rest too long

    /// What the orders of the line at `index` so far mean for the price of its next one.
    @inline(__always)
    func standing(of index: Int, in rebalance: Rebalance, at now: Timestamp, _ item: inout Work.Item) {
        item.isForced =
            item.side == .sell ? rebalance.lines[index].isForced : policy.execution.manner.lockedBuys == .rest
        // Mostly there has been no order yet.
        if book.lastOrder(ofLine: index) >= 0 { climb(index, in: rebalance, at: now, &item) }
    }

    private func climb(_ index: Int, in rebalance: Rebalance, at now: Timestamp, _ item: inout Work.Item) {
        // Each slice begins anew.
        let since = slices(of: rebalance).map { now.day.at($0.start(of: $0.index(at: now.timeOfDay))) }
        var order = book.lastOrder(ofLine: index)
        while order >= 0 {
            if book.orders[order].closure == .rejected { item.touches = true }
            if book.orders[order].isReplaced, isStep(book.orders[order], since) { item.step += 1 }
            order = book.orderBefore(order)
        }
    }

    /// What the opening call left over was not at a price of the window.
    private func isStep(_ order: OrderLife, _ since: Timestamp?) -> Bool {
        order.intent.decidedAt.timeOfDay >= Schedule.callEnd && since.map { order.intent.decidedAt >= $0 } ?? true
    }

    /// Where orders stand that have rested for too long and may be replaced now, in the order of their decision. Those whose
    /// cancel was lost on its way are asked for again here.
    @inline(__always)
    mutating func ripeOrders(at now: Timestamp) -> [Int] {
        let manner = policy.execution.manner
        guard manner.repriceAfterSeconds > 0 || manner.style == .openAuction, book.tally.working > 0 else { return [] }
        return lookedForRipe(at: now)
    }

    private mutating func lookedForRipe(at now: Timestamp) -> [Int] {
        guard canSend(at: now), Engine.phase(at: now) == .continuous else { return [] }
        var ripe: [Int] = []
        for index in book.orders.indices {
            let order = book.orders[index]
            guard case .working = order.state, order.intent.day == now.day, work.mayAskCancel(order.id, at: now),
                mayCancel(order, at: now)
            else { continue }
            if order.leavesRest {
                askAgain(order.id, at: now)
            } else if isRipe(order, at: now) {
                ripe.append(index)
            }
        }
        if ripe.isEmpty { return [] }
        // Bounded by what may still be cancelled to replace something today.
        let replaced = book.orders.count { $0.isReplaced && $0.intent.day == now.day }
        return Array(ripe.prefix(replacementsLeft(replaced, at: now)))
    }

    /// A replacement is a cancel and an order. It is not made where the gate would keep buys back for it.
    private func replacementsLeft(_ replaced: Int, at now: Timestamp) -> Int {
        let limits = policy.limits
        var left = policy.execution.manner.repricesPerDay - replaced
        guard limits.messagesPerDay != nil || limits.cancelRatio != nil, let day = book.day else { return max(left, 0) }
        let traffic = Budget.traffic(book.orders, cancels: book.controls.cancels, of: nil, on: day, at: now)
        if let maximum = limits.messagesPerDay { left = min(left, (maximum - traffic.orders - traffic.cancels) / 2) }
        if let ratio = limits.cancelRatio {
            // Cancels are held against the orders from the twentieth on, those before it too.
            let allowed = ratio.of(Money(li: Int64(max(traffic.orders, Budget.ratioFrom)))).li
            left = min(left, Int(allowed) - traffic.cancels)
        }
        return max(left, 0)
    }

    private func isRipe(_ order: OrderLife, at now: Timestamp) -> Bool {
        guard !order.isCancelRequested, book.trading.allows(order.side), let rebalance = book.rebalance,
            order.intent.decidedAt >= rebalance.startedAt, let line = rebalance.lineIndex(of: order.symbol),
            rebalance.lines[line].side == order.side
        else { return false }
        if let looked = work.looked.first(where: { $0.id == order.id })?.retryAt, now < looked { return false }
        // It has to be confirmed, read and sent before the window ends.
        guard now.adding(seconds: Engine.replacementSeconds) < now.day.at(policy.execution.windowEnd) else {
            return false
        }
        let manner = policy.execution.manner
        if manner.style == .openAuction, order.intent.decidedAt.timeOfDay < Schedule.callEnd { return true }
        guard manner.repriceAfterSeconds > 0,
            now.milliseconds(since: order.intent.decidedAt) >= manner.repriceAfterSeconds * 1000
        else { return false }
        return replacements(ofLine: line) < manner.repricesPerLine
    }

    private static var replacementSeconds: Int64 { 15 }

    private func replacements(ofLine line: Int) -> Int {
        var count = 0
        var order = book.lastOrder(ofLine: line)
        while order >= 0 {
            if book.orders[order].isReplaced { count += 1 }
            order = book.orderBefore(order)
        }
        return count
    }

    /// Cancels the order at `index` of the book to replace it, where the next step's price is nearer to the other side and
    /// the rest is a lawful order. One at its limit, or that can do no better, rests on.
    mutating func replace(_ index: Int, at now: Timestamp) {
        let order = book.orders[index]
        // Another order of the line may have taken its last step just now.
        guard isRipe(order, at: now), isBetterReplaced(order, at: now) else {
            let pause = max(policy.execution.manner.repriceAfterSeconds, policy.execution.pollSeconds, 1)
            // Of orders that are over nothing is remembered.
            work.looked = work.looked.filter { looked in
                book.index(of: looked.id).map { book.orders[$0].isOpen } ?? false
            }
            // At a moment that is the same for all that rest, so that one look at the account does for them.
            let period = pause * 1000
            return work.looked(
                at: order.id, nextAt: Timestamp(milliseconds: (now.milliseconds / period + 1) * period))
        }
        emit(.replacing(order.id))
        askAgain(order.id, at: now)
    }

    private mutating func askAgain(_ id: ClientOrderID, at now: Timestamp) {
        work.cancelAsked(id)
        // One that nobody heard is asked for again.
        work.cancelRefused(id, retryAt: now.adding(seconds: max(60, policy.execution.pollSeconds)))
        perform(.cancel(id))
    }

    private func isBetterReplaced(_ order: OrderLife, at now: Timestamp) -> Bool {
        guard let rebalance = book.rebalance, let line = rebalance.lineIndex(of: order.symbol),
            let security = market[order.symbol], let kind = security.kind,
            doubt(of: security, in: .continuous, at: now) == nil
        else { return false }
        var item = Work.Item(symbol: order.symbol, side: order.side, shares: 0, sellable: 0)
        standing(of: line, in: rebalance, at: now, &item)
        let isOfCall = order.intent.decidedAt.timeOfDay < Schedule.callEnd
        let prices = PricePolicy(
            day: rebalance.executionDay, execution: policy.execution, bound: policy.limits.priceCollar)
        guard
            let price = prices.limit(
                order.side, security, in: .continuous, step: item.step + (isOfCall ? 0 : 1), touches: item.touches)
        else { return false }
        let limit = order.intent.submission.price
        guard order.side == .buy ? price > limit : price < limit else { return false }
        let lots = policy.execution.lots(of: kind, on: rebalance.executionDay)
        switch order.side {
        case .buy: return lots.largestBuy(upTo: order.remaining) > 0
        case .sell:
            let row = account?.positions.known?.first { $0.symbol == order.symbol }
            let sellable = (row?.sellable ?? 0) + order.remaining
            return lots.largestSell(upTo: order.remaining, position: sellable) > 0
        }
    }

    // MARK: When to look again

    /// The next moment at which working the orders has something to do.
    func considerWorking(_ consider: (Timestamp?) -> Void, at now: Timestamp) {
        consider(work.sellsRetryAt)
        consider(work.buysRetryAt)
        guard let rebalance = book.rebalance, !rebalance.isClosed else { return }
        if let slices = slices(of: rebalance) {
            let index = slices.index(at: now.timeOfDay)
            if index < slices.count - 1 { consider(now.day.at(slices.start(of: index + 1))) }
        }
        let manner = policy.execution.manner
        if manner.style != .window { for border in Engine.borders { consider(now.day.at(border)) } }
        if manner.style != .window || work.sellsRetryAt != nil || work.buysRetryAt != nil {
            consider(now.day.at(policy.execution.windowStart))
        }
        guard manner.repriceAfterSeconds > 0, book.tally.working > 0 else { return }
        consider(now.day.at(Schedule.afternoon))
        for order in book.openOrders where order.intent.day == now.day {
            if let looked = work.looked.first(where: { $0.id == order.id })?.retryAt {
                consider(looked)
            } else {
                consider(order.intent.decidedAt.adding(seconds: manner.repriceAfterSeconds))
            }
            consider(work.cancels.first { $0.id == order.id }?.retryAt)
        }
    }

    private static var borders: [TimeOfDay] {
        [Schedule.callStart, Schedule.callEnd, Schedule.opening, Schedule.afternoon]
    }
}
