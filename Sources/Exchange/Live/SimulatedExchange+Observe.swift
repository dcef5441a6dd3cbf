package import Market

// A market that is looked at instead of made from bars: paper trading. Orders fill from books that somebody observed, at
// the prices that were there, and never from anything else. Account, T+1, fees and all checks are those of every day.
extension SimulatedExchange {
    /// Begins a day whose market will be observed. Orders of the last one are forgotten with their freezes, all that is held
    /// can be sold.
    package mutating func beginLiveDay(
        _ day: Day, _ rules: LiveRules, at time: Timestamp, into notices: inout [Notice]
    ) throws(DayFailure) {
        try beginDay(LiveDay(day, SymbolMap()), at: time, into: &notices)
        if live == nil { live = LiveMarket(rules, day: day) } else { live?.begin(day) }
    }

    /// Takes what a terminal said at `time` and lets resting orders meet the new books, in the order of price and then entry.
    /// Quotes of another day, and older ones than are known, say nothing.
    package mutating func observe(
        _ instruments: [Instrument], _ quotes: [Quote], at time: Timestamp, into notices: inout [Notice]
    ) {
        guard live != nil else { return }
        now = max(now, time)
        for instrument in instruments { live?.take(instrument) }
        for quote in quotes { live?.take(quote, at: now) }
        var seen = SymbolMap<Bool>()
        for instrument in instruments { seen[instrument.symbol] = true }
        for quote in quotes { seen[quote.symbol] = true }
        for symbol in seen.keys { refresh(symbol) }
        if let live { today.bars = LiveDay(live.day, live.bars) }
        for instrument in instruments { review(instrument, into: &notices) }
        for index in resting where seen[reports[index].symbol] != nil { meetBook(index, into: &notices) }
        resting.removeAll { reports[$0].isFinal }
    }

    /// Securities with orders that wait for a better book, ascending.
    package var restingSymbols: [Symbol] {
        var symbols = SymbolMap<Bool>()
        for index in resting { symbols[reports[index].symbol] = true }
        return symbols.keys
    }

    /// Holdings whose close of this day has not been observed, ascending.
    package var unclosedSymbols: [Symbol] {
        guard let live else { return [] }
        return account.sortedPositions.filter { $0.volume > 0 && live.closes[$0.symbol] == nil }.map(\.symbol)
    }

    private mutating func refresh(_ symbol: Symbol) {
        guard let bar = live?.bar(of: symbol), let day else { return }
        live?.bars[symbol] = bar
        let facts = configuration.facts[symbol]
        guard let kind = Security.kind(of: symbol, facts) else { return }
        let classIndex = today.rules(of: kind, on: day)
        let security = Security(observed: bar, today.rules(at: classIndex), on: day, facts, classIndex: classIndex)
        if let number = today.number(of: symbol) {
            today.securities[number] = security
        } else {
            _ = today.append(security, position: account.priorIndex(of: symbol) ?? -1)
        }
    }

    /// The first look at a holding's reference price: where it is not the close of the day before, it is an ex-date.
    private mutating func review(_ instrument: Instrument, into notices: inout [Notice]) {
        guard let close = live?.lastCloses[instrument.symbol], let reference = instrument.previousClose, let day,
            let index = account.priorIndex(of: instrument.symbol)
        else { return }
        live?.lastCloses[instrument.symbol] = nil
        let position = account.positions[index]
        guard position.prior == position.volume, position.frozen == 0,
            let entry = ExDateEntry(
                day: day, symbol: position.symbol, shares: position.volume, close: close, reference: reference)
        else { return }
        account.positions[index].volume = entry.sharesAfter
        account.positions[index].prior = entry.sharesAfter
        account.cash += entry.cash
        switch entry.kind {
        case .dividend: account.figures.dividends += entry.cash
        case .bonus, .merger: account.figures.fractions += entry.cash
        case .unexplained, .announced, .soldAtEnd, .writtenOff: break
        }
        exDates.append(entry)
        notices.append(.exDate(entry))
    }
}
