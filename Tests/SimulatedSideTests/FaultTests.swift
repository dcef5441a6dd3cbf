import BridgeProtocol
import Exchange
import Foundation
import Market
import SimulatedSide
import Testing

/// Each switch does what its sentence says. Named with the ids of the catalogue.
@Suite struct FaultTests {
    @Test func `Q1 late-mapping, unknown and silent until it is mapped`() throws {
        let side = try FaultyTerminal("late-mapping=5")
        let said = try side.submit("a-1")
        #expect(side.submitOutcome(said) == .unknown)
        #expect(said.orders.isEmpty && said.fills.isEmpty)
        #expect(try side.resolve("a-1") == .unknown)
        let later = side.wait(seconds: 6)
        #expect(later.orders.contains { $0.clientOrderID?.text == "a-1" })
        #expect(try side.resolve("a-1") == .placed)
    }

    @Test func `Q1 missing-mapping, no push ever, and queries know it`() throws {
        let side = try FaultyTerminal("missing-mapping=100")
        let said = try side.submit("a-1")
        #expect(side.submitOutcome(said) == .unknown)
        #expect(said.pushes.isEmpty && side.wait(seconds: 600).orders.isEmpty)
        #expect(try side.resolve("a-1") == .placed)
        #expect(try side.row("a-1") != nil)
    }

    @Test func `Q2 Q12 vanishing-orders, placed by its word and nowhere`() throws {
        let side = try FaultyTerminal("vanishing-orders=100")
        let said = try side.submit("a-1")
        #expect(side.submitOutcome(said) == .placed)
        #expect(try side.snapshot().orders == .empty)
        #expect(try side.resolve("a-1") == .unknown)
        try side.restart()
        #expect(try side.resolve("a-1") == .unknown)
        side.wait(seconds: 31)
        #expect(try side.resolve("a-1") == .neverPlaced)
        #expect(side.ask(.submit(try side.submission("a-1"))).refusal?.kind == .sealed)
    }

    @Test func `Q3 failed-but-live, an error and a live order`() throws {
        let side = try FaultyTerminal("failed-but-live=100")
        let said = try side.submit("a-1")
        #expect(said.refusal?.kind == .internalError)
        #expect(try side.row("a-1") != nil)
        #expect(try side.resolve("a-1") == .placed)
    }

    @Test func `Q4 Q5 slow-submits, each waits its turn and none is placed after its deadline`() throws {
        let side = try FaultyTerminal("slow-submits=250")
        let begin = side.now
        var orders: [Submission] = []
        for number in 1...12 { orders.append(try side.submission("a-\(number)", rests: true, validFor: 2)) }
        let answers = orders.map { side.ask(.submit($0)) }
        #expect(side.now == begin.adding(milliseconds: 3_000))
        #expect(answers.filter { side.submitOutcome($0) == .placed }.count == 8)
        #expect(answers.suffix(4).allSatisfy { $0.refusal?.kind == .expired })
        #expect(try side.snapshot().orders.known?.count == 8)
    }

    @Test func `Q6 cut-remarks, so many characters stay`() throws {
        let cut = try FaultyTerminal("cut-remarks=4")
        try cut.submit("20260902-1-1")
        #expect(try cut.snapshot().orders.known?.map { $0.clientOrderID?.text } == ["2026"])
        let whole = try FaultyTerminal("cut-remarks")
        try whole.submit("20260902-12345-67890")
        #expect(try whole.row("20260902-12345-67890") != nil)
    }

    @Test func `Q8 blank-remarks, the row is there and is nobody's`() throws {
        let side = try FaultyTerminal("blank-remarks=100")
        try side.submit("a-1")
        #expect(try side.snapshot().orders.known?.map(\.clientOrderID) == [nil])
        #expect(try side.snapshot().fills.known?.allSatisfy { $0.clientOrderID == nil } == true)
    }

    @Test func `Q9 stale-queries, an order is not in the list at once`() throws {
        let side = try FaultyTerminal("stale-queries=6")
        #expect(try side.snapshot().orders == .empty)
        try side.submit("a-1")
        side.wait(seconds: 5)
        #expect(try side.row("a-1") == nil)
        #expect(try side.snapshot().asOf == side.now)
        side.wait(seconds: 2)
        #expect(try side.row("a-1") != nil)
    }

    @Test func `Q10 unknown-positions, all of it is unknown`() throws {
        let side = try FaultyTerminal("unknown-positions=100")
        try side.submit("a-1")
        let snapshot = try side.snapshot()
        #expect(snapshot.positions == .unknown && snapshot.orders == .unknown && snapshot.fills == .unknown)
        #expect(snapshot.asset == nil)
    }

    @Test func `Q10 empty-positions, as if flat, while the money says otherwise`() throws {
        let side = try FaultyTerminal("empty-positions=100")
        try side.submit("a-1")
        let snapshot = try side.snapshot()
        #expect(snapshot.positions == .empty)
        #expect(try #require(snapshot.asset).marketValue > .zero)
    }

