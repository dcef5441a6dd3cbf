import Engine
import Exchange
import Foundation
import History
import Market
import SimulatedSide
import Testing

@Suite struct SyntheticMonthTests {
    static let scenario: SyntheticScenario? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try? SyntheticScenario.read(root.appendingPathComponent("sim/market.json").path)
    }()

    /// Engine and simulated side over the demo's market, without a wire.
    static func played(_ change: (inout Policy) -> Void = { _ in }) throws -> Loop {
        let market = try SyntheticMarket(#require(scenario))
        let days = SyntheticDays(market)
        let first: Day = try #require(market.batches.map(\.signalDay).min())
        let last = try #require(days.days.last)
        let fees = ServeCommand.fees
        let shim = try SimulatedShim(
            account: "88001234", source: days, range: first...last,
            configuration: .init(openingCash: .yuan(10_000_000), fees: fees), earlier: []
        ) { _ in }
        var policy = Policy(account: "88001234", isSimulated: true, fees: fees)
        policy.execution.targetsPollSeconds = 3_600
        change(&policy)
        var loop = Loop(
            engine: Engine(policy: policy, calendar: try TradingCalendar(days: market.calendarDays)), shim: shim)
        for batch in market.batches {
            let lines = batch.lines.map { TargetBatch.Line(symbol: $0.symbol, weight: .ppm($0.weightPerMillion)) }
            loop.batches[batch.signalDay] = [
                TargetBatch(
                    signalDay: batch.signalDay, strategy: "synthetic", lines: lines.sorted { $0.symbol < $1.symbol },
                    proof: .cashRow, source: "test", digest: "\(batch.signalDay)")
            ]
        }
        try loop.run()
        return loop
    }

    @Test func `every line of every day is on its target within a lot, or says why`() throws {
        let loop = try Self.played()
        var closed = 0
        for case .rebalanceClosed(let results, let at) in loop.records {
            closed += 1
            for result in results where result.reason == nil {
                let lots = try #require(InstrumentClass(result.symbol)).lotRule(on: at.day)
                let off = max(result.held - result.target, result.target - result.held)
                #expect(off < max(lots.minimum, lots.step), "\(at.day) \(result.symbol)")
            }
        }
        #expect(closed == 40)
        #expect(loop.submissions.count > 150)
    }

    @Test func `the exchange refuses none of the orders that left`() throws {
        let loop = try Self.played()
        let rejected = loop.records.filter {
            if case .orderChanged(_, .closed(.rejected), _, _, _) = $0 { true } else { false }
        }
        #expect(rejected.isEmpty)
        #expect(loop.shim.exchange.brokenInvariants().isEmpty)
        #expect(Set(loop.submissions.map(\.clientOrderID)).count == loop.submissions.count)
    }

    @Test func `fills in the records add up to the broker's ledger, to the li`() throws {
        let loop = try Self.played()
        var bought = Money.zero
        var sold = Money.zero
        for case .filled(let fill) in loop.records {
            if fill.side == .buy { bought += fill.amount } else { sold += fill.amount }
        }
        let figures = loop.shim.exchange.figures
        #expect(bought == figures.bought)
        #expect(sold == figures.sold)
        #expect(figures.balance == loop.shim.exchange.cash + loop.shim.exchange.frozenCash)
    }

    @Test func `the reasons that the market was made to produce appear`() throws {
        let loop = try Self.played()
        var reasons: Set<Reason> = []
        for case .rebalanceClosed(let results, _) in loop.records { reasons.formUnion(results.compactMap(\.reason)) }
        for case .planned(let rebalance) in loop.records { reasons.formUnion(rebalance.lines.flatMap(\.overlay.list)) }
        #expect(reasons.isSuperset(of: [.suspended, .limitUp, .limitDown, .stopLoss]))
    }

    @Test func `two runs make the same records`() throws {
        #expect(try Self.played().records == Self.played().records)
    }

    @Test func `replaying the inputs gives the same account`() throws {
        let loop = try Self.played()
        let market = try SyntheticMarket(#require(Self.scenario))
        let days = SyntheticDays(market)
        let first: Day = try #require(market.batches.map(\.signalDay).min())
        let configuration = loop.shim.exchange.configuration
        let header = ShimInput.opened(
            account: "88001234", days: days.identity, first: first, last: try #require(days.days.last), configuration)
        let again = try SimulatedShim(
            account: "88001234", source: days, range: first...(try #require(days.days.last)),
            configuration: configuration, earlier: [header] + loop.inputs
        ) { _ in Issue.record("a replay writes nothing") }
        #expect(again.exchange.figures == loop.shim.exchange.figures)
        #expect(again.clock == loop.shim.clock)
        #expect(
            again.exchange.snapshot(at: again.clock, sequence: 0)
                == loop.shim.exchange.snapshot(at: loop.shim.clock, sequence: 0))
    }
}

@Suite struct SimulatedShimTests {
    private func shim(earlier: [ShimInput] = [], log: (ShimInput) throws -> Void = { _ in }) throws -> SimulatedShim {
        let market = try SyntheticMarket(#require(SyntheticMonthTests.scenario))
        let days = SyntheticDays(market)
        let range = try #require(days.days.first)...(try #require(days.days.last))
        return try SimulatedShim(
            account: "88001234", source: days, range: range,
            configuration: .init(openingCash: .yuan(1_000_000), fees: ServeCommand.fees), earlier: earlier, log: log)
    }

    private func submission(_ shim: SimulatedShim, _ id: String, shares: Int64 = 100) throws -> Submission {
        let quote = try #require(
            shim.exchange.positions(at: shim.clock).first.map(\.symbol) ?? Symbol("600001.SH"))
        let instrument = try #require(shim.instrument(quote))
        return Submission(
            clientOrderID: try #require(ClientOrderID(id)), symbol: quote, side: .buy,
            price: try #require(instrument.previousClose), volume: Shares(shares),
            validUntil: shim.clock.adding(seconds: 60))
    }

    @Test func `an id with the same parameters gives the recorded outcome and places nothing more`() throws {
        var shim = try shim()
        var notices: [Notice] = []
        try shim.advance(to: shim.clock.day.at(TimeOfDay(9, 31)), into: &notices) { _ in }
        let order = try submission(shim, "a-1")
        var logged = 0
        let first = try shim.submit(order, into: &notices) { _ in logged += 1 }
        let again = try shim.submit(order, into: &notices) { _ in logged += 1 }
        guard case .outcome(let one) = first, case .outcome(let two) = again else {
            Issue.record("\(first), \(again)")
            return
        }
        #expect(one == two)
        #expect(logged == 1)
        #expect(shim.exchange.orderReports.count == 1)
        var other = order
        other.volume = 200
        #expect(try shim.submit(other, into: &notices) { _ in } == .conflict)
    }

    @Test func `an order past its deadline is sealed and never placed`() throws {
        var shim = try shim()
        var notices: [Notice] = []
        try shim.advance(to: shim.clock.day.at(TimeOfDay(9, 31)), into: &notices) { _ in }
        var late = try submission(shim, "a-1")
        late.validUntil = shim.clock.adding(milliseconds: -1)
        #expect(try shim.submit(late, into: &notices) { _ in } == .expired)
        late.validUntil = shim.clock.adding(seconds: 60)
        #expect(try shim.submit(late, into: &notices) { _ in } == .sealed)
        #expect(try shim.resolve(late.clientOrderID) { _ in } == .neverPlaced)
        #expect(shim.exchange.orderReports.isEmpty)
    }

    @Test func `never placed is a promise that outlives a restart`() throws {
        var inputs: [ShimInput] = []
        var shim = try shim { inputs.append($0) }
        let id = try #require(ClientOrderID("a-1"))
        #expect(try shim.resolve(id) { inputs.append($0) } == .neverPlaced)
        var again = try self.shim(earlier: inputs)
        var notices: [Notice] = []
        try again.advance(to: again.clock.day.at(TimeOfDay(9, 31)), into: &notices) { _ in }
        #expect(try again.submit(submission(again, "a-1"), into: &notices) { _ in } == .sealed)
    }

    @Test func `an epoch below the highest is refused, also after a restart`() throws {
        var inputs: [ShimInput] = []
        var shim = try shim { inputs.append($0) }
        #expect(try shim.claim(5) { inputs.append($0) })
        #expect(try !shim.claim(4) { inputs.append($0) })
        #expect(try shim.claim(5) { inputs.append($0) })
        var again = try self.shim(earlier: inputs)
        #expect(try !again.claim(4) { _ in })
    }

    @Test func `a state of other days or another account is refused`() throws {
        var inputs: [ShimInput] = []
        _ = try shim { inputs.append($0) }
        guard case .opened(_, let days, let first, let last, let configuration)? = inputs.first else {
            Issue.record("no header")
            return
        }
        let other = ShimInput.opened(account: "1", days: days, first: first, last: last, configuration)
        #expect(throws: SimulatedShim.Failure.self) { try shim(earlier: [other]) }
    }

    @Test func `what is not an order at all is invalid, and leaves no trace`() throws {
        var shim = try shim()
        var notices: [Notice] = []
        try shim.advance(to: shim.clock.day.at(TimeOfDay(9, 31)), into: &notices) { _ in }
        var odd = try submission(shim, "a-1")
        odd.price = Price(li: odd.price.li + 1)
        guard case .invalid = try shim.submit(odd, into: &notices, log: { _ in Issue.record("logged") }) else {
            Issue.record("it was taken")
            return
        }
    }

    @Test func `the clock ends with the last day`() throws {
        var shim = try shim()
        var notices: [Notice] = []
        try shim.advance(to: shim.end.adding(seconds: 86_400 * 30), into: &notices) { _ in }
        #expect(shim.clock == shim.end)
        #expect(shim.hasEnded)
    }
}

@Suite struct InputLogTests {
    private func path() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("input-log-\(UUID().uuidString)").path
    }

    @Test func `a line that was being written when the process died is cut off`() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            let log = try InputLog(path)
            try log.append(.claimed(epoch: 1))
            try log.append(.claimed(epoch: 2))
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let first = try #require(whole.firstIndex(of: UInt8(ascii: "\n"))) + 1
        for end in first..<whole.count {
            try whole[..<end].write(to: URL(fileURLWithPath: path))
            let log = try InputLog(path)
            #expect(log.earlier == [.claimed(epoch: 1)])
            try log.append(.claimed(epoch: 3))
            #expect(try InputLog.read(path) == [.claimed(epoch: 1), .claimed(epoch: 3)])
        }
    }

    @Test func `two processes cannot hold one state`() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try InputLog(path)
        #expect(throws: InputLog.Failure.self) { try InputLog(path) }
        withExtendedLifetime(first) {}
    }

    @Test func `a line of another version is named`() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("{\"claimed\":{\"epoch\":1}}\n{\"what\":1}\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: InputLog.Failure.damaged(path: path, line: 2)) { try InputLog(path) }
    }
}
