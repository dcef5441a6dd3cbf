import Market
import Testing

@testable import Engine

/// Each check by itself, where in the gate another one speaks first: none may lean on its neighbour.
@Suite struct CheckAloneTests {
    @Test func `sellable: at most what can be sold, and only of sells`() {
        #expect(GateSample.denial(of: .sellable, .sell) { $0.sellable = 1_000 } == nil)
        #expect(GateSample.denial(of: .sellable, .sell) { $0.sellable = 999 }?.reason == .notSellable)
        #expect(GateSample.denial(of: .sellable, .sell) { $0.sellable = nil }?.reason == .denied)
        #expect(GateSample.denial(of: .sellable) { $0.sellable = nil } == nil)
    }

    @Test func `tick: from one li on, on the tick of its class`() {
        let fund = InstrumentClass(venue: .shanghai, board: nil, kind: .etf)
        func denial(_ price: String, _ kind: InstrumentClass?) -> OrderGate.Denial? {
            GateSample.denial(of: .tick, .sell) {
                $0.price = price
                if let kind { $0.security.kind = kind }
            }
        }
        #expect(denial("0.001", fund) == nil)
        #expect(denial("0", fund)?.reason == .denied)
        #expect(denial("-0.01", nil)?.reason == .denied)
        #expect(denial("0.01", nil) == nil)
        #expect(denial("0.001", nil)?.reason == .denied)
    }

    @Test func `daily loss: an account that was worth nothing cannot be compared`() {
        func denial(_ opening: Money?, _ equity: Money?) -> OrderGate.Denial? {
            GateSample.denial(of: .dailyLoss) {
                $0.limits.loss = .ppm(20_000)
                $0.openingEquity = opening
                $0.equity = equity
            }
        }
        #expect(denial(.zero, .yuan(1))?.detail.contains("not known") == true)
        #expect(denial(-.yuan(1), .yuan(1))?.detail.contains("not known") == true)
        #expect(denial(Money(li: 1), Money(li: 1)) == nil)
        #expect(denial(.yuan(100), nil)?.detail.contains("not known") == true)
    }

    @Test func `volume share: the smallest average day is one share`() {
        func denial(_ average: Shares?) -> OrderGate.Denial? {
            GateSample.denial(of: .volumeShare) {
                $0.limits.volumeShare = .one
                $0.shares = 1
                $0.averageVolume = average
            }
        }
        #expect(denial(1) == nil)
        #expect(denial(0)?.detail.contains("not known") == true)
    }

    @Test func `position weight and turnover: an account worth one li is worth something, one worth nothing is not`() {
        func denial(_ rule: GateRule, _ worth: Money) -> String? {
            GateSample.denial(of: rule) {
                $0.limits.positionWeight = .one
                $0.limits.turnover = .one
                $0.equity = worth
                $0.openingEquity = worth
                $0.price = "0.001"
                $0.shares = 1
            }?.detail
        }
        for rule in [GateRule.positionWeight, .turnover] {
            #expect(denial(rule, Money(li: 1)) == nil)
            #expect(denial(rule, .zero)?.contains("not known") == true)
        }
    }

    @Test func `each rule of the gate runs its own check`() {
        let spoilt: [(GateRule, (inout GateSample) -> Void)] = [
            (.account, { $0.servesAccount = nil }), (.mode, { $0.isOfKind = nil }),
            (.tradingState, { $0.trading = .disabled }), (.session, { $0.phase = .lunch }),
            (.deadline, { $0.validForMilliseconds = 0 }), (.duplicateIntent, { $0.isIDUsed = true }),
            (.symbol, { $0.symbol = "600036.SH" }),
            (.restricted, { $0.limits.restricted = [Make.symbol("600000.SH")] }),
            (.suspension, { $0.security = Make.security(isSuspended: true) }), (.lot, { $0.shares = 99 }),
            (.tick, { $0.price = "10.001" }), (.limits, { $0.price = "11.01" }),
            (.quote, { $0.security.quotedAt = nil }), (.cage, { $0.price = "10.90" }),
            (
                .priceCollar,
                {
                    $0.limits.priceCollar = .zero
                    $0.price = "10.01"
                }
            ), (.orderCap, { $0.limits.orderSharesMaximum = 1 }),
            (
                .volumeShare,
                {
                    $0.limits.volumeShare = .one
                    $0.averageVolume = nil
                }
            ), (.cash, { $0.cash = nil }),
            (
                .positionWeight,
                {
                    $0.limits.positionWeight = .one
                    $0.equity = nil
                }
            ),
            (
                .turnover,
                {
                    $0.limits.turnover = .one
                    $0.dayValue = nil
                }
            ),
            (
                .dailyLoss,
                {
                    $0.limits.loss = .one
                    $0.equity = nil
                }
            ), (.rate, { $0.inLastSecond = 5 }), (.rates, { $0.traffic = nil }), (.budget, { $0.traffic = nil }),
            (.breaker, { $0.refusal = "no" }), (.oppositeOrder, { $0.isOpposedByOthers = true }),
        ]
        for (rule, change) in spoilt {
            #expect(GateSample.denial(of: rule) == nil, "\(rule)")
            #expect(GateSample.denial(of: rule, .buy, change) != nil, "\(rule)")
        }
        #expect(spoilt.map(\.0) == GateRule.allCases.filter { $0 != .sellable })
    }
}
