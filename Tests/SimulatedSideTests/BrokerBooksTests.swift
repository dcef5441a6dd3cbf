import BridgeProtocol
import Exchange
import Foundation
import Market
import SimulatedSide
import Testing

@Suite struct BrokerBooksTests {
    private func books(_ side: FaultyTerminal) throws -> BrokerBooks {
        try BrokerBooks(state: side.path, source: SyntheticDays(try #require(FaultyTerminal.market)))
    }

    @Test func `the books tell day by day what was ordered, filled and could be sold`() throws {
        let side = try FaultyTerminal()
        let bought = try side.submit("a-1")
        try side.submit("a-2", rests: true)
        side.wait(seconds: 86_400)
        try side.submit("b-1", .sell, shares: 100)
        let books = try books(side)
        #expect(books.days.map(\.day) == [side.now.day].flatMap { ["\(bought.fills[0].time.day)", "\($0)"] })
        #expect(books.days[0].sellable.isEmpty)
        #expect(books.days[1].sellable == ["\(side.symbol)": 200])
        #expect(books.days[0].orders.map(\.clientOrderId) == ["a-1", "a-2"])
        #expect(books.days[0].orders.map(\.filled) == [200, 0])
        #expect(books.days[0].fills.reduce(0) { $0 + $1.volume } == 200)
        #expect(books.days[1].fills.allSatisfy { $0.side == "sell" && $0.clientOrderId == "b-1" })
        #expect(books.positions == ["\(side.symbol)": 100])
        #expect(books.broken.isEmpty)
    }

    @Test func `cash is what came in less what went out, to the li`() throws {
        let side = try FaultyTerminal()
        for number in 1...3 { try side.submit("a-\(number)") }
        let books = try books(side)
        let spent = books.days[0].fills.reduce(Int64.zero) { $0 + $1.amountLi + $1.feesLi }
        #expect(books.cashLi == Money.yuan(1_000_000).li - spent)
        #expect(spent > 0)
    }

    @Test func `an order placed by hand is in the books, as nobody's`() throws {
        let side = try FaultyTerminal("foreign-trader=100")
        try side.submit("a-1")
        for _ in 1...5 { side.wait(seconds: 60) }
        let orders = try books(side).days[0].orders
        #expect(orders.contains { $0.clientOrderId == nil })
        #expect(orders.first?.clientOrderId == "a-1")
    }

    @Test func `looking leaves the state as it is`() throws {
        let side = try FaultyTerminal()
        try side.submit("a-1")
        let before = try Data(contentsOf: URL(fileURLWithPath: side.path))
        _ = try books(side)
        #expect(try Data(contentsOf: URL(fileURLWithPath: side.path)) == before)
    }
}
