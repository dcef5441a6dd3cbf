import Engine
import Exchange
import Market
import Replay
import Testing

/// Nothing may be decided from what is not known yet. These try to cheat.
@Suite struct LookAheadTests {
    /// What was decided, in words.
    private struct Decisions: ReplayObserver {
        var lines: [String] = []

        mutating func take(
            _ records: [Record], engine: Engine, exchange: SimulatedExchange, at moment: Timestamp
        ) {
            for record in records {
                guard case .rebalanceClosed = record else { continue }
                for order in engine.book.orders {
                    lines.append("\(order.id.text) \(order.symbol) \(order.side.rawValue) \(order.volume)")
                }
            }
        }

        mutating func dayEnded(_ day: Day, exchange: SimulatedExchange, at moment: Timestamp) {}
    }

    private func market(closes: [[Int64]]) -> [DaySheet] {
        closes.indices.map { day in
            DaySheet(
                day: Listed.days[day],
                bars: closes[day].indices.map { place in
                    let before = day > 0 ? closes[day - 1][place] : closes[0][place]
                    return Listed.bar(place, open: before, close: closes[day][place], before: before)
                })
        }
    }

    private func run(_ source: Listed) throws -> [String] {
        let profile = OracleProfile(openingCash: .yuan(1_000_000))
        var loop = ReplayLoop(
            policy: profile.policy, calendar: try TradingCalendar(days: Listed.days), exchange: profile.exchange)
        var decisions = Decisions()
        for index in source.days.indices { try loop.run(dayAt: index, of: source, &decisions) }
        return decisions.lines
    }

    private let closes: [[Int64]] = [[1000, 2000], [1010, 1990], [1020, 2010], [1000, 2000], [1030, 2050]]
    private var batches: [TargetBatch] {
        (0...3).map { Listed.batch($0, $0.isMultiple(of: 2) ? [(0, 600_000), (1, 300_000)] : [(1, 500_000)]) }
    }

    @Test func `targets of the execution day are refused`() throws {
        var source = Listed(sheets: market(closes: closes), batches: batches)
        source.hands = { signalDay, batch in
            var batch = batch
            batch?.signalDay = Listed.days[1]
            return signalDay == Listed.days[0] ? batch : nil
        }
        let failure = #expect(throws: ReplayLoop.Failure.self) { try run(source) }
        #expect(failure == .lookAhead(signalDay: Listed.days[1], executionDay: Listed.days[1]))
        #expect(failure?.description.contains("give targets their signal day") == true)
    }

    @Test func `N02: targets of a later day are refused`() throws {
        var source = Listed(sheets: market(closes: closes), batches: batches)
        source.hands = { _, _ in Listed.batch(3, [(0, 500_000)]) }
        #expect(throws: ReplayLoop.Failure.lookAhead(signalDay: Listed.days[3], executionDay: Listed.days[1])) {
            try run(source)
        }
    }

    @Test(arguments: 1...4) func `N02: no decision depends on a later price`(from day: Int) throws {
        let plain = try run(Listed(sheets: market(closes: closes), batches: batches))
        // Another future: from this day's close on everything is different, but the day's open and all before it are
        // not.
        var others = closes
        for later in day..<others.count { others[later] = others[later].map { $0 + 70 } }
        let changed = try run(Listed(sheets: market(closes: others), batches: batches))
        let known = { (lines: [String]) in lines.filter { $0.prefix(8) <= Listed.days[day].compact } }
        #expect(known(changed) == known(plain))
        #expect(!known(plain).isEmpty)
        // And it would show if it did.
        if day < 4 { #expect(changed != plain) }
    }

    @Test func `a day that is handed out again stops the replay`() throws {
        var sheets = market(closes: closes)
        sheets[2] = sheets[1]
        #expect(
            throws: ReplayLoop.Failure.day(.notAfter(Listed.days[1], asked: Listed.days[1]))
        ) { try run(Listed(sheets: sheets, batches: batches)) }
    }

    @Test func `N02: a day that was begun shows what has happened by the clock and no more`() throws {
        func views(close: Int64) throws -> [SecurityView?] {
            var exchange = SimulatedExchange(OracleProfile(openingCash: .yuan(1_000_000)).exchange)
            let bar = Listed.bar(0, open: 1000, close: close, before: 990)
            _ = try exchange.beginDay(
                DaySheet(day: Listed.days[0], bars: [bar]), at: Listed.days[0].at(TimeOfDay(8, 30)))
            return [TimeOfDay(8, 30), TimeOfDay(9, 20), TimeOfDay(9, 30), TimeOfDay(15, 1)].map {
                exchange.look(at: Listed.symbols[0], at: Listed.days[0].at($0))
            }
        }
        let (rising, falling) = (try views(close: 1080), try views(close: 920))
        #expect(rising.dropLast() == falling.dropLast())
        #expect(rising.map { $0?.last } == [.fen(990), .fen(990), .fen(1000), .fen(1080)])
    }
}
