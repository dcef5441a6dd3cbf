import Market

/// A moment at which the simulated market trades: the opening call, one of the 240 minutes of the continuous session, or the
/// closing call. All trades of a slot happen at its start.
struct Slot: Hashable, Comparable, Sendable {
    /// -1 is the opening call, 0 to 239 are the minutes from 09:30 and from 13:00, 240 is the closing call.
    var index: Int

    /// 09:25.
    static var openingCall: Slot { Slot(index: -1) }
    static var firstMinute: Slot { Slot(index: 0) }
    /// 15:00.
    static var closingCall: Slot { Slot(index: 240) }
    /// After every slot of the day.
    static var never: Slot { Slot(index: .max) }

    static func < (left: Slot, right: Slot) -> Bool { left.index < right.index }

    /// The latest slot that has begun at `time`; nil before the opening call.
    static func latest(at time: TimeOfDay) -> Slot? {
        let milliseconds = Int(time.milliseconds)
        return switch milliseconds {
        case ..<openingMilliseconds: nil
        case ..<morningMilliseconds: .openingCall
        case ..<lunchMilliseconds: Slot(index: (milliseconds - morningMilliseconds) / 60_000)
        case ..<afternoonMilliseconds: Slot(index: 119)
        case ..<closeMilliseconds: Slot(index: 120 + (milliseconds - afternoonMilliseconds) / 60_000)
        default: .closingCall
        }
    }

    /// The same for a security with a closing call, whose last three minutes do not trade one by one, or without one.
    static func latest(at time: TimeOfDay, hasClosingCall: Bool) -> Slot? {
        guard let slot = latest(at: time) else { return nil }
        if hasClosingCall { return slot.index > 236 && slot < .closingCall ? Slot(index: 236) : slot }
        return slot == .closingCall ? Slot(index: 239) : slot
    }

    /// When this slot begins. Not for `never`.
    var time: TimeOfDay {
        let milliseconds =
            switch index {
            case ..<0: Slot.openingMilliseconds
            case ..<120: Slot.morningMilliseconds + index * 60_000
            default: Slot.afternoonMilliseconds + (index - 120) * 60_000
            }
        return TimeOfDay(milliseconds: Int32(milliseconds))
    }

    private static var openingMilliseconds: Int { 33_900_000 }
    private static var morningMilliseconds: Int { 34_200_000 }
    private static var lunchMilliseconds: Int { 41_400_000 }
    private static var afternoonMilliseconds: Int { 46_800_000 }
    private static var closeMilliseconds: Int { 54_000_000 }
}
