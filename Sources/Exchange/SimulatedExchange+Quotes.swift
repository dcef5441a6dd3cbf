package import Market

extension SimulatedExchange {
    /// The day's data as a terminal has it. Nil for what is neither in the sheet nor held. On a day without limits, or with
    /// limits that are not known, these are the sentinels of real terminals.
    package func instrument(_ symbol: Symbol) -> Instrument? {
        let name = configuration.facts[symbol]?.name ?? symbol.description
        guard let day, let bar = today.bars?.bar(of: symbol) else {
            guard let position = position(of: symbol) else { return nil }
            return Instrument(
                symbol: symbol, name: name, tick: nil, upLimit: nil, downLimit: nil, previousClose: position.close,
                isSuspended: true)
        }
        guard let security = viewed(symbol) else {
            return Instrument(
                symbol: symbol, name: name, tick: nil, upLimit: nil, downLimit: nil, previousClose: bar.previousClose,
                isSuspended: nil)
        }
        return Instrument(
            symbol: symbol, name: security.isRiskWarned && !name.contains("ST") ? "ST" + name : name,
            tick: security.tick, upLimit: security.limits.up ?? SimulatedExchange.highestPrice,
            downLimit: security.limits.down ?? .fen(1), previousClose: security.reference,
            isSuspended: security.tradability != .trading, listed: bar.listingDay == 1 ? day : nil)
    }

    /// Whether the security can be traded today, and why not.
    package func tradability(of symbol: Symbol) -> Tradability {
        if let security = viewed(symbol) { return security.tradability }
        if today.bars?.bar(of: symbol) != nil { return .unknown }
        return position(of: symbol) == nil ? .unknown : .noBar
    }

    /// The market at `time`: only what has happened by then. Nil for what is neither in the sheet nor held.
    package func quote(_ symbol: Symbol, at time: Timestamp) -> Quote? {
        guard let security = viewed(symbol) else {
            guard let position = position(of: symbol) else { return nil }
            return Quote(
                symbol: symbol, time: time, last: position.close, previousClose: position.close, phase: .halted)
        }
        let previousClose = security.reference
        guard security.tradability == .trading else {
            return Quote(
                symbol: symbol, time: time, last: previousClose, previousClose: previousClose, phase: .halted)
        }
        let phase = phase(of: security, at: time)
        guard let slot = tradedSlot(of: security, at: time) else {
            return Quote(
                symbol: symbol, time: time, last: previousClose, previousClose: previousClose, phase: phase)
        }
        let range = security.path.range(through: slot)
        var quote = Quote(
            symbol: symbol, time: time, last: security.path.price(at: slot), open: security.bar.open,
            high: range.high, low: range.low, previousClose: previousClose,
            volume: security.curve.volume(through: slot), amount: security.amount(through: slot), phase: phase)
        // In a closing call and after the close nothing rests in the open.
        if phase == .continuous || phase == .lunchBreak {
            let book = security.book(at: slot)
            let depth = security.curve.volume(of: slot)
            if depth > 0 {
                quote.bids = book.bid.map { [Quote.Level(price: $0, volume: depth)] } ?? []
                quote.asks = book.ask.map { [Quote.Level(price: $0, volume: depth)] } ?? []
            }
        }
        return quote
    }

    /// A position in a security without a bar, which therefore was held before today.
    private func position(of symbol: Symbol) -> Position? {
        account.priorIndex(of: symbol).map { account.positions[$0] }
    }

    func lastPrice(of security: Security, at time: Timestamp) -> Price? {
        guard security.tradability == .trading, let slot = tradedSlot(of: security, at: time) else {
            return security.reference
        }
        return security.path.price(at: slot)
    }

    /// The latest slot in which the security traded.
    private func tradedSlot(of security: Security, at time: Timestamp) -> Slot? {
        if time < security.day.start { return nil }
        if time.day > security.day { return .closingCall }
        if !security.hasMarketHalt { return security.latestSlot(at: time.timeOfDay) }
        return ClassRules(security.kind, on: security.day).moment(at: time.timeOfDay).traded
    }

    private func phase(of security: Security, at time: Timestamp) -> Quote.Phase {
        guard time >= security.day.start, time.day == security.day else { return .closed }
        return switch security.phase(at: time.timeOfDay) {
        case .closed, .postClose: .closed
        case .preOpen: .preOpen
        case .openCall, .openCallNoCancel: .auction
        case .openGap, .lunch: .lunchBreak
        case .continuous: .continuous
        case .closeCall: .closingAuction
        case .afterHoursWait, .afterHoursFixed: .afterHours
        case .marketHalt: .halted
        }
    }
}

extension Security {
    /// Traded value of all slots up to and including `slot`.
    fileprivate func amount(through slot: Slot) -> Money {
        var amount = Money.zero
        var next = Slot.openingCall
        while next <= slot, next != .never {
            amount += path.price(at: next) * curve.volume(of: next)
            next = self.slot(after: next)
        }
        return amount
    }
}

/// What trading needs to know of a security at a moment, in one value: the same as `instrument` and `quote` say, without
/// names, levels and volumes.
package struct SecurityView: Hashable, Sendable {
    package var kind: InstrumentClass
    /// No bounds on a day without limits.
    package var limits: PriceLimits
    package var previousClose: Price?
    package var isSuspended: Bool
    package var last: Price?
    package var bid: Price?
    package var ask: Price?
    package var isHalted: Bool
    /// ST or *ST.
    package var isRiskWarned: Bool?
    /// 1 on the day of listing; nil where unknown or long past.
    package var listingDay: Int?
}

extension SimulatedExchange {
    /// The security at `time`: only what has happened by then. Nil for what has no bar today and is not held, and for what
    /// no rule covers.
    package mutating func look(at symbol: Symbol, at time: Timestamp) -> SecurityView? {
        guard let number = security(of: symbol) else {
            guard let kind = InstrumentClass(symbol), let position = position(of: symbol), let close = position.close
            else { return nil }
            return SecurityView(
                kind: kind, limits: .none, previousClose: close, isSuspended: true, last: close, isHalted: true)
        }
        let security = today.securities[number]
        let reference = security.reference
        var view = SecurityView(
            kind: security.kind, limits: security.limits, previousClose: reference,
            isSuspended: security.tradability != .trading, last: reference, isHalted: false,
            isRiskWarned: security.isRiskWarned, listingDay: security.bar.listingDay)
        if view.isSuspended {
            view.isHalted = true
            return view
        }
        guard time.day == security.day else {
            if let slot = tradedSlot(of: security, at: time) { view.last = security.path.price(at: slot) }
            return view
        }
        let moment = today.moment(ofClass: security.classIndex, at: time.timeOfDay)
        guard let slot = moment.traded else { return view }
        let last = security.path.price(at: slot)
        view.last = last
        switch moment.phase {
        case .continuous, .lunch, .openGap:
            guard security.curve.trades(in: slot) else { break }
            view.bid = security.bid(at: last)
            view.ask = security.ask(at: last)
        case .marketHalt:
            view.isHalted = true
        case .closed, .preOpen, .openCall, .openCallNoCancel, .closeCall, .afterHoursWait, .afterHoursFixed,
            .postClose:
            break
        }
        return view
    }
}
