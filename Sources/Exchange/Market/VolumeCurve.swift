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

    /// Whether anything trades in this slot; from one share for each part on, something does in every one.
    func trades(in slot: Slot) -> Bool { total >= Int64(VolumeCurve.parts) || volume(of: slot) > 0 }

    /// Traded in all slots up to and including `slot`.
    func volume(through slot: Slot) -> Shares {
        let minutes = hasClosingCall ? min(slot.index + 1, 237) : slot.index + 1
        let parts = slot >= .closingCall ? VolumeCurve.parts : VolumeCurve.openingParts + minutes
        // Nearly always 64 bits are enough, and then much faster.
        let (product, overflow) = total.multipliedReportingOverflow(by: Int64(parts))
        if !overflow { return Shares(product / Int64(VolumeCurve.parts)) }
        let (high, low) = total.multipliedFullWidth(by: Int64(parts))
        return Shares(Int64(VolumeCurve.parts).dividingFullWidth((high, low)).quotient)
    }

    private static var openingParts: Int { 5 }
    private static var parts: Int { 245 }
}
