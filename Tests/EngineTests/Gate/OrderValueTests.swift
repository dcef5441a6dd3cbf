import Market
import Testing

@testable import Engine

/// What an order is worth and costs, where price or volume are beyond all sense.
@Suite struct OrderValueTests {
    private func order(_ side: Side, _ price: String, _ shares: Int64, hasRates: Bool = true) -> GateOrder {
        var sample = GateSample(side)
        sample.price = price
        sample.shares = shares
        sample.hasRates = hasRates
        return sample.order
    }

    private static let none = Money(li: .max)

    @Test func `a product below a billion yuan times a thousand is a value, from one li on`() {
        #expect(order(.buy, "0.001", 1).value == Money(li: 1))
        #expect(order(.buy, "0.009", 111_111_111_111_111).value == Money(li: 999_999_999_999_999))
        #expect(order(.buy, "0.001", 1_000_000_000_000_000).value == OrderValueTests.none)
        #expect(order(.buy, "0", 100).value == OrderValueTests.none)
        #expect(order(.buy, "10.00", .max).value == OrderValueTests.none)
        // The product of these, cut off at 64 bits, would look like a value.
        #expect(order(.buy, "0.003", 6_148_914_691_236_517_206).value == OrderValueTests.none)
    }

    @Test func `what has no value has no cost, so that it is not bought`() {
        #expect(order(.buy, "0.009", 111_111_111_111_111).cost != nil)
        #expect(order(.buy, "0.001", 1_000_000_000_000_000).cost == nil)
        #expect(order(.buy, "0", 100).cost == nil)
        #expect(order(.buy, "10.00", .max).cost == nil)
        #expect(order(.buy, "0.003", 6_148_914_691_236_517_206).cost == nil)
        #expect(order(.buy, "10.00", 1_000, hasRates: false).cost == nil)
    }

    @Test func `a buy costs its value and its fees, a sell nothing`() {
        let buy = order(.buy, "10.00", 1_000)
        #expect(buy.cost == .yuan(10_000) + World.fee(.buy, .yuan(10_000)))
        #expect(buy.cost ?? .zero > buy.value)
        #expect(order(.sell, "10.00", 1_000).cost == .zero)
        #expect(order(.sell, "0", 1_000, hasRates: false).cost == .zero)
    }

    @Test func `an order of unknown cost is not approved, whatever the checks say`() {
        #expect(GateSample.denial { $0.hasRates = false }?.reason == .denied)
        #expect(GateSample.denial(.sell) { $0.hasRates = false } == nil)
    }

    @Test func `traffic begins with nothing`() {
        let traffic = GateOrder.Traffic()
        #expect([traffic.orders, traffic.cancels, traffic.inMinute, traffic.inMinuteOfSymbol] == [0, 0, 0, 0])
    }
}
