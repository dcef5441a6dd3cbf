import Exchange
import Market
import Testing

@Suite struct CancelTests {
    private let symbol: Symbol = "600000.SH"

    @Test func `a cancel goes through cancelling to cancelled`() throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 100, at: "9.90", "10:00:00")
        _ = floor.heard()
        #expect(floor.cancel(order, "10:00:05") == .requested)
        let heard = floor.heard()
        #expect(heard.statuses == [.cancelling, .cancelled])
        #expect(heard.orders.map(\.statusCode) == [51, 54])
    }

    @Test func `after a part it goes through partial cancelling`() throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 1500, at: "10.01", "10:00:00")
        _ = floor.heard()
        #expect(floor.cancel(order, "10:00:05") == .requested)
        let heard = floor.heard()
        #expect(heard.orders.map(\.statusCode) == [52, 53])
        #expect(heard.orders.map(\.filled) == [1000, 1000])
        floor.advance(to: "15:00:00")
        #expect(floor.order(order)?.filled == 1000, "a cancelled order fills no more")
    }

    @Test func `a fill that comes first wins`() throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 1500, at: "10.01", "10:00:00")
        _ = floor.heard()
        #expect(floor.cancel(order, "10:01:30") == .refused(.final(.filled)))
        #expect(floor.heard().statuses == [.filled])
    }

    @Test func `what is final is not cancelled again`() throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 100, at: "9.90", "10:00:00")
        floor.cancel(order, "10:00:05")
        #expect(floor.cancel(order, "10:00:06") == .refused(.final(.cancelled)))
        let rejected = floor.buy(symbol, 150, at: "9.90", "10:00:07")
        #expect(floor.cancel(rejected, "10:00:08") == .refused(.final(.rejected)))
    }

    @Test(arguments: ["0", "2", "-1", "x", "01", "9223372036854775807"])
    func `an unknown id is unknown`(id: Word) throws {
        var floor = try Floor([.flat()])
        floor.buy(symbol, 100, at: "9.90", "10:00:00")
        let (cancellation, notices) = floor.exchange.cancel(.broker(id), at: floor.day.at("10:01:00"))
        #expect(cancellation == .refused(.unknownOrder))
        #expect(cancellation.reason == "unknown_id")
        #expect(notices == [])
        let other = floor.exchange.cancel(.client("20240603-9-9"), at: floor.day.at("10:01:00")).0
        #expect(other == .refused(.unknownOrder))
    }

    @Test(
        arguments: [
            ("09:19:59", nil), ("09:20:00", .openCallNoCancel), ("09:24:59", .openCallNoCancel), ("09:26:00", .openGap),
            ("09:30:00", nil), ("12:00:00", .lunch), ("14:56:59", nil), ("14:57:00", .closeCall),
            ("15:30:00", .postClose),
        ] as [(TimeOfDay, SessionPhase?)])
    func `E24: cancels are taken in their windows only`(time: TimeOfDay, phase: SessionPhase?) throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 100, at: "9.90", "09:15:00")
        let cancellation = floor.cancel(order, time)
        #expect(cancellation == phase.map { .refused(.notNow($0)) } ?? .requested)
        #expect(floor.order(order)?.status == (phase == nil ? .cancelled : .live))
        #expect((cancellation.reason == nil) == (phase == nil))
    }

    @Test func `yesterday's evening takes no cancels for what is still listed`() throws {
        var floor = try Floor([.flat()])
        let order = floor.buy(symbol, 100, at: "9.90", "10:00:00")
        let tomorrow = floor.day.advanced(by: 1).at("10:00:00")
        let (cancellation, _) = floor.exchange.cancel(.broker(order.report.brokerOrderID ?? ""), at: tomorrow)
        #expect(cancellation == .refused(.notNow(.closed)))
    }

    @Test func `a client id finds its order among many`() throws {
        var floor = try Floor([.flat()])
        for number in 1...50 {
            floor.submit(symbol, .buy, 100, at: "9.90", "10:00:00", id: ClientOrderID("a-\(number)"))
        }
        #expect(floor.exchange.cancel(.client("a-7"), at: floor.day.at("10:01:00")).0 == .requested)
        floor.submit(symbol, .buy, 100, at: "9.90", "10:02:00", id: "late")
        #expect(floor.exchange.order(.client("late"))?.status == .live)
        #expect(floor.exchange.order(.client("a-7"))?.status == .cancelled)
        #expect(floor.exchange.cancel(.client("late"), at: floor.day.at("10:03:00")).0 == .requested)
    }
}
