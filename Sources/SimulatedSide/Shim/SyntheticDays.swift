package import History
package import Market

/// Days of an invented market.
package struct SyntheticDays: DaySource {
    private let market: SyntheticMarket

    package init(_ market: SyntheticMarket) {
        self.market = market
    }

    package var days: [Day] { market.sheets.map(\.day) }
    package var identity: String { "synthetic market, seed \(market.scenario.seed)" }

    package func sheet(_ day: Day) throws -> DaySheet {
        market.sheets.first { $0.day == day } ?? DaySheet(day: day, bars: [])
    }

    package func name(of symbol: Symbol) -> String? { market.stocks.first { $0.symbol == symbol }?.name }
    package func listed(_ symbol: Symbol) -> Day? { nil }
}
