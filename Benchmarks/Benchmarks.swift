import Engine
import Market

/// Figures for people: run in release mode, quote medians. `Benchmarks/run.sh` builds and runs it.
@main
struct Benchmarks {
    static func main() throws {
        plan()
        gate()
        try risk()
        try journal()
    }

    static func median(_ name: String, runs: Int = 51, _ body: () -> Int) {
        let clock = ContinuousClock()
        var times: [Duration] = []
        var check = 0
        for _ in 0..<runs { times.append(clock.measure { check &+= body() }) }
        times.sort()
        print(
            "\(name): median \(times[runs / 2]), min \(times[0]), max \(times[runs - 1]) over \(runs) runs (\(check))")
    }

    private static func plan() {
        let day = Day(year: 2026, month: 3, day: 3) ?? Day(number: 0)
        let moment = day.at(TimeOfDay(9, 31))
        let ranges: [(Range<Int>, Venue)] = [
            (1..<1_500, .shenzhen), (300_000..<301_000, .shenzhen), (600_000..<602_000, .shanghai),
            (688_000..<688_900, .shanghai),
        ]
        let symbols = ranges.flatMap { range, venue in range.compactMap { Symbol(digits: $0, venue: venue) } }
            .filter { InstrumentClass($0) != nil }.sorted().prefix(5_000)
        var market = SymbolMap<Security>()
        var holdings = SymbolMap<Holding>()
        var targets: [Planner.Target] = []
        for (index, symbol) in symbols.enumerated() {
            let price = Price.fen(Int64(500 + index % 3_000))
            let level = Quote.Level(price: price, volume: 1_000)
            market[symbol] = Security(
                symbol: symbol, kind: InstrumentClass(symbol),
                instrument: Instrument(
                    symbol: symbol, name: "x", tick: .fen(1), upLimit: .fen(price.li * 11 / 100),
                    downLimit: .fen(price.li * 9 / 100), previousClose: price, isSuspended: false),
                quote: Quote(
                    symbol: symbol, time: moment, last: price, bids: [level], asks: [level], phase: .continuous),
                quotedAt: moment)
            let held = Shares(Int64(index % 50 * 100))
            holdings[symbol] = Holding(volume: held, sellable: held)
            targets.append(Planner.Target(symbol: symbol, weight: .ppm(Int64(100 + index % 200))))
        }
        let planner = Planner(day: day, equity: .yuan(100_000_000), execution: Policy.Execution())
        median("plan, \(targets.count) targets against \(holdings.count) positions") {
            planner.plan(targets, holdings: holdings, market: market) { _ in true }.count
        }
    }
}
