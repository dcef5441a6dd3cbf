import Engine
import Market

/// Rules of risk over targets, with as little around them as a test needs.
struct RiskMaker {
    var policy = Policy.Risk()
    var day = World.today
    var holdings = SymbolMap<Holding>()
    var entries = SymbolMap<Entry>()
    var market = SymbolMap<Security>()
    var standing = RiskStanding()
    var equity: Money?
    var peak: Money?
    var inputs: RiskInputs?

    static let one = "600000.SH"
    static let two = "600036.SH"
    static let star = "688111.SH"

    /// No rule but those that the test turns on.
    init(_ change: (inout Policy.Risk) -> Void = { _ in }) {
        policy.stopLoss = nil
        policy.drawdownLimit = nil
        change(&policy)
    }

    var facts: RiskFacts {
        RiskFacts(
            policy: policy, day: day, calendar: World.calendar, holdings: holdings, entries: entries, market: market,
            standing: standing, equity: equity, peak: peak, inputs: inputs)
    }

    mutating func hold(_ code: String, _ shares: Int64 = 1_000, at price: String = "10.00") {
        holdings[World.symbol(code)] = Make.held(shares)
        entries[World.symbol(code)] = Entry(shares: Shares(shares), cost: Make.price(price) * Shares(shares))
        if market[World.symbol(code)] == nil { market[World.symbol(code)] = Make.security(code) }
    }

    func apply(_ weights: [(String, Int64)]) -> RiskOverlay.Outcome {
        RiskOverlay(facts).apply(to: RiskMaker.targets(weights))
    }

    /// In parts per million, ascending by symbol.
    static func targets(_ weights: [(String, Int64)]) -> [Planner.Target] {
        weights.map { Planner.Target(symbol: World.symbol($0.0), weight: .ppm($0.1)) }.sorted { $0.symbol < $1.symbol }
    }
}

extension RiskOverlay.Outcome {
    var weights: [Int64] { targets.map { $0.weight.trillionths / 1_000_000 } }
    var overlays: [Reasons] { targets.map(\.overlay) }
    var holds: [Planner.Target.Hold] { targets.map(\.hold) }
}
