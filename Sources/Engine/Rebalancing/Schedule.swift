package import Market

/// When orders may leave, by the exchange's phases and the execution window. One place for it: the engine asks before it
/// decides, the gate before it lets pass.
package enum Schedule {
    /// Orders for the opening call leave from here: a few seconds inside it, since no two clocks are one.
    package static var callStart: TimeOfDay { TimeOfDay(9, 15, 5) }
    /// And up to here (exclusive): from 09:20 on nothing can be cancelled.
    package static var callEnd: TimeOfDay { TimeOfDay(9, 20) }
    /// What rests can be cancelled again.
    package static var opening: TimeOfDay { TimeOfDay(9, 30) }
    package static var lunch: TimeOfDay { TimeOfDay(11, 30) }
    package static var afternoon: TimeOfDay { TimeOfDay(13, 0) }

    /// Whether an order may leave in `phase`, which is that of `time`.
    @inline(__always)
    package static func allows(_ execution: Policy.Execution, at time: TimeOfDay, in phase: SessionPhase) -> Bool {
        switch phase {
        case .continuous: time >= execution.windowStart && time < execution.windowEnd
        case .openCall: execution.manner.style == .openAuction && time >= callStart
        default: false
        }
    }

    /// An order that leaves at `time` must have arrived by then: where the phase or the window ends, nobody takes it, or
    /// it would lie at the counter until the next one.
    @inline(__always)
    package static func deadline(_ execution: Policy.Execution, at time: TimeOfDay) -> TimeOfDay {
        if time < callEnd { return callEnd }
        return time < lunch ? min(lunch, execution.windowEnd) : execution.windowEnd
    }

    /// Time of the session from its opening to `time`, in milliseconds: lunch is none.
    static func traded(_ time: TimeOfDay) -> Int64 {
        let morning = min(max(time, opening), lunch).milliseconds - opening.milliseconds
        return Int64(morning) + Int64(max(time, afternoon).milliseconds - afternoon.milliseconds)
    }

    /// The time of the day with so much of the session behind it; where the morning ends, the beginning of the afternoon.
    static func time(traded milliseconds: Int64) -> TimeOfDay {
        let morning = traded(lunch)
        let start = milliseconds < morning ? Int64(opening.milliseconds) : Int64(afternoon.milliseconds) - morning
        return TimeOfDay(milliseconds: Int32(start + milliseconds))
    }
}
