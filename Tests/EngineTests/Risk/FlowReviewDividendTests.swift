import Market
import Testing

@testable import Engine

/// Dividends: expected from the reference of an ex-date, taken out of the cash that comes.
@Suite struct FlowReviewDividendTests {
    private static let one = World.symbol(FlowReviewSample.one)
    private static let two = World.symbol(FlowReviewSample.two)
    private let li = Money(li: 1)

    private func paid(_ cash: Money, since days: Int = 1) -> FlowReview.Finding {
        FlowReviewSample.finding {
            $0.expect(.yuan(1_000), since: days)
            $0.cash += cash
        }
    }

    private func accrued(
        reference: String = "9.50", close: String? = "10.00", _ change: (inout FlowReviewSample) -> Void = { _ in }
    ) -> [RiskStanding.Receivable] {
        FlowReviewSample.finding {
            $0.hold(1_000, at: close, now: 1_000)
            $0.trade(reference: reference)
            change(&$0)
        }.accrued
    }

    private static func receivable(_ symbol: Symbol, _ amount: Money) -> RiskStanding.Receivable {
        .init(symbol: symbol, amount: amount, shares: 1_000, exDay: Make.day)
    }

    @Test func `a lower reference on the same shares is a dividend to come, looked for once a day`() {
        let expected = [FlowReviewDividendTests.receivable(FlowReviewDividendTests.one, .yuan(500))]
        #expect(accrued() == expected)
        #expect(accrued(reference: "9.999").map(\.amount) == [.yuan(1)])
        #expect(accrued(reference: "10.00") == [])
        #expect(accrued(reference: "10.01") == [])
        #expect(accrued(close: nil) == [])
        #expect(accrued { $0.isCloseOfYesterday = false } == [])
        #expect(accrued { $0.standing.flowOfDay.day = Make.day } == [])
        #expect(accrued { $0.standing.flowOfDay.day = World.yesterday } == expected)
    }

    @Test func `who sold all of it on the ex-date gets it as well, and once`() {
        let found = FlowReviewSample.finding {
            $0.hold(1_000)
            $0.trade(reference: "9.50")
            $0.fill(.sell, 1_000, at: "9.50")
            $0.cash += .yuan(9_500)
        }
        #expect(found.accrued == [FlowReviewDividendTests.receivable(FlowReviewDividendTests.one, .yuan(500))])
        #expect(found.cash == .zero && found.shares == .zero)
    }

    @Test func `those of several securities ascend`() {
        let found = FlowReviewSample.finding {
            for code in [FlowReviewSample.one, FlowReviewSample.two] {
                $0.hold(1_000, now: 1_000, of: code)
                $0.trade(reference: "9.50", of: code)
            }
        }
        #expect(found.accrued.map(\.symbol) == [FlowReviewDividendTests.one, FlowReviewDividendTests.two])
    }

    @Test func `from three quarters of it on, cash is the dividend`() {
        #expect(paid(.yuan(750)).dividends == .yuan(750))
        #expect(paid(.yuan(750)).cash == .zero)
        #expect(paid(.yuan(750)).settled == [FlowReviewDividendTests.one])
        #expect(paid(.yuan(750) - li).dividends == .zero)
        #expect(paid(.yuan(750) - li).cash == .yuan(750) - li)
        #expect(paid(.yuan(750) - li).settled == [])
        #expect(paid(.zero).settled == [])
        #expect(paid(-.yuan(1_000)).dividends == .zero)
    }

    @Test func `a hundredth more and half a fen a share may be dividend, what is beyond is a flow`() {
        #expect(paid(.yuan(1_015)).dividends == .yuan(1_015))
        #expect(paid(.yuan(1_015)).cash == .zero)
        #expect(paid(.yuan(1_015) + li).dividends == .yuan(1_015))
        #expect(paid(.yuan(1_015) + li).cash == li)
        #expect(paid(.yuan(5_000)).cash == .yuan(3_985))
    }

