import Market
import Testing

@testable import Engine

/// Cash that fills, fees and earlier findings explain, to the li; and what stays within the slack.
@Suite struct FlowReviewCashTests {
    private let li = Money(li: 1)

    private func amounts(_ change: (inout FlowReviewSample) -> Void) -> [Int64] { FlowReviewSample.amounts(change) }

    @Test func `a finding is empty where every part of it is`() {
        #expect(FlowReview.Finding().isEmpty)
        let changes: [(inout FlowReview.Finding) -> Void] = [
            { $0.cash = .yuan(1) }, { $0.shares = .yuan(1) }, { $0.dividends = .yuan(1) },
            { $0.settled = [World.symbol("600000.SH")] },
            {
                $0.accrued = [
                    .init(symbol: World.symbol("600000.SH"), amount: .yuan(1), shares: 1, exDay: Make.day)
                ]
            },
        ]
        for change in changes {
            var finding = FlowReview.Finding()
            change(&finding)
            #expect(!finding.isEmpty)
        }
    }

    @Test func `cash and frozen cash are one, before and now`() {
        #expect(
            amounts {
                $0.frozenBefore = .yuan(5_000)
                $0.cash = .yuan(105_000)
            } == [0, 0, 0])
        #expect(
            amounts {
                $0.cash = .yuan(95_000)
                $0.frozen = .yuan(5_000)
            } == [0, 0, 0])
        #expect(amounts { $0.cash += li } == [1, 0, 0])
        #expect(amounts { $0.cash -= li } == [-1, 0, 0])
        #expect(
            amounts {
                $0.cash = .zero
                $0.cashBefore = nil
            } == [0, 0, 0])
    }

    @Test func `up to the tolerance there is nothing, above it all of it is a flow`() {
        #expect(
            amounts {
                $0.tolerance = .yuan(50)
                $0.cash += .yuan(50)
            } == [0, 0, 0])
        #expect(
            amounts {
                $0.tolerance = .yuan(50)
                $0.cash += .yuan(50) + li
            } == [50_001, 0, 0])
        #expect(
            amounts {
                $0.tolerance = .yuan(50)
                $0.cash -= .yuan(50) + li
            } == [-50_001, 0, 0])
    }

    @Test func `a sale brings its amount less its commission, and takes its shares`() {
        func sale(_ more: Money, left: Int64 = 600) -> [Int64] {
            amounts {
                $0.hold(1_000, now: left)
                $0.trade(reference: "10.00")
                $0.fill(.sell, 400, commission: .yuan(7))
                $0.cash += .yuan(3_993) + more
            }
        }
        #expect(sale(.zero) == [0, 0, 0])
        #expect(sale(li) == [1, 0, 0])
        #expect(sale(-li) == [-1, 0, 0])
        // A hundred more than were sold are gone, at 10.00, with a twentieth of slack.
        #expect(sale(.zero, left: 500) == [0, -1_000_000, 0])
    }

    @Test func `a purchase costs its amount and its commission, and brings its shares`() {
        func purchase(_ more: Money, held: Int64 = 400, isNew: Bool = true) -> [Int64] {
            amounts {
                if !isNew { $0.hold(1_000) }
                $0.has(held)
                $0.trade(reference: "10.00")
                $0.fill(.buy, 300, commission: .yuan(7))
                $0.fill(.buy, 100, commission: .yuan(5))
                $0.cash -= .yuan(4_012) + more
            }
        }
        #expect(purchase(.zero) == [0, 0, 0])
        #expect(purchase(li) == [-1, 0, 0])
        #expect(purchase(.zero, held: 500) == [0, 1_000_000, 0])
        #expect(purchase(.zero, held: 1_400, isNew: false) == [0, 0, 0])
    }

    @Test func `a fill without its commission may be off by as much as we reckon, one with it may not`() {
        let kind = InstrumentClass(venue: .shanghai, board: .main, kind: .stock)
        let fee = World.fees.fees(for: kind, on: Make.day, side: .buy, turnover: .yuan(4_000), shares: 400).total
        #expect(fee > .zero)
        func purchase(_ more: Money, commission: Money?) -> [Int64] {
            amounts {
                $0.has(400)
                $0.trade(reference: "10.00")
                $0.fill(.buy, 400, commission: commission)
                $0.cash -= .yuan(4_000) + fee + more
            }
        }
        for difference in [fee, -fee] { #expect(purchase(difference, commission: nil) == [0, 0, 0]) }
        #expect(purchase(fee + li, commission: nil) == [-(fee + li).li, 0, 0])
        #expect(purchase(-fee - li, commission: nil) == [(fee + li).li, 0, 0])
        #expect(purchase(.zero, commission: fee) == [0, 0, 0])
        #expect(purchase(li, commission: fee) == [-1, 0, 0])
    }

    @Test func `what was bought and sold within the day is no transfer, and a sale of what nobody knew was one`() {
        #expect(
            amounts {
                $0.fill(.buy, 100)
                $0.fill(.sell, 100)
                $0.trade(reference: "10.00")
            } == [0, 0, 0])
        #expect(
            amounts {
                $0.fill(.sell, 100)
                $0.trade(reference: "10.00")
                $0.cash += .yuan(1_000)
            } == [0, 1_000_000, 0])
    }

    @Test func `what was found earlier today is not found again, what another day found says nothing`() {
        func later(_ day: Day) -> [Int64] {
            amounts { sample in
                var parts = AccountFlow.Parts()
                parts.day = day
                parts.cash = .yuan(300)
                parts.dividends = .yuan(50)
                parts.shares = -.yuan(1_000)
                var standing = RiskStanding()
                standing.flowOfDay = parts
                sample.standing = standing
                sample.hold(1_000, now: 900)
                sample.trade(reference: "10.00")
                sample.cash += .yuan(350)
            }
        }
        #expect(later(Make.day) == [0, 0, 0])
        #expect(later(World.yesterday) == [350_000, -1_000_000, 0])
    }

    @Test(arguments: [true, false])
    func `where yesterday's close is not there, a twentieth of each holding may have come as dividend`(isKnown: Bool) {
        func day(_ more: Money, close: String?, isOfYesterday: Bool, reference: String? = "10.00") -> [Int64] {
            amounts {
                $0.hold(1_000, at: close, now: 1_000)
                if let reference { $0.trade(reference: reference) }
                $0.isCloseOfYesterday = isOfYesterday
                $0.cash += more
            }
        }
        let close: String? = isKnown ? "10.00" : nil
        #expect(day(.yuan(500), close: close, isOfYesterday: false) == [0, 0, 0])
        #expect(day(.yuan(500) + li, close: close, isOfYesterday: false) == [500_001, 0, 0])
        #expect(day(.yuan(500), close: nil, isOfYesterday: true) == [0, 0, 0])
        #expect(day(.yuan(500) + li, close: nil, isOfYesterday: true) == [500_001, 0, 0])
        #expect(day(li, close: "10.00", isOfYesterday: true) == [1, 0, 0])
        // Nobody knows a price: nothing may be off.
        #expect(day(li, close: nil, isOfYesterday: true, reference: nil) == [1, 0, 0])
        // The close comes before the reference of today.
        #expect(day(.yuan(500) + li, close: "10.00", isOfYesterday: false, reference: "11.00") == [500_001, 0, 0])
    }
}
