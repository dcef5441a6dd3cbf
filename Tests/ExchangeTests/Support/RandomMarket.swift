import Market

/// Random days of a few securities of every kind that has rules of its own: gaps, limits, suspensions, missing bars,
/// ex-dates, thin and thick volume.
struct RandomMarket {
    static let symbols: [Symbol] = [
        "000001.SZ", "300001.SZ", "510300.SH", "511010.SH", "600000.SH", "600001.SH", "688001.SH", "920001.BJ",
    ]
    static let sameDay: Set<Symbol> = ["511010.SH"]

    private var closes: [Symbol: Price] = [:]

    mutating func sheet(on day: Day, _ random: inout SplitMix64) -> DaySheet {
        DaySheet(day: day, bars: RandomMarket.symbols.compactMap { bar(of: $0, on: day, &random) })
    }

    private mutating func bar(of symbol: Symbol, on day: Day, _ random: inout SplitMix64) -> DayBar? {
        guard let kind = InstrumentClass(symbol) else { return nil }
        let tick = kind.tick(on: day).li
        let close = closes[symbol] ?? Price(li: Int64.random(in: 20...4000, using: &random) * 10)
        closes[symbol] = close
        if random.one(in: 12) { return nil }
        var reference = close
        if random.one(in: 6) {
            reference = Price(li: max(close.li * Int64.random(in: 50...102, using: &random) / 100 / tick, 5) * tick)
        }
        if random.one(in: 12) {
            closes[symbol] = reference
            return .sample(
                symbol, open: close, high: close, low: close, close: close, previousClose: reference, volume: 0,
                isSuspended: true)
        }
        let isRiskWarned = symbol == "600001.SH"
        let limits = kind.priceLimits(
            on: day, previousClose: reference, conditions: LimitConditions(isRiskWarned: isRiskWarned))
        let up = (limits.up?.li ?? reference.li * 2) / tick
        let down = max((limits.down?.li ?? reference.li / 2) / tick, 1)
        func price() -> Int64 {
            switch Int.random(in: 0..<12, using: &random) {
            case 0: up
            case 1: down
            default: Int64.random(in: down...up, using: &random)
            }
        }
        var prices = random.one(in: 10) ? Array(repeating: price(), count: 4) : [price(), price(), price(), price()]
        let (open, end) = (prices[0], prices[1])
        prices.sort()
        closes[symbol] = Price(li: end * tick)
        let volume: Int64 = [0, 900, 60_000, 700_000, 90_000_000].randomElement(using: &random) ?? 0
        return DayBar(
            symbol: symbol, open: Price(li: open * tick), high: Price(li: prices[3] * tick),
            low: Price(li: prices[0] * tick), close: Price(li: end * tick), previousClose: reference,
            volume: Shares(volume + Int64.random(in: 0...volume, using: &random)), isRiskWarned: isRiskWarned)
    }
}