    @Test func `Q11 zero-volume-rows, sold out and still listed the day after`() throws {
        let side = try FaultyTerminal("zero-volume-rows")
        try side.submit("a-1")
        side.wait(seconds: 86_400)
        let sold = try side.submit("b-1", .sell)
        #expect(sold.fills.reduce(Shares.zero) { $0 + $1.volume } == 200)
        side.wait(seconds: 86_400)
        let rows = try #require(try side.snapshot().positions.known)
        #expect(rows.contains { $0.symbol == side.symbol && $0.volume == 0 })
    }

    @Test func `Q13 inverted-cancels, refused by its word and done`() throws {
        let side = try FaultyTerminal("inverted-cancels=100")
        try side.submit("a-1", rests: true)
        let said = side.ask(.cancel(try side.id("a-1")))
        #expect(said.answer == .cancel(CancelAnswer(isRequested: false, reason: "-1")))
        #expect(try side.row("a-1")?.status == .cancelled)
        #expect(side.ask(.cancel(try side.id("a-1"))).answer == .cancel(CancelAnswer(isRequested: true)))
    }

    @Test func `Q14 replayed-day, a new connection hears the whole day again, once`() throws {
        let side = try FaultyTerminal("replayed-day")
        let first = try side.submit("a-1")
        side.connection = 2
        let again = side.ask(.ping)
        #expect(again.fills == first.fills && !first.fills.isEmpty)
        #expect(again.orders.map(\.clientOrderID) == [try side.id("a-1")])
        #expect(side.ask(.ping).pushes.isEmpty)
    }

    @Test func `Q15 duplicate-pushes, everything twice`() throws {
        let twice = try FaultyTerminal("duplicate-pushes").submit("a-1").pushes
        let once = try FaultyTerminal().submit("a-1").pushes
        #expect(twice == once.flatMap { [$0, $0] })
    }

    @Test func `Q16 fills-first, fills before the order's pushes, which run backwards`() throws {
        let said = try FaultyTerminal("fills-first").submit("a-1")
        let once = try FaultyTerminal().submit("a-1")
        #expect(said.pushes == once.fills.map { .fill($0) } + once.orders.reversed().map { .order($0) })
        #expect(once.orders.count > 1 && !once.fills.isEmpty)
    }

    @Test func `D08 backwards-status, an old push after the last`() throws {
        let orders = try FaultyTerminal("backwards-status=100").submit("a-1").orders
        #expect(orders.suffix(2).map(\.status) == [.filled, .live])
        #expect(orders.last?.filled == 0)
    }

    @Test func `C04 lost-pushes, nothing is pushed and the query has it`() throws {
        let side = try FaultyTerminal("lost-pushes=100")
        #expect(try side.submit("a-1").pushes.isEmpty)
        #expect(try side.row("a-1")?.status == .filled)
    }

    @Test func `D22 two-rows, one submission twice in the list`() throws {
        let side = try FaultyTerminal("two-rows=100")
        try side.submit("a-1")
        let rows = try #require(try side.snapshot().orders.known)
        #expect(rows.map { $0.clientOrderID?.text } == ["a-1", "a-1"])
        #expect(rows.map(\.brokerOrderID).filter { $0 == nil }.count == 1)
    }

    @Test func `Q17 C15 remaining-as-volume, a filled order is for nothing`() throws {
        let side = try FaultyTerminal("remaining-as-volume")
        try side.submit("a-1")
        let row = try #require(try side.row("a-1"))
        #expect(row.volume == 0 && row.filled == 200)
    }

    @Test func `Q19 A18 drop-at-day-roll, the connection ends where the day begins`() throws {
        let side = try FaultyTerminal("drop-at-day-roll")
        #expect(!side.wait(seconds: 3_600).isDisconnected)
        let said = side.wait(seconds: 86_400)
        #expect(said.isDisconnected && said.answer == nil)
    }

    @Test func `Q20 Q21 lost-answers, carried out and never answered`() throws {
        let side = try FaultyTerminal("lost-answers=100")
        let said = try side.submit("a-1")
        #expect(said.answer == nil && said.refusal == nil)
        #expect(try side.row("a-1") != nil)
    }

    @Test func `Q22 false-down, down and up again, once a minute`() throws {
        let side = try FaultyTerminal("false-down=100")
        let said = side.wait(seconds: 61)
        let states = said.pushes.compactMap { if case .broker(let state, _) = $0 { state } else { nil } }
        #expect(states == [.down, .up])
        #expect(side.ask(.ping).pushes.isEmpty)
    }

    @Test func `Q23 zero-asset, outside hours only`() throws {
        let side = try FaultyTerminal("zero-asset=100")
        try side.submit("a-1")
        #expect(try #require(try side.snapshot().asset).total > .zero)
        side.ask(.advance(to: side.now.day.at(TimeOfDay(15, 30))))
        let snapshot = try side.snapshot()
        #expect(snapshot.asset?.total == .zero)
        #expect(snapshot.positions.known?.contains { $0.volume > 0 } == true)
    }

