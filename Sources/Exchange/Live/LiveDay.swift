import Market

/// A day in progress: what has been observed of each security so far, in the shape of bars that have not moved.
final class LiveDay: DayBars {
    let day: Day
    private let bars: SymbolMap<DayBar>

    init(_ day: Day, _ bars: SymbolMap<DayBar>) {
        self.day = day
        self.bars = bars
    }

    func bar(of symbol: Symbol) -> DayBar? { bars[symbol] }

    /// The last price observed, the reference where the security is suspended or has not traded.
    func closing(of symbol: Symbol) -> Price? {
        guard let bar = bars[symbol] else { return nil }
        let price = bar.isSuspended ? bar.previousClose : bar.close
        return price.li > 0 ? price : nil
    }

    /// A reference price tells of an ex-date only beside a close that is known: see `SimulatedExchange.observe`.
    func reference(of symbol: Symbol) -> Price? { nil }
}
