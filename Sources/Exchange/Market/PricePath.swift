import Market

/// The price of one security through its day, made from the day's bar: straight from the open to one extreme, to the other,
/// to the close, in minutes.
///
/// The extreme nearer to the open comes first (the low, where they are equally near), at minute 60; the other comes at minute
/// 180. The turns are the same for every bar, so that the path up to a turn tells nothing of the bar beyond it: before minute
/// 60 it depends on the open and one extreme only, and before minute 180 not on the close.
struct PricePath: Hashable, Sendable {
    private let open: Int64
    private let first: Int64
    private let second: Int64
    private let close: Int64
    private let tick: Int64
    /// The slot that trades at the close: the closing call, or the last minute where there is none.
    private let last: Int

    init(_ bar: DayBar, tick: Price, hasClosingCall: Bool) {
        let isHighFirst = bar.high.li - bar.open.li < bar.open.li - bar.low.li
        open = bar.open.li
        first = isHighFirst ? bar.high.li : bar.low.li
        second = isHighFirst ? bar.low.li : bar.high.li
        close = bar.close.li
        self.tick = tick.li
        last = (hasClosingCall ? Slot.closingCall : Slot(index: 239)).index
    }

    func price(at slot: Slot) -> Price { Price(li: value(at: slot.index)) }

    /// Lowest and highest price of all slots up to and including `slot`.
    func range(through slot: Slot) -> (low: Price, high: Price) {
        let price = value(at: slot.index)
        var low = min(open, price)
        var high = max(open, price)
        if slot.index >= PricePath.firstTurn {
            low = min(low, first)
            high = max(high, first)
        }
        if slot.index >= PricePath.secondTurn {
            low = min(low, second)
            high = max(high, second)
        }
        return (Price(li: low), Price(li: high))
    }

    /// The first slot from `start` on in which the price is at or beyond `reach`: not above it for a buy, not below it for a
    /// sell. `never` where the day has none.
    func firstSlot(from start: Slot, side: Side, reaching reach: Price) -> Slot {
        guard start.index <= last else { return .never }
        if start == .openingCall {
            if PricePath.isReached(open, reach.li, side) { return start }
            return firstSlot(from: .firstMinute, side: side, reaching: reach)
        }
        let index =
            firstIndex(from: start.index, in: 0...PricePath.firstTurn, side, reach.li)
            ?? firstIndex(from: start.index, in: PricePath.firstTurn...PricePath.secondTurn, side, reach.li)
            ?? firstIndex(from: start.index, in: PricePath.secondTurn...last, side, reach.li)
        return index.map(Slot.init(index:)) ?? .never
    }

    /// The same within one straight piece, where the price is monotone: it is within reach at the start, or comes within
    /// reach once.
    private func firstIndex(from start: Int, in piece: ClosedRange<Int>, _ side: Side, _ reach: Int64) -> Int? {
        guard start <= piece.upperBound else { return nil }
        var outside = max(start, piece.lowerBound)
        if PricePath.isReached(value(at: outside), reach, side) { return outside }
        var inside = piece.upperBound
        guard PricePath.isReached(value(at: inside), reach, side) else { return nil }
        while inside - outside > 1 {
            let middle = (inside + outside) >> 1
            if PricePath.isReached(value(at: middle), reach, side) { inside = middle } else { outside = middle }
        }
        return inside
    }

    private static func isReached(_ price: Int64, _ reach: Int64, _ side: Side) -> Bool {
        side == .buy ? price <= reach : price >= reach
    }

    private func value(at index: Int) -> Int64 {
        switch index {
        case ...0: open
        case ..<PricePath.firstTurn: value(index, of: PricePath.firstTurn, from: open, to: first)
        case ..<PricePath.secondTurn:
            value(
                index - PricePath.firstTurn, of: PricePath.secondTurn - PricePath.firstTurn, from: first, to: second)
        case ..<last: value(index - PricePath.secondTurn, of: last - PricePath.secondTurn, from: second, to: close)
        default: close
        }
    }

    /// The point after `step` of `count` minutes, rounded to the tick towards `start`, never outside both ends.
    private func value(_ step: Int, of count: Int, from start: Int64, to end: Int64) -> Int64 {
        let exact = start + (end - start) * Int64(step) / Int64(count)
        let below = exact / tick * tick
        if end >= start { return max(start, below) }
        return min(start, below == exact ? exact : below + tick)
    }

    private static var firstTurn: Int { 60 }
    private static var secondTurn: Int { 180 }
}