    @Test func `Q24 D18 ignored-cancels, taken and nothing happens`() throws {
        let side = try FaultyTerminal("ignored-cancels=100")
        try side.submit("a-1", rests: true)
        #expect(side.ask(.cancel(try side.id("a-1"))).answer == .cancel(CancelAnswer(isRequested: true)))
        #expect(try side.row("a-1")?.status == .live)
    }

    @Test func `Q25 E14 missing-asks, no ask and no last price`() throws {
        let side = try FaultyTerminal("missing-asks=100")
        guard case .quotes(let answer)? = side.ask(.quotes([side.symbol])).answer else {
            Issue.record("no quotes")
            return
        }
        #expect(answer.rows.allSatisfy { $0.asks.isEmpty && $0.last == nil && !$0.bids.isEmpty })
        #expect(answer.rows.count == 1)
    }

    @Test func `Q29 C11 unknown-status, 255 and nothing else`() throws {
        let orders = try FaultyTerminal("unknown-status=100").submit("a-1").orders
        #expect(!orders.isEmpty && orders.allSatisfy { $0.status == .unknown && $0.statusCode == 255 })
    }

    @Test func `Q30 lost-reasons, refused without a word`() throws {
        for (switches, isEmpty) in [("lost-reasons", true), ("none", false)] {
            let side = try FaultyTerminal(switches)
            let said = try side.submit("a-1", shares: 1_000_000)
            guard case .submit(let answer)? = said.answer else {
                Issue.record("no answer")
                return
            }
            #expect(answer.outcome == .rejected)
            #expect((answer.reason ?? "").isEmpty == isEmpty)
            #expect((answer.order?.message.isEmpty ?? true) == isEmpty)
        }
    }

    @Test func `D12 D14 foreign-trader, somebody's orders appear, and a restart has them too`() throws {
        let side = try FaultyTerminal("foreign-trader=100")
        try side.submit("a-1")
        for _ in 1...5 { side.wait(seconds: 60) }
        let before = try side.snapshot()
        #expect(before.orders.known?.contains { $0.clientOrderID == nil } == true)
        try side.restart()
        let after = try side.snapshot()
        #expect(after.orders == before.orders && after.positions == before.positions && after.asset == before.asset)
    }
}

@Suite struct FaultSettingsTests {
    @Test func `every fault parses by its name, with its usual value`() throws {
        for fault in Fault.allCases {
            let settings = try FaultSettings(parsing: [fault.rawValue], seed: 1)
            #expect(settings[fault] == fault.described.standard)
            #expect(!fault.described.sentence.isEmpty && fault.described.sentence.hasSuffix("."))
        }
        #expect(Set(Fault.allCases.map(\.described.sentence)).count == Fault.allCases.count)
        #expect(Fault.list.count == Fault.allCases.count)
    }

    @Test(arguments: [
        ("late-maping", "late-mapping"), ("slowsubmits", "slow-submits"), ("zero-assets=5", "zero-asset"),
    ])
    func `an unknown name is refused with the nearest`(text: String, nearest: String) {
        do {
            _ = try FaultSettings(parsing: [text], seed: 1)
            Issue.record("it was taken")
        } catch {
            #expect(error.description.contains("'\(nearest)'"))
        }
    }

    @Test(arguments: ["late-mapping=0", "late-mapping=x", "lost-answers=101", "slow-submits=", "cut-remarks=25"])
    func `a value out of its range is refused`(text: String) {
        #expect(throws: FaultSettings.Mistake.self) { try FaultSettings(parsing: [text], seed: 1) }
    }

    @Test func `a draw depends on seed, fault and case alone, and strikes as often as it says`() throws {
        let settings = try FaultSettings(parsing: ["lost-pushes=20", "two-rows=20"], seed: 7)
        let again = try FaultSettings(parsing: ["lost-pushes=20", "two-rows=20"], seed: 7)
        let other = try FaultSettings(parsing: ["lost-pushes=20", "two-rows=20"], seed: 8)
        let cases = (0..<5_000).map { "20260902-1-\($0)" }
        let struck = cases.filter { settings.strikes(.lostPushes, $0) }
        #expect(struck == cases.filter { again.strikes(.lostPushes, $0) })
        #expect(struck != cases.filter { other.strikes(.lostPushes, $0) })
        #expect(struck != cases.filter { settings.strikes(.twoRows, $0) })
        #expect(850...1_150 ~= struck.count)
        #expect(!settings.strikes(.lostAnswers, "20260902-1-1"))
    }

    @Test func `a restart goes on with the faults of the state, or with those it is given`() throws {
        let side = try FaultyTerminal("failed-but-live=100", seed: 3)
        #expect(try side.submit("a-1").refusal?.kind == .internalError)
        try side.restart()
        #expect(try side.submit("a-2").refusal?.kind == .internalError)
        try side.restart(["none"])
        #expect(side.submitOutcome(try side.submit("a-3")) == .placed)
    }
}
