import BridgeProtocol
import Market
import SimulatedSide
import Testing

/// What an id stands for is answered on every later day, by a process of then: the daemon asks for what it left in doubt.
@Suite struct EarlierDayTests {
    /// The first minutes of the next trading day.
    private func sleep(_ side: FaultyTerminal) throws {
        let before = try side.snapshot().tradingDay
        for _ in 0..<10 {
            side.wait(seconds: 86_400)
            if try side.snapshot().tradingDay != before { return }
        }
        Issue.record("no other day began")
    }

    private func answer(_ side: FaultyTerminal, _ text: String) throws -> ResolveAnswer? {
        if case .resolve(let answer)? = side.ask(.resolve(try side.id(text))).answer { answer } else { nil }
    }

    @Test func `an order that filled yesterday is told with its last word`() throws {
        let side = try FaultyTerminal()
        try side.submit("a-1")
        try sleep(side)
        #expect(try side.row("a-1") == nil)
        try side.restart()
        let answer = try #require(try answer(side, "a-1"))
        #expect(answer.outcome == .placed)
        #expect(answer.order?.status == .filled && answer.order?.filled == 200)
    }

    /// Terminals need not say more of it than this; that its day is over the daemon knows.
    @Test func `an order that rested until the close is told as it was last`() throws {
        let side = try FaultyTerminal()
        try side.submit("a-1", rests: true)
        try sleep(side)
        let answer = try #require(try answer(side, "a-1"))
        #expect(answer.outcome == .placed)
        #expect(answer.order?.clientOrderID?.text == "a-1" && answer.order?.filled == 0)
    }

    @Test func `what never came is promised, and the promise is kept over days and restarts`() throws {
        let side = try FaultyTerminal()
        try sleep(side)
        #expect(try side.resolve("a-1") == .neverPlaced)
        try sleep(side)
        try side.restart()
        #expect(try side.resolve("a-1") == .neverPlaced)
        #expect(side.ask(.submit(try side.submission("a-1", rests: true))).refusal?.kind == .sealed)
    }
}
