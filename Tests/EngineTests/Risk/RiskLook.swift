import Market

@testable import Engine

/// An engine in the middle of its day, whose looks at risk are made one by one, with as little around them as can be.
struct RiskLook {
    static let one = World.symbol(RiskMaker.one)
    static let two = World.symbol(RiskMaker.two)

    var engine: Engine
    var now = World.today.at(TimeOfDay(9, 31))
    var holdings = SymbolMap<Holding>()
    var cash = Money.yuan(100_000)
    var frozen = Money.zero

    /// No rule but those that the test turns on.
    init(_ change: (inout Policy) -> Void = { _ in }) {
        var policy = Policy(account: "42", isSimulated: true, fees: World.fees)
        policy.risk.stopLoss = nil
        policy.risk.drawdownLimit = nil
        change(&policy)
        engine = Engine(policy: policy, calendar: World.calendar)
        engine.restore(.dayBegan(World.today))
        engine.restore(.armed(account: "42", by: "test", reason: "a test", at: now))
    }

    var asset: AssetReport { AssetReport(cash: cash, frozenCash: frozen, marketValue: .zero, total: cash) }

    mutating func hold(
        _ symbol: Symbol, _ shares: Int64, sellable: Int64? = nil, last: String? = "10.00",
        reference: String = "10.00", entry: Entry? = nil
    ) {
        holdings[symbol] = Make.held(shares, sellable: sellable)
        engine.market[symbol] = Make.security("\(symbol)", last: last, previous: reference, up: "99.00", down: "0.01")
        if let entry { engine.restore(.entryAdjusted(symbol, entry, because: .external)) }
    }

    mutating func closed(
        on day: Day = World.yesterday, cash: Int64 = 100_000, _ holdings: [(Symbol, Int64, String?)] = []
    ) {
        let asset = AssetReport(cash: .yuan(cash), frozenCash: .zero, marketValue: .zero, total: .yuan(cash))
        let rows = holdings.map {
            Record.DayClose.Holding(symbol: $0.0, volume: Shares($0.1), close: $0.2.map(Make.price))
        }
        engine.restore(.dayClosed(.init(day: day, asset: asset, holdings: rows)))
        engine.restore(.dayBegan(World.today))
    }

    mutating func account(_ rows: [(Symbol, Int64)] = [], orders: [OrderReport] = [], fills: [FillReport] = []) {
        let positions = rows.map { PositionReport(symbol: $0.0, volume: Shares($0.1), sellable: Shares($0.1)) }
        engine.account = AccountSnapshot(
            asOf: now, sequence: 1, tradingDay: now.day, asset: asset,
            positions: positions.isEmpty ? .empty : .rows(positions), orders: orders.isEmpty ? .empty : .rows(orders),
            fills: fills.isEmpty ? .empty : .rows(fills))
    }

    mutating func expect(_ symbol: Symbol, _ amount: Money, since days: Int) {
        engine.book.risk.receivables.append(
            .init(symbol: symbol, amount: amount, shares: 1, exDay: World.today.advanced(by: -days)))
    }

    mutating func peak(_ yuan: Int64, equity: Money = .yuan(1)) {
        engine.restore(.equityObserved(equity: equity, peak: .yuan(yuan), at: World.yesterday.at(TimeOfDay(9, 31))))
    }

    /// How many records a step makes.
    @discardableResult
    mutating func records(of step: (inout RiskLook) -> Void) -> Int {
        let before = engine.emitted
        step(&self)
        return engine.emitted - before
    }

    @discardableResult
    mutating func review() -> Int {
        records { $0.engine.reviewHoldings($0.holdings, asset: $0.asset, at: $0.now) }
    }

    @discardableResult
    mutating func takeFlows(_ equity: Money) -> Int {
        records { $0.engine.takeFlows($0.asset, equity: equity, at: $0.now) }
    }

    /// Whether risk is settled `milliseconds` after the first look.
    mutating func settles(after milliseconds: Int64 = 0) -> Bool {
        engine.settleStops(holdings, asset: asset, at: now.adding(milliseconds: milliseconds))
    }

    /// The same, as a number of records.
    mutating func settling(after milliseconds: Int64 = 0) -> Int {
        records { _ = $0.settles(after: milliseconds) }
    }

    mutating func forgetting() -> Int { records { $0.engine.forgetLiquidation(at: $0.now) } }

    mutating func ending() -> Int { records { $0.engine.endLiquidation(at: $0.now) } }

    mutating func exposing() -> Int {
        records { _ = $0.engine.settleExposure($0.engine.riskFacts($0.holdings, on: World.today), at: $0.now) }
    }

    var alerts: [Alert] { engine.effects.compactMap { if case .alert(let alert) = $0 { alert } else { nil } } }
}
