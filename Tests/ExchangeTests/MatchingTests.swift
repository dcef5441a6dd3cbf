import Exchange
import Market
import Testing

@Suite struct MatchingTests {
    private let symbol: Symbol = "600000.SH"

    @Test func `an order that meets the book fills at once at the other side's price`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 500)])
        _ = floor.heard()
        let buy = floor.buy(symbol, 500, at: "10.05", "10:00:30")
        #expect(buy.report.filledPrice == "10.01")
        let sell = floor.sell(symbol, 500, at: "9.95", "10:00:40")
        #expect(sell.report.filledPrice == "9.99")
        let heard = floor.heard()
        #expect(heard.statuses == [.live, .filled, .live, .filled])
        #expect(heard.fills.map(\.tradeID) == ["1", "2"])
        #expect(heard.fills.map(\.amount) == ["5005.00", "4995.00"])
        #expect(heard.fills.map(\.time) == [floor.day.at("10:00:30"), floor.day.at("10:00:40")])
    }

    @Test func `a fill comes before the order notice that counts it`() throws {
        var floor = try Floor([.flat()])
        _ = floor.heard()
        floor.buy(symbol, 500, at: "10.01", "10:00:00")
        let kinds = floor.heard().map { notice in
            switch notice {
            case .order: "order"
            case .fill: "fill"
            case .tradingDay, .exDate, .answer: "other"
            }
        }
        #expect(kinds == ["order", "fill", "order"])
    }

    @Test func `an answer tells the order as it is after it met the market`() throws {
        var floor = try Floor([.flat()])
        let placement = floor.buy(symbol, 500, at: "10.01", "10:00:00")
        #expect(placement == .placed(placement.report))
        #expect(placement.report == floor.order(placement))
        #expect(placement.report.exchangeOrderID == "900000001")
        #expect(placement.report.time == floor.day.at("10:00:00"))
    }

    @Test func `with the path price there is no spread to pay`() throws {
        var floor = try Floor([.flat()]) { $0.takerPrice = .path }
        #expect(floor.buy(symbol, 500, at: "10.00", "10:00:00").report.filledPrice == "10.00")
    }

    @Test func `an order between the sides rests and fills in a later minute at the path`() throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 500, at: "10.00", "10:00:30")
        #expect(order.report.status == .live)
        floor.advance(to: "10:00:59")
        #expect(floor.order(order)?.status == .live)
        _ = floor.heard()
        floor.advance(to: "10:01:00")
        #expect(floor.order(order)?.status == .filled)
        #expect(floor.heard().fills.map(\.time) == [floor.day.at("10:01:00")])
    }

    @Test func `an order away from the market waits until the path comes to it`() throws {
        // The sample reaches 9.90 in minute 30, which is 10:00, and 9.80 at 10:30.
        var floor = try Floor([.sample()])
        let order = floor.buy(symbol, 500, at: "9.90", "09:31:00")
        floor.advance(to: "09:59:59")
        #expect(floor.order(order)?.status == .live)
        floor.advance(to: "15:00:00")
        #expect(floor.order(order)?.status == .filled)
        #expect(floor.heard().fills.map(\.time) == [floor.day.at("10:00:00")])
        #expect(floor.exchange.fillReports.map(\.price) == ["9.90"])
    }

    @Test func `our orders take a tenth of a minute's volume, in lots`() throws {
        // 10,000 shares a minute.
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 2500, at: "10.01", "10:00:00")
        #expect((order.report.filled, order.report.status) == (1000, .partial))
        floor.advance(to: "10:01:00")
        #expect(floor.order(order)?.filled == 2000)
        floor.advance(to: "10:02:00")
        #expect(floor.order(order)?.status == .filled)
        #expect(floor.exchange.fillReports.map(\.volume) == [1000, 1000, 500])
        #expect(floor.exchange.fillReports.map(\.price) == ["10.01", "10.00", "10.00"])
    }

    @Test func `all our orders of a security share its volume, buys and sells alike`() throws {
        var floor = try Floor([.flat()], holding: [(symbol, 5000)])
        #expect(floor.buy(symbol, 600, at: "10.01", "10:00:10").report.filled == 600)
        #expect(floor.sell(symbol, 600, at: "9.99", "10:00:20").report.filled == 400)
        #expect(floor.buy(symbol, 600, at: "10.01", "10:00:30").report.filled == 0)
        #expect(floor.buy(symbol, 100, at: "10.01", "10:01:10").report.filled == 100, "200 and 600 came before")
    }

    @Test func `a part is a whole number of lots, the last part closes the order`() throws {
        // A tenth of 2,550 is 255: two lots and what is kept for the next minute.
        var floor = try Floor([.flat(volume: 624_750)], holding: [(symbol, 450)])
        let order = floor.sell(symbol, 450, at: "9.99", "10:00:00")
        floor.advance(to: "10:02:00")
        #expect(floor.order(order)?.status == .filled)
        #expect(floor.exchange.fillReports.map(\.volume) == [200, 250])
    }

    @Test func `volume that is too small for a lot is saved up while an order waits for it`() throws {
        // Ten shares of ours a minute: a lot in ten minutes.
        var floor = try Floor([.flat(volume: 24_500)])
        let order = floor.buy(symbol, 300, at: "10.01", "10:00:00")
        #expect(order.report.filled == 0)
        floor.advance(to: "10:08:00")
        #expect(floor.order(order)?.filled == 0)
        floor.advance(to: "10:09:00")
        #expect(floor.order(order)?.filled == 100)
        floor.advance(to: "10:28:59")
        #expect(floor.order(order)?.filled == 200)
        floor.advance(to: "10:29:00")
        #expect(floor.order(order)?.status == .filled)
    }

    @Test func `volume is not saved up while the price is out of reach`() throws {
        // Down from 10.00 to 9.80 at 10:30, up through 10.00 at about 11:18.
        var floor = try Floor([.sample(volume: 24_500)])
        let order = floor.buy(symbol, 100, at: "9.90", "09:31:00")
        floor.advance(to: "10:08:59")
        #expect(floor.order(order)?.filled == 0, "reached at 10:00, ten shares a minute from then on")
        floor.advance(to: "10:09:00")
        #expect(floor.order(order)?.status == .filled)
    }

    @Test func `what nobody wanted of a minute is not there in the next`() throws {
        var floor = try Floor([.flat()])
        floor.buy(symbol, 600, at: "10.01", "10:00:00")
        #expect(floor.buy(symbol, 1500, at: "10.01", "10:01:00").report.filled == 1000)
    }

    @Test func `what was saved up is lost when the waiting ends`() throws {
        // 155 shares of ours a minute: a lot, and 55 that are left over.
        var floor = try Floor([.flat(volume: 379_750)])
        let order = floor.buy(symbol, 200, at: "10.01", "10:00:00")
        #expect(order.report.filled == 100)
        floor.cancel(order, "10:00:30")
        #expect(floor.buy(symbol, 200, at: "10.01", "10:05:00").report.filled == 100)
        var waiting = try Floor([.flat(volume: 379_750)])
        waiting.buy(symbol, 300, at: "10.01", "10:00:00")
        waiting.advance(to: "10:01:00")
        #expect(waiting.exchange.orderReports.map(\.filled) == [300])
    }

    @Test func `nothing trades on a day without volume`() throws {
        var floor = try Floor([.flat(volume: 0)])
        let order = floor.buy(symbol, 100, at: "10.01", "10:00:00")
        floor.advance(to: "15:00:00")
        #expect(floor.order(order)?.status == .live)
    }

    @Test func `without a participation any order fills whole, whatever the volume`() throws {
        var floor = try Floor([.flat(volume: 0)], cash: "20000000.00") { $0.participationPPM = nil }
        #expect(floor.buy(symbol, 1_000_000, at: "10.01", "10:00:00").report.status == .filled)
    }

    @Test func `the better price is served first, then the earlier order`() throws {
        var floor = try Floor([.flat()])
        let orders = (["9.99", "10.00", "10.00"] as [Price]).map { floor.buy(symbol, 700, at: $0, "09:20:00") }
        floor.cancel(orders[0], "09:30:00")
        // The path is 10.00 all day: only the limit of 10.00 is reached, the earlier one first.
        floor.advance(to: "10:00:00")
        #expect(floor.exchange.fillReports.map(\.brokerOrderID) == ["2", "3"])

        var other = try Floor([.sample()])
        let patient = other.buy(symbol, 6000, at: "9.90", "09:31:00")
        let eager = other.buy(symbol, 1000, at: "9.95", "09:32:00")
        other.advance(to: "15:00:00")
        #expect(other.exchange.fillReports.first?.brokerOrderID == eager.report.brokerOrderID)
        #expect(other.order(patient)?.status == .filled)
    }

    @Test func `orders of different securities are served as they came`() throws {
        var floor = try Floor([.flat(), .flat("000001.SZ", at: "9.90")])
        floor.buy("000001.SZ", 100, at: "9.90", "09:20:00")
        floor.buy(symbol, 100, at: "10.00", "09:20:01")
        floor.buy(symbol, 100, at: "10.01", "09:20:02")
        floor.advance(to: "09:25:00")
        #expect(floor.exchange.fillReports.map(\.brokerOrderID) == ["1", "3", "2"])
    }

    @Test func `a better price that comes later takes the volume of the next minute first`() throws {
        var floor = try Floor([.flat()])
        floor.buy(symbol, 3000, at: "10.01", "10:00:00")
        floor.buy(symbol, 1000, at: "10.02", "10:00:30")
        floor.advance(to: "10:01:00")
        #expect(floor.exchange.fillReports.map(\.brokerOrderID) == ["1", "2"])
    }

    @Test func `an order at lunch's end fills in the first minute of the afternoon`() throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 1500, at: "10.01", "11:29:30")
        #expect(order.report.filled == 1000)
        floor.advance(to: "12:59:59")
        #expect(floor.order(order)?.filled == 1000)
        floor.advance(to: "13:00:00")
        #expect(floor.order(order)?.status == .filled)
    }

    @Test func `time never goes back`() throws {
        var floor = try Floor([.flat()])
        floor.advance(to: "10:30:00")
        let order = floor.buy(symbol, 100, at: "10.01", "10:00:00")
        #expect(order.report.time == floor.day.at("10:30:00"))
        #expect(floor.exchange.now == floor.day.at("10:30:00"))
    }

    @Test func `two orders with one id are two orders, and the id means the later one`() throws {
        var floor = try Floor([.flat()])
        let id: ClientOrderID = "20240603-1-77"
        floor.submit(symbol, .buy, 100, at: "9.90", "10:00:00", id: id)
        floor.submit(symbol, .buy, 200, at: "9.90", "10:00:01", id: id)
        #expect(floor.exchange.orderReports.count == 2)
        #expect(floor.exchange.order(.client(id))?.volume == 200)
        #expect(floor.exchange.cancel(.client(id), at: floor.day.at("10:01:00")).0 == .requested)
        #expect(floor.exchange.orderReports.map(\.status) == [.live, .cancelled])
    }

    @Test func `an order from the terminal has no client id and counts`() throws {
        var floor = try Floor([.flat()], cash: "11000.00")
        let (placement, notices) = floor.exchange.submitForeign(
            symbol, .buy, 1000, at: "9.95", time: floor.day.at("10:00:00"))
        #expect(placement.report.clientOrderID == nil)
        #expect(notices == [.order(placement.report)])
        #expect(floor.exchange.frozenCash > "9950.00")
        #expect(floor.buy(symbol, 200, at: "10.00", "10:01:00").rejection != nil)
        floor.cancel(placement, "10:02:00")
        #expect(floor.exchange.frozenCash == .zero)
    }
}
