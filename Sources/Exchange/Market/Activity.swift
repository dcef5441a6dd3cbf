import Market

/// What our orders do with one security today.
struct Activity: Hashable, Sendable {
    /// Shares × 10⁶ that our orders may still take in `slot`.
    private var allowance: Int64 = 0
    private var slot: Slot?
    /// An order within reach was left waiting in `slot` for want of volume: what it could not use is not lost.
    private var isStarved = false
    /// Bought today; with what open buys may still buy it counts against the cap on risk-warned shares.
    private(set) var bought: Shares = 0
    private(set) var openBuys: Shares = 0
    private(set) var openOrders = 0
    /// Index of the account's position; -1 where there is none.
    var position: Int

    init(position: Int) { self.position = position }

    mutating func open(_ side: Side, _ volume: Shares) {
        openOrders += 1
        if side == .buy { openBuys += volume }
    }

    /// An order ends with `remaining` shares unfilled.
    mutating func close(_ side: Side, _ remaining: Shares) {
        openOrders -= 1
        if side == .buy { openBuys -= remaining }
    }

    mutating func buy(_ shares: Shares) {
        bought += shares
        openBuys -= shares
    }

    /// What an order for `wanted` more shares gets in `slot`: whole lots of what our orders may still take there, or all that
    /// it wants. Zero is possible. Participation in parts of 10⁶, at most all.
    mutating func take(_ wanted: Shares, of security: Security, in slot: Slot, participationPPM: Int64) -> Shares {
        if self.slot != slot {
            let kept = isStarved && self.slot.map { security.slot(after: $0) } == slot ? allowance : 0
            allowance = security.curve.volume(of: slot).count * min(max(participationPPM, 0), 1_000_000) + kept
            self.slot = slot
            isStarved = false
        }
        let free = Shares(allowance / 1_000_000)
        let taken = wanted <= free ? wanted : free.roundedDown(to: security.lots.step)
        allowance -= taken.count * 1_000_000
        if taken < wanted { isStarved = true }
        return taken
    }

    /// Puts back what was taken in the current slot and could not be used.
    mutating func putBack(_ shares: Shares) {
        allowance += shares.count * 1_000_000
    }
}
