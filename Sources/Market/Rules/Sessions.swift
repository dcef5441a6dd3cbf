extension InstrumentClass {
    /// The exchange's phase (ashare-rules 2.1). Single halts of the security are not in it.
    package func sessionPhase(on day: Day, at time: TimeOfDay, isTradingDay: Bool) -> SessionPhase {
        guard isTradingDay else { return .closed }
        if day >= Day.firstBreaker, day <= Day.lastBreaker, Self.isBreakerHalt(on: day, at: time) { return .marketHalt }
        switch time.milliseconds {
        case ..<TimeOfDay(9, 15).milliseconds: return .preOpen
        case ..<TimeOfDay(9, 20).milliseconds: return .openCall
        case ..<TimeOfDay(9, 25).milliseconds: return .openCallNoCancel
        case ..<TimeOfDay(9, 30).milliseconds: return .openGap
        case ..<TimeOfDay(11, 30).milliseconds: return .continuous
        case ..<TimeOfDay(13, 0).milliseconds: return .lunch
        case ..<TimeOfDay(14, 57).milliseconds: return .continuous
        case ..<TimeOfDay(15, 0).milliseconds: return hasCloseCall(on: day) ? .closeCall : .continuous
        case ..<TimeOfDay(15, 5).milliseconds: return hasAfterHours(on: day) ? .afterHoursWait : .postClose
        case ..<TimeOfDay(15, 30).milliseconds: return hasAfterHours(on: day) ? .afterHoursFixed : .postClose
        default: return .postClose
        }
    }

    /// Whether the exchange's host takes ordinary auction orders (ashare-rules 2.2). Brokers queue orders outside these
    /// phases, so their acknowledgement then does not mean that the exchange has the order.
    package func acceptsOrders(on day: Day, in phase: SessionPhase) -> Bool {
        switch phase {
        case .openCall, .openCallNoCancel, .continuous, .closeCall: true
        case .openGap: holdsOrdersInGap(on: day)
        case .closed, .preOpen, .lunch, .afterHoursWait, .afterHoursFixed, .postClose, .marketHalt: false
        }
    }

    /// Whether the exchange's host takes cancels of ordinary auction orders (ashare-rules 2.2).
    package func acceptsCancels(on day: Day, in phase: SessionPhase) -> Bool {
        switch phase {
        case .openCall, .continuous, .marketHalt: true
        case .openGap: holdsOrdersInGap(on: day)
        case .closed, .preOpen, .openCallNoCancel, .lunch, .closeCall, .afterHoursWait, .afterHoursFixed, .postClose:
            false
        }
    }

    /// Whether the day ends with a closing call, so that 14:57 to 15:00 knows no cancels.
    package func hasCloseCall(on day: Day) -> Bool {
        switch venue {
        case .shenzhen:
            // SES-01. The small-and-medium board had one from 2004-06-25 (SES-02), which a class cannot tell.
            day >= .tradingRules2006
        case .shanghai:
            switch kind {
            // SES-03, SES-04
            case .stock, .cdr, .bShare, .index: day >= Day.shanghaiStockCloseCall
            // SES-05, SES-06
            case .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof, .closedEndFund,
                .reit:
                day >= .rules2026
            case .convertible, .exchangeable, .repo, .warrant: false
            }
        case .beijing:
            // SES-07
            true
        }
    }

    /// Whether fixed-price trading follows the close (ashare-rules 2.3).
    package func hasAfterHours(on day: Day) -> Bool {
        // AFT-04: written for Beijing, not in force.
        guard venue != .beijing else { return false }
        switch kind {
        case .stock, .cdr:
            switch board {
            // AFT-01
            case .star: return day >= .starOpens
            // AFT-02
            case .chinext: return day >= .chinextReform
            // AFT-03
            case .main, .bse, nil: return day >= .rules2026
            }
        // AFT-03
        case .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity: return day >= .rules2026
        // Funds other than ETFs are not confirmed.
        case .lof, .closedEndFund, .reit, .bShare, .convertible, .exchangeable, .repo, .warrant, .index: return false
        }
    }

    /// Whether the exchange takes orders for fixed-price trading at this time (ashare-rules 2.3).
    package func acceptsFixedPriceOrders(on day: Day, at time: TimeOfDay, isTradingDay: Bool) -> Bool {
        guard isTradingDay, hasAfterHours(on: day) else { return false }
        let opening = venue == .shanghai ? TimeOfDay(9, 30) : TimeOfDay(9, 15)
        return opening <= time && time < TimeOfDay(11, 30) || TimeOfDay(13, 0) <= time && time < TimeOfDay(15, 30)
    }

    /// Shenzhen's host took orders and cancels between the opening call and 09:30 and held them, until 2016-05-08.
    private func holdsOrdersInGap(on day: Day) -> Bool { venue == .shenzhen && day < Day.shenzhenGapClosed }

    /// The minutes are from memory of the day, not from a rule (ashare-rules 18).
    private static func isBreakerHalt(on day: Day, at time: TimeOfDay) -> Bool {
        let trades =
            TimeOfDay(9, 30) <= time && time < TimeOfDay(11, 30) || TimeOfDay(13, 0) <= time && time < TimeOfDay(15, 0)
        guard trades else { return false }
        switch day {
        case Day.firstBreaker:
            return TimeOfDay(13, 12) <= time && time < TimeOfDay(13, 27) || time >= TimeOfDay(13, 33)
        case Day.lastBreaker:
            return TimeOfDay(9, 42) <= time && time < TimeOfDay(9, 57) || time >= TimeOfDay(9, 59)
        default: return false
        }
    }
}

extension Day {
    fileprivate static let firstBreaker = Day(2016, 1, 4)
    fileprivate static let lastBreaker = Day(2016, 1, 7)
    fileprivate static let shenzhenGapClosed = Day(2016, 5, 9)
    fileprivate static let shanghaiStockCloseCall = Day(2018, 8, 20)
}
