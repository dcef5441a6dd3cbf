import Market
import Testing

@testable import Engine

/// What risk says of holdings that no target of the day names, and that are sold for that anyway.
@Suite struct UnnamedHoldingTests {
    private static let stop = RiskStanding.Stop(
        reason: .stopLoss, since: Make.noon, last: Make.price("9.00"), bound: AveragePrice(Make.price("9.20")))

    private func outcome(_ change: (inout RiskMaker) -> Void) -> RiskOverlay.Outcome {
        var maker = RiskMaker { $0.stopLoss = .ppm(80_000) }
        maker.hold(RiskMaker.one)
        change(&maker)
        return maker.apply([(RiskMaker.two, 500_000)])
    }

    private func symbols(_ outcome: RiskOverlay.Outcome) -> [String] { outcome.targets.map { "\($0.symbol)" } }

    @Test func `nothing, where no rule has ended it`() {
        #expect(symbols(outcome { _ in }) == [RiskMaker.two])
    }

    @Test func `a stop that is to be carried out, and not one that was`() {
        var stop = Self.stop
        let sold = outcome { $0.standing.stops[World.symbol(RiskMaker.one)] = stop }
        #expect(symbols(sold) == [RiskMaker.one, RiskMaker.two])
        #expect(sold.overlays == [[.stopLoss], []] && sold.weights == [0, 500_000])
        stop.endedOn = World.yesterday
        #expect(symbols(outcome { $0.standing.stops[World.symbol(RiskMaker.one)] = stop }) == [RiskMaker.two])
    }

    @Test func `a stop of what is held no more, or is named, adds nothing`() {
        #expect(symbols(outcome { $0.standing.stops[World.symbol("600519.SH")] = Self.stop }) == [RiskMaker.two])
        let named = outcome { $0.standing.stops[World.symbol(RiskMaker.two)] = Self.stop }
        #expect(symbols(named) == [RiskMaker.two] && named.overlays == [[.stopLoss]])
    }

    @Test func `in a liquidation all that is ours, and nothing of anybody else`() {
        let sold = outcome {
            $0.standing.liquidation = .init(since: Make.noon, equity: .yuan(1), bound: .yuan(2))
            $0.hold("600519.SH")
            $0.entries[World.symbol("600519.SH")] = nil
        }
        #expect(symbols(sold) == [RiskMaker.one, RiskMaker.two])
        #expect(sold.overlays == [[.portfolioStop], [.portfolioStop]] && sold.weights == [0, 0])
    }
}
