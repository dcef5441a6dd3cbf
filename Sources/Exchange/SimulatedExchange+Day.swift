package import Market

extension SimulatedExchange {
    /// Why a day cannot begin. Nothing has changed then.
    package enum DayFailure: Error, Hashable, Sendable {
        /// Days only go forward.
        case notAfter(Day, asked: Day)
        /// The sheet's bars must ascend by symbol without repetition; carries the first that does not.
        case notAscending(Symbol)
    }

    /// Lets yesterday run up to `time` and begins the day of `bars`: orders and fills are forgotten with their freezes, ids
    /// start again, all that is held can be sold, and ex-dates take effect before any order. The day may begin the evening
    /// before or in its own middle; what the market did before `time` has then happened without us.
    package mutating func beginDay(
        _ bars: any DayBars, at time: Timestamp, into notices: inout [Notice]
    ) throws(DayFailure) {
        if let day, bars.day <= day { throw .notAfter(day, asked: bars.day) }
        advance(to: time, into: &notices)
        endDay()
        day = bars.day
        today.begin(bars)
        notices.append(.tradingDay(bars.day))
        payReceivables(on: bars.day, into: &notices)
        guard bars.hasEvents else { return }
        applyExDates(of: bars, into: &notices)
        endSeries(of: bars, into: &notices)
    }

    /// The same for a sheet, whose bars must ascend.
    package mutating func beginDay(
        _ sheet: DaySheet, at time: Timestamp, into notices: inout [Notice]
    ) throws(DayFailure) {
        for index in sheet.bars.indices.dropFirst() where sheet.bars[index].symbol <= sheet.bars[index - 1].symbol {
            if let day, sheet.day <= day { throw .notAfter(day, asked: sheet.day) }
            throw .notAscending(sheet.bars[index].symbol)
        }
        try beginDay(SheetDay(sheet), at: time, into: &notices)
    }

    package mutating func beginDay(_ sheet: DaySheet, at time: Timestamp) throws(DayFailure) -> [Notice] {
        var notices: [Notice] = []
        try beginDay(sheet, at: time, into: &notices)
        return notices
    }

    private mutating func endDay() {
        account.release(account.frozen)
        orders.removeAll(keepingCapacity: true)
        reports.removeAll(keepingCapacity: true)
        fills.removeAll(keepingCapacity: true)
        resting.removeAll(keepingCapacity: true)
        queued.removeAll(keepingCapacity: true)
        wake = .never
        ids.removeAll()
        if let bars = today.bars, bars.hasEvents {
            for index in account.positions.indices {
                let close = bars.closing(of: account.positions[index].symbol)
                if let close, close.li > 0 { account.positions[index].close = close }
                account.positions[index].daysWithoutBar = close == nil ? account.positions[index].daysWithoutBar + 1 : 0
            }
        }
        account.rollPositions()
    }

    private mutating func payReceivables(on day: Day, into notices: inout [Notice]) {
        guard !account.receivables.isEmpty else { return }
        for due in account.receivables where due.payDay <= day { account.cash += due.cash }
        account.receivables.removeAll { $0.payDay <= day }
    }

    private mutating func applyExDates(of bars: any DayBars, into notices: inout [Notice]) {
        for index in account.positions.indices {
            let position = account.positions[index]
            let entry: ExDateEntry?
            if let announced = bars.corporateAction(of: position.symbol), position.volume > 0 {
                entry = ExDateEntry(
                    announced, symbol: position.symbol, shares: position.volume, close: position.close,
                    reference: bars.reference(of: position.symbol), takesUpRights: configuration.takesUpRights)
            } else if let close = position.close, let reference = bars.reference(of: position.symbol) {
                entry = ExDateEntry(
                    day: bars.day, symbol: position.symbol, shares: position.volume, close: close, reference: reference)
            } else {
                entry = nil
            }
            guard let entry else { continue }
            account.positions[index].volume = entry.sharesAfter
            account.positions[index].prior = entry.sharesAfter
            account.positions[index].cost += entry.paid
            account.cash -= entry.paid
            account.figures.subscribed += entry.paid
            if entry.payDay > bars.day {
                account.receivables.append(Account.Receivable(payDay: entry.payDay, cash: entry.cash))
            } else {
                account.cash += entry.cash
            }
            switch entry.kind {
            case .dividend, .announced: account.figures.dividends += entry.cash
            case .bonus, .merger: account.figures.fractions += entry.cash
            case .unexplained: break
            case .soldAtEnd, .writtenOff: account.figures.ended += entry.cash
            }
            exDates.append(entry)
            notices.append(.exDate(entry))
        }
    }

    /// Ends holdings whose series has stopped: nobody is told that a stock is gone, it just has no more bars.
    private mutating func endSeries(of bars: any DayBars, into notices: inout [Notice]) {
        guard let ending = configuration.endedSeries else { return }
        for index in account.positions.indices
        where account.positions[index].daysWithoutBar >= ending.afterDays
            && bars.reference(of: account.positions[index].symbol) == nil
        {
            guard let close = account.positions[index].close, account.positions[index].volume > 0 else { continue }
            let position = account.positions[index]
            let cash = ending.isSold ? close * position.volume : .zero
            let entry = ExDateEntry(
                ended: ending.isSold ? .soldAtEnd : .writtenOff, day: bars.day, symbol: position.symbol,
                shares: position.volume, close: close, cash: cash)
            account.positions[index].volume = 0
            account.positions[index].prior = 0
            account.positions[index].cost = .zero
            account.cash += cash
            account.figures.ended += cash
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
