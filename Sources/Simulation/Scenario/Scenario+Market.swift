import Market

// The market's days: a few securities that wander, stand at their limits, do not trade, or go ex.
extension Scenario {
    static func prices(_ symbols: [Symbol], _ chance: inout Chance) -> [Price] {
        symbols.map { _ in Price.fen(Int64(chance.within(400...9000))) }
    }

    static func market(
        _ symbols: [Symbol], _ opening: [Price], _ days: [Day], _ chance: inout Chance, _ mix: inout FaultMix
    ) -> [SheetDay] {
        var closes = opening
        var sheets: [SheetDay] = []
        for (number, day) in days.enumerated() {
            var bars: [DayBar] = []
            for (index, symbol) in symbols.enumerated() {
                var reference = closes[index]
                if number > 0, mix.strikes(.bonusOvernight) {
                    reference = Price.fen(max(reference.li / 10 * (chance.happens(500) ? 50 : 97) / 100, 100))
                }
                let falls = number > 0 && mix.strikes(.marketFalls)
                let bar = bar(symbol, reference, day, falls: falls, &chance, &mix)
                closes[index] = bar.isSuspended ? reference : bar.close
                bars.append(bar)
            }
            sheets.append(SheetDay(DaySheet(day: day, bars: bars)))
        }
        return sheets
    }

    private static func bar(
        _ symbol: Symbol, _ reference: Price, _ day: Day, falls: Bool, _ chance: inout Chance, _ mix: inout FaultMix
    ) -> DayBar {
        let limits = InstrumentClass(symbol)?.priceLimits(on: day, previousClose: reference) ?? .none
        func bounded(_ perMille: Int) -> Price {
            let price = Price.fen(reference.li * Int64(1000 + perMille) / 10_000)
            return min(max(price, limits.down ?? price), limits.up ?? price)
        }
        var open = bounded(chance.within(-20...20))
        var close = bounded(chance.within(-40...40))
        var high = max(open, close, bounded(chance.within(0...60)))
        var low = min(open, close, bounded(chance.within(-60...0)))
        var isSuspended = false
        let volume = Shares(mix[.thinVolume] > 0 ? 100_000 : Int64(chance.pick([500_000, 5_000_000, 50_000_000])))
        if falls {
            // Just above the limit, so that somebody still bids.
            open = bounded(-90)
            low = bounded(-95)
            close = bounded(-90)
            high = bounded(-80)
        }
        if mix.strikes(.suspended) {
            isSuspended = true
            (open, high, low, close) = (reference, reference, reference, reference)
        } else if mix.strikes(.lockedUp), let up = limits.up {
            (open, high, low, close) = (up, up, up, up)
        } else if mix.strikes(.lockedDown), let down = limits.down {
            (open, high, low, close) = (down, down, down, down)
        }
        if mix[.thinVolume] > 0 { mix.struck(.thinVolume) }
        return DayBar(
            symbol: symbol, open: open, high: high, low: low, close: close, previousClose: reference,
            volume: isSuspended ? 0 : volume, isSuspended: isSuspended)
    }
}
