package import Market

extension SimulatedExchange {
    /// Why a day cannot begin. Nothing has changed then.
    package enum DayFailure: Error, Hashable, Sendable {
        /// Days only go forward.
        case notAfter(Day, asked: Day)
        /// The sheet's bars must ascend by symbol without repetition; carries the first that does not.
        case notAscending(Symbol)
    }

    /// Lets yesterday run up to `time` and begins `sheet.day`: orders and fills are forgotten with their freezes, ids start
    /// again, all that is held can be sold, and ex-dates take effect before any order. The sheet may come the evening before
    /// or in the middle of its day; what the market did before `time` has then happened without us.
    package mutating func beginDay(
        _ sheet: DaySheet, at time: Timestamp, into notices: inout [Notice]
    ) throws(DayFailure) {
        if let day, sheet.day <= day { throw .notAfter(day, asked: sheet.day) }
        for index in sheet.bars.indices.dropFirst() where sheet.bars[index].symbol <= sheet.bars[index - 1].symbol {
            throw .notAscending(sheet.bars[index].symbol)
        }
        advance(to: time, into: &notices)
        endDay()
        day = sheet.day
        bars = BarIndex(sheet.bars)
        notices.append(.tradingDay(sheet.day))
        applyExDates(into: &notices)
    }

    package mutating func beginDay(_ sheet: DaySheet, at time: Timestamp) throws(DayFailure) -> [Notice] {
        var notices: [Notice] = []
        try beginDay(sheet, at: time, into: &notices)
        return notices
    }

    private mutating func endDay() {
        account.release(account.frozen)
        orders.removeAll(keepingCapacity: true)
        fills.removeAll(keepingCapacity: true)
        resting.removeAll(keepingCapacity: true)
        queued.removeAll(keepingCapacity: true)
        securities.removeAll(keepingCapacity: true)
        wake = .never
        ids.removeAll()
        for index in account.positions.indices {
            guard let bar = bars[account.positions[index].symbol] else { continue }
            // On a suspended day the bar's prices repeat an older close; the reference of the day is the later word.
            let close = bar.isSuspended ? bar.previousClose : bar.close
            if close.li > 0 { account.positions[index].close = close }
        }
        account.rollPositions()
    }

    private mutating func applyExDates(into notices: inout [Notice]) {
        guard let day else { return }
        for index in account.positions.indices {
            let position = account.positions[index]
            guard let close = position.close, let bar = bars[position.symbol],
                let entry = ExDateEntry(
                    day: day, symbol: position.symbol, shares: position.volume, close: close,
                    reference: bar.previousClose)
            else { continue }
            account.positions[index].volume = entry.sharesAfter
            account.positions[index].prior = entry.sharesAfter
            account.cash += entry.cash
            switch entry.kind {
            case .dividend: account.figures.dividends += entry.cash
            case .bonus, .merger: account.figures.fractions += entry.cash
            case .unexplained: break
            }
            exDates.append(entry)
            notices.append(.exDate(entry))
        }
    }

    /// Moves the owner's money: into the account, or out of it where negative. Refused (false) where the cash that can buy
    /// now does not cover it.
    package mutating func transfer(_ amount: Money) -> Bool {
        guard account.cash + amount >= .zero else { return false }
        account.cash += amount
        account.figures.transfers += amount
        return true
    }
}

extension SimulatedExchange.DayFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAfter(let day, let asked):
            "the simulated exchange is at \(day) and cannot begin \(asked); give it days in ascending order"
        case .notAscending(let symbol):
            "the day's bars are not ascending by symbol at \(symbol); sort them and remove repeated ones"
        }
    }
}
