import Market

/// How a day's volume is spread: 245 equal parts, five for the opening call, one for each minute, and for the closing call
/// the three that it replaces. Whole shares; the slots sum exactly to the day.
struct VolumeCurve: Hashable, Sendable {
    private let total: Int64
    private let hasClosingCall: Bool

    init(total: Shares, hasClosingCall: Bool) {
        self.total = max(total.count, 0)
        self.hasClosingCall = hasClosingCall
    }

    /// Traded in this slot.
    func volume(of slot: Slot) -> Shares {
        let sum = volume(through: slot)
        return slot == .openingCall ? sum : sum - volume(through: Slot(index: slot.index - 1))
    }

    /// Traded in all slots up to and including `slot`.
    func volume(through slot: Slot) -> Shares {
        let minutes = hasClosingCall ? min(slot.index + 1, 237) : slot.index + 1
        let parts = slot >= .closingCall ? VolumeCurve.parts : VolumeCurve.openingParts + minutes
        let (high, low) = total.multipliedFullWidth(by: Int64(parts))
        return Shares(Int64(VolumeCurve.parts).dividingFullWidth((high, low)).quotient)
    }

    private static var openingParts: Int { 5 }
    private static var parts: Int { 245 }
}
