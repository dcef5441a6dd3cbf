import Market
import Testing

@Suite struct PublishedLimitsTests {
    private func limits(up: String?, down: String?, previous: String?) throws -> PriceLimits? {
        let symbol = try #require(Symbol("600000.SH"))
        return PriceLimits(
            published: Instrument(
                symbol: symbol, name: "", tick: nil, upLimit: up.flatMap { Price($0) },
                downLimit: down.flatMap { Price($0) },
                previousClose: previous.flatMap { Price($0) }, isSuspended: nil))
    }

    @Test func `ordinary limits are taken as they are`() throws {
        #expect(
            try limits(up: "11.00", down: "9.00", previous: "10.00") == PriceLimits(up: .fen(1100), down: .fen(900)))
        #expect(try limits(up: "11.00", down: "9.00", previous: nil) == PriceLimits(up: .fen(1100), down: .fen(900)))
        #expect(try limits(up: "11.00", down: "9.00", previous: "0") == PriceLimits(up: .fen(1100), down: .fen(900)))
        #expect(
            try limits(up: "0.003", down: "0.001", previous: nil) == PriceLimits(up: Price(li: 3), down: Price(li: 1)))
        #expect(try limits(up: "0.05", down: "0.03", previous: "0.04") == PriceLimits(up: .fen(5), down: .fen(3)))
        #expect(try limits(up: "0.03", down: "0.01", previous: "0.02") == PriceLimits(up: .fen(3), down: .fen(1)))
    }

    @Test(arguments: [
        ("999999.999", "0.01", "10.00"), ("100000", "0", "10.00"), ("99999.99", "0", "1800.00"), ("0", "0", "10.00"),
        ("0", "0", nil), ("999999.999", "0.01", nil), ("99999.99", "0.001", nil), ("500.00", "5.00", "10.00"),
        ("20.00", "0.01", "10.00"),
        ("20.00", "0.001", "0.06"),
    ])
    func `what stands for no limit is no limit`(up: String, down: String, previous: String?) throws {
        #expect(try limits(up: up, down: down, previous: previous) == PriceLimits.none)
    }

    @Test func `just short of a sentinel is a limit`() throws {
        #expect(try limits(up: "499.999", down: "5.00", previous: "10.00")?.up == Price(li: 499_999))
        #expect(try limits(up: "20.00", down: "0.011", previous: "10.00")?.down == Price(li: 11))
        #expect(try limits(up: "0.06", down: "0.01", previous: "0.05")?.down == .fen(1))
    }

    @Test(arguments: [
        (nil, "9.00", "10.00"), ("11.00", nil, "10.00"), (nil, nil, nil), ("9.00", "11.00", "10.00"),
        ("11.00", "0", nil),
        ("0", "9.00", "10.00"), ("0", "0.001", "0.01"),
    ])
    func `E17: what makes no sense is unknown`(up: String?, down: String?, previous: String?) throws {
        #expect(try limits(up: up, down: down, previous: previous) == nil)
    }
}