    @Test func `a dividend is waited for ninety days`() {
        #expect(paid(.yuan(1_000), since: 90).dividends == .yuan(1_000))
        #expect(paid(.zero, since: 90).settled == [])
        let late = paid(.yuan(1_000), since: 91)
        #expect(late.dividends == .zero && late.cash == .yuan(1_000))
        #expect(late.settled == [FlowReviewDividendTests.one])
    }

    @Test func `one that comes on its own ex-date is neither waited for nor a flow`() {
        let found = FlowReviewSample.finding {
            $0.hold(1_000, now: 1_000)
            $0.trade(reference: "9.50")
            $0.cash += .yuan(500)
        }
        #expect(found.dividends == .yuan(500) && found.cash == .zero)
        #expect(found.accrued == [] && found.settled == [])
    }

    @Test func `an older one of the same security is paid before that of today`() {
        let found = FlowReviewSample.finding {
            $0.expect(.yuan(500))
            $0.hold(1_000, now: 1_000)
            $0.trade(reference: "9.50")
            $0.cash += .yuan(500)
        }
        #expect(found.dividends == .yuan(500))
        #expect(found.settled == [FlowReviewDividendTests.one] && found.accrued.count == 1)
    }

    @Test func `of two that come on one ex-date the one that is paid is no more waited for`() {
        let found = FlowReviewSample.finding {
            $0.hold(1_000, now: 1_000, of: FlowReviewSample.one)
            $0.hold(1_000, now: 1_000, of: FlowReviewSample.two)
            $0.trade(reference: "8.50", of: FlowReviewSample.one)
            $0.trade(reference: "9.50", of: FlowReviewSample.two)
            $0.cash += .yuan(500)
        }
        #expect(found.dividends == .yuan(500) && found.cash == .zero)
        #expect(found.accrued.map(\.symbol) == [FlowReviewDividendTests.one])
    }

    @Test func `several are paid one after the other, until nothing is left`() {
        let found = FlowReviewSample.finding {
            $0.expect(.yuan(400), of: FlowReviewSample.two)
            $0.expect(.yuan(1_000), of: FlowReviewSample.one)
            $0.cash += .yuan(1_409)
        }
        // 400 + 4 + 5, and the rest.
        #expect(found.dividends == .yuan(1_409) && found.cash == .zero)
        #expect(found.settled == [FlowReviewDividendTests.one, FlowReviewDividendTests.two])
        let part = FlowReviewSample.finding {
            $0.expect(.yuan(400), of: FlowReviewSample.two)
            $0.expect(.zero, of: FlowReviewSample.one)
            $0.cash += .yuan(400)
        }
        #expect(part.settled == [FlowReviewDividendTests.two])
    }

    @Test func `shares that come where something is expected settle it, and cash beside them is a flow`() {
        func bonus(_ change: (inout FlowReviewSample) -> Void) -> FlowReview.Finding {
            FlowReviewSample.finding {
                $0.expect(.yuan(1_000))
                $0.hold(1_000, now: 1_100)
                $0.trade(reference: "10.00")
                change(&$0)
            }
        }
        #expect(bonus { _ in }.settled == [FlowReviewDividendTests.one])
        #expect(bonus { _ in }.shares == .zero)
        #expect(bonus { $0.cash += .yuan(1_000) }.cash == .yuan(1_000))
        // Fewer are no bonus, and one of another security says nothing of this one.
        let fewer = FlowReviewSample.finding {
            $0.expect(.yuan(1_000))
            $0.hold(1_000, now: 900)
            $0.trade(reference: "10.00")
        }
        #expect(fewer.settled == [] && fewer.shares == -.yuan(1_000))
        let other = FlowReviewSample.finding {
            $0.expect(.yuan(1_000), of: FlowReviewSample.two)
            $0.hold(1_000, now: 1_100)
            $0.trade(reference: "10.00")
        }
        #expect(other.settled == [] && other.shares == .yuan(1_000))
    }
}
