import Market

// Kinds about days and phases: the calendar, sessions, halts and auctions.
extension CaseReader {
    mutating func runTradingDay(_ calendar: TradingCalendar?) throws(CaseProblem) -> [CaseOutcome] {
        let day = try day("date")
        let isOpen = try bool("open")
        try finish()
        let calendar = try known(calendar)
        return [
            CaseOutcome(
                "open", isOpen, try asked { () throws(TradingCalendar.Failure) in try calendar.isTradingDay(day) })
        ]
    }

    mutating func runNextTradingDay(_ calendar: TradingCalendar?) throws(CaseProblem) -> [CaseOutcome] {
        let day = try day("date")
        let next = try self.day("next")
        try finish()
        let calendar = try known(calendar)
        return [
            CaseOutcome("next", next, try asked { () throws(TradingCalendar.Failure) in try calendar.next(after: day) })
        ]
    }

    mutating func runSession(_ calendar: TradingCalendar?) throws(CaseProblem) -> [CaseOutcome] {
        let listing = try instrument()
        let (day, time) = try moment("datetime")
        let phase: SessionPhase = try choice("phase")
        let acceptsOrders = try bool("accepts_auction_orders")
        let acceptsCancels = try bool("accepts_cancels")
        try finish()
        let isTradingDay: Bool
        if let calendar {
            isTradingDay = try asked { () throws(TradingCalendar.Failure) in try calendar.isTradingDay(day) }
        } else {
            // Without a calendar only a weekday on which the exchange is said to be closed is beyond us.
            isTradingDay = day.weekday <= 5
            if isTradingDay, phase == .closed { _ = try known(calendar) }
        }
        let got = listing.sessionPhase(on: day, at: time, isTradingDay: isTradingDay)
        return [
            CaseOutcome("phase", phase.rawValue, got.rawValue),
            CaseOutcome("accepts_auction_orders", acceptsOrders, listing.acceptsOrders(on: day, in: got)),
            CaseOutcome("accepts_cancels", acceptsCancels, listing.acceptsCancels(on: day, in: got)),
        ]
    }

    mutating func runListingHalt() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try share(needsExchange: false)
        let day = try day("date")
        let listingDay = Int(try integer("listing_day", in: 1...100_000))
        let open = try price("open")
        let price = try price("trade_price")
        var fired: ListingHalt.Levels = []
        for value in try list("already_fired") {
            guard case .text(let name) = value, let level = ListingHalt.Levels(caseName: name) else {
                throw .unreadable("already_fired", value, allowed: "up30, up60, down30, down60")
            }
            fired.insert(level)
        }
        let time = try time("at")
        let isHalted = try bool("halt")
        let minutes = try integer("minutes", in: 0...1000)
        let resume = try orNull("resume") { (reader, name) throws(CaseProblem) in try reader.time(name) }
        try finish()
        let halt = listing.listingHalt(
            on: day, at: time, conditions: LimitConditions(listingDay: listingDay), open: open, price: price,
            fired: fired)
        return [
            CaseOutcome("halt", isHalted, halt != nil),
            CaseOutcome("minutes", "\(minutes)", halt.map { time.tradingMinutes(to: $0.resume) } ?? "0"),
            CaseOutcome("resume", resume, halt?.resume),
        ]
    }

    mutating func runAuction() throws(CaseProblem) -> [CaseOutcome] {
        let venue = try venue("exchange")
        let previousClose = try price("prev_close")
        var orders: [CallAuction.Order] = []
        for (index, value) in try list("orders").enumerated() {
            guard case .object(let fields) = value else {
                throw .unreadable("orders[\(index)]", value, allowed: "an object with side, price and qty")
            }
            var order = CaseReader(fields, path: "orders[\(index)].")
            orders.append(
                CallAuction.Order(
                    side: try order.choice("side"), price: try order.price("price"), shares: try order.shares("qty")))
            try order.finish()
        }
        let price = try priceOrNull("price")
        let volume = try shares("volume")
        try finish()
        let uncross = CallAuction.uncross(orders, venue: venue, tick: .fen(1), reference: previousClose)
        return [CaseOutcome("price", price, uncross?.price), CaseOutcome("volume", volume, uncross?.volume ?? .zero)]
    }

    private mutating func moment(_ name: String) throws(CaseProblem) -> (Day, TimeOfDay) {
        let text = try text(name)
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(parts[0]), let time = TimeOfDay(String(parts[1])) else {
            throw .unreadable(name, .text(text), allowed: "YYYY-MM-DDTHH:MM:SS")
        }
        return (day, time)
    }

    private func known(_ calendar: TradingCalendar?) throws(CaseProblem) -> TradingCalendar {
        guard let calendar else {
            throw .impossible(
                "it needs a trading calendar and none was found; give one with --calendar FILE.csv "
                    + "(a line 'trade_date', then one YYYY-MM-DD a line)")
        }
        return calendar
    }

    /// Asks the calendar; a day that it does not cover makes the case impossible to run.
    private func asked<Answer>(
        _ question: () throws(TradingCalendar.Failure) -> Answer
    ) throws(CaseProblem) -> Answer {
        do {
            return try question()
        } catch {
            throw .impossible("\(error)")
        }
    }
}

extension ListingHalt.Levels {
    fileprivate init?(caseName: String) {
        switch caseName {
        case "up30": self = .up30
        case "up60": self = .up60
        case "down30": self = .down30
        case "down60": self = .down60
        default: return nil
        }
    }
}

extension TimeOfDay {
    /// Minutes without the lunch break, seconds after a colon where there are any.
    fileprivate func tradingMinutes(to end: TimeOfDay) -> String {
        let spansLunch = self < TimeOfDay(11, 30) && end >= TimeOfDay(13, 0)
        let seconds = (end.milliseconds - milliseconds - (spansLunch ? 5_400_000 : 0)) / 1000
        return seconds % 60 == 0 ? "\(seconds / 60)" : "\(seconds / 60):\(seconds % 60)"
    }
}
