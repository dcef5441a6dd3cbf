import Market

/// The observed market of a simulated exchange that follows a real one.
struct LiveMarket: Hashable, Sendable {
    /// One security as it was observed last.
    struct Entry: Hashable, Sendable {
        var instrument: Instrument?
        var quote: Quote?
        /// When `quote` came.
        var observedAt: Timestamp?
        /// What our orders have taken from this very book.
        var taken: [Taken] = []
    }

    struct Taken: Hashable, Sendable {
        var side: Side
        var price: Price
        var shares: Shares
    }

    let rules: SimulatedExchange.LiveRules
    var day: Day
    var entries = SymbolMap<Entry>()
    var bars = SymbolMap<DayBar>()
    /// Closes seen after the close of the last day that was observed; an ex-date shows against them.
    var lastCloses = SymbolMap<Price>()
    /// Those of today, as they come.
    var closes = SymbolMap<Price>()

    init(_ rules: SimulatedExchange.LiveRules, day: Day) {
        self.rules = rules
        self.day = day
    }

    mutating func begin(_ day: Day) {
        self.day = day
        entries.removeAll()
        bars.removeAll()
        lastCloses = closes
        closes.removeAll()
    }

    /// Takes a quote unless it is older than the one that is known. A book that has not changed since is the same book: what
    /// we took of it is gone.
    mutating func take(_ quote: Quote, at time: Timestamp) {
        guard quote.time.day == day else { return }
        var entry = entries[quote.symbol] ?? Entry()
        if let known = entry.quote {
            if quote.time < known.time { return }
            let isSameBook =
                known.volume == quote.volume && known.bids == quote.bids && known.asks == quote.asks
                && known.last == quote.last
            if !isSameBook { entry.taken = [] }
        }
        entry.quote = quote
        entry.observedAt = time
        entries[quote.symbol] = entry
        let isClosed = quote.phase == .closed || quote.phase == .afterHours
        if time >= day.at(LiveMarket.close), isClosed || quote.time >= day.at(LiveMarket.close), let last = quote.last,
            last.li > 0
        {
            closes[quote.symbol] = last
        }
    }

    mutating func take(_ instrument: Instrument) {
        entries[instrument.symbol, default: Entry()].instrument = instrument
    }

    /// The security's day so far. Nil before anything of it is known.
    func bar(of symbol: Symbol) -> DayBar? {
        guard let entry = entries[symbol] else { return nil }
        let reference = [entry.instrument?.previousClose, entry.quote?.previousClose].lazy.compactMap(\.self)
            .first { $0.li > 0 }
        let last = entry.quote?.last.flatMap { $0.li > 0 ? $0 : nil } ?? reference ?? Price(li: 0)
        return DayBar(
            symbol: symbol, open: last, high: last, low: last, close: last, previousClose: reference ?? Price(li: 0),
            volume: entry.quote?.volume ?? 0,
            isSuspended: entry.instrument?.isSuspended == true || entry.quote?.phase == .halted,
            isRiskWarned: entry.instrument.map { LiveMarket.isRiskWarned($0.name) },
            limits: entry.instrument.flatMap { PriceLimits(published: $0) })
    }

    /// The book of `symbol` where it may be traded against at `now`: of today, fresh, and in continuous trading by its own
    /// word. Nil otherwise.
    func book(of symbol: Symbol, at now: Timestamp) -> Quote? {
        guard let entry = entries[symbol], let quote = entry.quote, let observedAt = entry.observedAt else {
            return nil
        }
        let age = now.milliseconds(since: observedAt)
        guard age >= 0, age <= rules.ageMaximumMilliseconds,
            now.milliseconds(since: quote.time) <= rules.lagMaximumMilliseconds
        else { return nil }
        return quote.phase == .continuous || quote.phase == .unknown ? quote : nil
    }

    /// What is left of a level for our orders: their part of its volume less what they took.
    func available(_ level: Quote.Level, _ side: Side, of symbol: Symbol) -> Shares {
        let taken = entries[symbol]?.taken.first { $0.side == side && $0.price == level.price }?.shares ?? 0
        let (high, low) = max(level.volume.count, 0).multipliedFullWidth(by: rules.participationPPM)
        let part = Shares(Int64(1_000_000).dividingFullWidth((high, low)).quotient)
        return max(part - taken, .zero)
    }

    mutating func took(_ shares: Shares, _ side: Side, at price: Price, of symbol: Symbol) {
        guard var entry = entries[symbol] else { return }
        if let place = entry.taken.firstIndex(where: { $0.side == side && $0.price == price }) {
            entry.taken[place].shares += shares
        } else {
            entry.taken.append(Taken(side: side, price: price, shares: shares))
        }
        entries[symbol] = entry
    }

    /// By the short name, as terminals have it.
    private static func isRiskWarned(_ name: String) -> Bool {
        ["ST", "*ST", "SST", "S*ST"].contains { name.hasPrefix($0) }
    }

    /// From here on the last price is the day's close.
    static var close: TimeOfDay { TimeOfDay(15, 0) }
}

extension SimulatedExchange {
    /// How our orders may use a market that is only looked at.
    package struct LiveRules: Hashable, Sendable, Codable {
        /// The part of a level's volume, in parts of 10⁶, that our orders together may take. At most 10⁶.
        package var participationPPM: Int64
        /// Nothing fills from a quote that came longer ago.
        package var ageMaximumMilliseconds: Int64
        /// Nothing fills from a quote whose own time lies further back: a feed that stands still.
        package var lagMaximumMilliseconds: Int64

        package init(
            participationPPM: Int64 = 1_000_000, ageMaximumMilliseconds: Int64 = 10_000,
            lagMaximumMilliseconds: Int64 = 60_000
        ) {
            self.participationPPM = min(max(participationPPM, 0), 1_000_000)
            self.ageMaximumMilliseconds = ageMaximumMilliseconds
            self.lagMaximumMilliseconds = lagMaximumMilliseconds
        }
    }
}
