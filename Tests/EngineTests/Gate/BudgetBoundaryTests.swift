import Market
import Testing

@testable import Engine

/// What is counted of the day's orders: to the millisecond, the order and the security.
@Suite struct BudgetBoundaryTests {
    private static let symbol = Make.symbol("600000.SH")
    private static let now = Make.noon

    private func order(_ number: Int, _ code: String = "600000.SH", age: Int64, day: Day = Make.day) -> OrderLife {
        var order = OrderLife(intent: Make.intent(number, code, at: BudgetBoundaryTests.now.adding(milliseconds: -age)))
        order.intent.day = day
        return order
    }

    private func inMinute(_ orders: [OrderLife]) -> [Int] {
        let traffic = Budget.traffic(
            orders, cancels: 0, of: BudgetBoundaryTests.symbol, on: Make.day, at: BudgetBoundaryTests.now)
        return [traffic.orders, traffic.inMinute, traffic.inMinuteOfSymbol]
    }

    private func paced(_ orders: [OrderLife], _ change: (inout Policy.Limits) -> Void) -> Int64? {
        var limits = Policy.Limits()
        change(&limits)
        return Budget.paced(
            orders, of: BudgetBoundaryTests.symbol, by: limits, on: Make.day, at: BudgetBoundaryTests.now
        )?.milliseconds(since: BudgetBoundaryTests.now)
    }

    @Test(arguments: [(0, 1), (59_999, 1), (60_000, 0), (60_001, 0), (-5_000, 1)] as [(Int64, Int)])
    func `an order is of the last minute until it is 60 seconds old, one of the future too`(age: Int64, count: Int) {
        #expect(inMinute([order(1, age: age)]) == [1, count, count])
        #expect(paced([order(1, age: age)]) { $0.ordersPerMinute = 1 } == (count == 1 ? 60_000 - age : nil))
        #expect(paced([order(1, age: age)]) { $0.ordersPerSymbolMinute = 1 } == (count == 1 ? 60_000 - age : nil))
    }

    @Test(arguments: [(60_000, 1), (90_000, 1), (119_999, 1), (120_000, 0), (180_000, 0)] as [(Int64, Int)])
    func `a clock that was set back by less than two minutes hides no order behind an older one`(
        age: Int64, count: Int
    ) {
        let orders = [order(1, age: 1_000), order(2, age: age)]
        #expect(inMinute(orders) == [2, count, count])
        #expect(paced(orders) { $0.ordersPerMinute = 1 } == (count == 1 ? 59_000 : nil))
        #expect(paced(orders) { $0.ordersPerSymbolMinute = 1 } == (count == 1 ? 59_000 : nil))
    }

    @Test func `of a security only its own orders are counted`() {
        let orders = [order(1, age: 3_000), order(2, "600001.SH", age: 2_000), order(3, "600002.SH", age: 1_000)]
        #expect(inMinute(orders) == [3, 3, 1])
        #expect(paced(orders) { $0.ordersPerSymbolMinute = 1 } == 57_000)
        #expect(paced(orders) { $0.ordersPerSymbolMinute = 2 } == nil)
        #expect(paced(orders) { $0.ordersPerMinute = 3 } == 57_000)
        #expect(paced(orders) { $0.ordersPerMinute = 2 } == 58_000)
        #expect(paced(orders) { $0.ordersPerMinute = 4 } == nil)
    }

    @Test func `with both limits the one that is reached keeps it back, and with none nothing does`() {
        let orders = [order(1, age: 3_000), order(2, age: 2_000)]
        #expect(paced(orders) { _ in } == nil)
        let both: (Int, Int) -> Int64? = { all, own in
            paced(orders) {
                $0.ordersPerMinute = all
                $0.ordersPerSymbolMinute = own
            }
        }
        #expect(both(2, 9) == 57_000)
        #expect(both(9, 2) == 57_000)
        #expect(both(9, 1) == 58_000)
        #expect(both(3, 3) == nil)
    }

    @Test func `orders of earlier days are not of this one`() {
        let orders = [
            order(1, age: 2_000, day: World.yesterday), order(2, age: 1_000, day: World.yesterday), order(3, age: 500),
        ]
        #expect(Budget.first(of: orders, on: Make.day) == 2)
        #expect(Budget.first(of: Array(orders.prefix(2)), on: Make.day) == 2)
        #expect(Budget.first(of: orders, on: World.yesterday) == 0)
        #expect(Budget.first(of: [], on: Make.day) == 0)
        #expect(inMinute(orders) == [1, 1, 1])
        #expect(Budget.value(of: orders, on: Make.day) == .yuan(10_000))
        #expect(paced(orders) { $0.ordersPerMinute = 2 } == nil)
    }

    @Test func `the last second begins after its first millisecond`() {
        let orders = [order(1, age: 1_001), order(2, age: 1_000), order(3, age: 999)]
        let moments = Budget.submits(orders, since: BudgetBoundaryTests.now.adding(milliseconds: -1_000))
        #expect(moments == [BudgetBoundaryTests.now.adding(milliseconds: -999)])
    }

    @Test(arguments: [(17_999, nil), (18_000, Reason.budget)] as [(Int, Reason?)])
    func `sells go on below 18,000 messages, and no further`(messages: Int, reason: Reason?) {
        let denial = GateSample.denial(.sell) {
            $0.limits.messagesPerDay = 2_000
            $0.traffic = .init(orders: messages - 7_000, cancels: 7_000)
        }
        #expect(denial?.reason == reason)
    }

    @Test(arguments: [(19, 19, true), (20, 8, true), (20, 9, false), (21, 8, true), (21, 9, false)])
    func `cancels are held against a day's orders from the twentieth on`(orders: Int, cancels: Int, passes: Bool) {
        let denial = GateSample.denial {
            $0.limits.cancelRatio = .ppm(400_000)
            $0.traffic = .init(orders: orders, cancels: cancels)
        }
        #expect((denial == nil) == passes)
    }
}
