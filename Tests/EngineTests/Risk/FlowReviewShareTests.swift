import Market
import Testing

@testable import Engine

/// Shares that came or went: corporate actions, transfers, and what cannot be told yet.
@Suite struct FlowReviewShareTests {
    private static let one = World.symbol(FlowReviewSample.one)
    private static let two = World.symbol(FlowReviewSample.two)
    private let li = Money(li: 1)

    private func amounts(_ change: (inout FlowReviewSample) -> Void) -> [Int64] { FlowReviewSample.amounts(change) }

    private func changed(
        _ old: Int64, at close: String = "10.00", to new: Int64, reference: String?, last: String? = nil,
        _ change: (inout FlowReviewSample) -> Void = { _ in }
    ) -> [Int64] {
        amounts {
            $0.hold(old, at: close)
            if new >= 0 { $0.has(new) }
            if let reference { $0.trade(reference: reference, last: last) }
            change(&$0)
        }
    }

    @Test(arguments: [
        ("5.000", true), ("5.150", true), ("5.151", false), ("4.850", true), ("4.849", false),
    ])
    func `ten for ten: the value is the same within three per cent`(reference: String, isCorporate: Bool) {
        let found = changed(1_000, to: 2_000, reference: reference)
        #expect((found == [0, 0, 0]) == isCorporate)
        if !isCorporate { #expect(found == [0, Make.price(reference).li * 1_000, 0]) }
    }

    @Test func `shares that are put together, the smallest numbers, and trades of the same day`() {
        #expect(changed(1_000, at: "5.00", to: 500, reference: "10.00") == [0, 0, 0])
        #expect(changed(1, to: 2, reference: "5.00") == [0, 0, 0])
        #expect(changed(2, at: "5.00", to: 1, reference: "10.00") == [0, 0, 0])
        #expect(
            changed(1_000, to: 2_300, reference: "5.00") {
                $0.fill(.buy, 300, at: "5.00")
                $0.cash -= .yuan(1_500)
            } == [0, 0, 0])
        #expect(
            changed(1_000, to: 1_700, reference: "5.00") {
                $0.fill(.sell, 300, at: "5.00")
                $0.cash += .yuan(1_500)
            } == [0, 0, 0])
    }

    @Test func `count and reference must have gone opposite ways`() {
        // All of these are worth the same within three per cent.
        #expect(changed(1_000, to: 1_010, reference: "10.00") == [0, 100_000, 0])
        #expect(changed(1_000, to: 990, reference: "10.00") == [0, -100_000, 0])
        #expect(changed(1_000, to: 1_010, reference: "10.10") == [0, 101_000, 0])
        #expect(changed(1_000, to: 990, reference: "9.90") == [0, -99_000, 0])
        #expect(changed(1_000, to: 1_010, reference: "9.90") == [0, 0, 0])
        #expect(changed(1_000, to: 990, reference: "10.10") == [0, 0, 0])
    }

    @Test func `a transfer has a twentieth of slack, against the cash of a trade that nobody told of`() {
        #expect(changed(1_000, to: 900, reference: "10.00") { $0.cash += .yuan(1_000) } == [0, 0, 0])
        #expect(changed(1_000, to: 900, reference: "10.00") { $0.cash += .yuan(1_050) } == [0, 0, 0])
        #expect(
            changed(1_000, to: 900, reference: "10.00") { $0.cash += .yuan(1_050) + li } == [1_050_001, -1_000_000, 0])
        #expect(changed(1_000, to: 900, reference: "10.00") { $0.cash += .yuan(950) } == [0, 0, 0])
        #expect(
            changed(1_000, to: 900, reference: "10.00") { $0.cash += .yuan(950) - li } == [949_999, -1_000_000, 0])
        #expect(changed(1_000, to: 1_100, reference: "10.00") { $0.cash -= .yuan(1_050) } == [0, 0, 0])
        #expect(
            changed(1_000, to: 1_100, reference: "10.00") { $0.cash -= .yuan(1_050) + li }
                == [-1_050_001, 1_000_000, 0])
    }

    @Test
    func `over days that nobody saw, what changed may have been traded at its dearest, so that cash alone proves`() {
        // Its own twentieth, that of the holding, and all that changed: 50 + 500 + 1,000 of slack, 1,000 of them used up.
        for (count, sign) in [(Int64(1_100), Int64(1)), (900, -1)] {
            func found(_ cash: Int64) -> [Int64] {
                changed(1_000, to: count, reference: "10.00") {
                    $0.isCloseOfYesterday = false
                    $0.cash += Money(li: cash * sign)
                }
            }
            #expect(found(0) == [0, 0, 0])
            #expect(found(550_000) == [0, 0, 0])
            #expect(found(550_001) == [550_001 * sign, 1_000_000 * sign, 0])
        }
        // Sold for 21.00 before a bonus that halved the price: 50 + 1,050 + 2,100.
        func halved(_ cash: Int64) -> [Int64] {
            changed(1_000, at: "21.00", to: 900, reference: "10.00") {
                $0.isCloseOfYesterday = false
                $0.cash += Money(li: cash)
            }
        }
        #expect(halved(4_200_000) == [0, 0, 0])
        #expect(halved(4_200_001) == [4_200_001, -1_000_000, 0])
        #expect(
            amounts {
                $0.has(100)
                $0.trade(reference: "10.00")
                $0.isCloseOfYesterday = false
            } == [0, 0, 0])
    }

    @Test func `where the close is not known, more shares may be a bonus, and fewer have no more than their slack`() {
        // 1,000 of the shares that went, 50 of their own and 500 of the holding's slack.
        #expect(
            amounts {
                $0.hold(1_000, at: nil, now: 900)
                $0.trade(reference: "10.00")
                $0.cash += .yuan(1_550)
            } == [0, 0, 0])
        #expect(
            amounts {
                $0.hold(1_000, at: nil, now: 1_001)
                $0.trade(reference: "10.00")
                $0.cash += .yuan(500) + Money(li: 500)
            } == [0, 0, 0])
        #expect(
            amounts {
                $0.isCloseOfYesterday = false
                $0.hold(1_000, at: nil, now: 1_100)
                $0.trade(reference: "10.00")
                $0.cash += .yuan(550) + li
            } == [550_001, 1_000_000, 0])
        #expect(
            amounts {
                $0.hold(1_000, at: nil, now: 1_100)
                $0.trade(reference: "10.00")
                $0.cash += .yuan(550)
            } == [0, 0, 0])
    }

    @Test func `without a reference that decides, nothing at all is concluded yet`() {
        let deposit: (inout FlowReviewSample) -> Void = { $0.cash += .yuan(77) }
        // Still there, and no price of today.
        #expect(changed(1_000, to: 900, reference: nil, deposit) == [0, 0, 0])
        // Gone, and a price that cannot be believed.
        #expect(changed(1_000, to: -1, reference: "1.00", last: "10.00", deposit) == [0, 0, 0])
        // Gone, and nobody speaks of it: the close is all there is. A row without shares is gone as well.
        #expect(changed(1_000, to: -1, reference: nil) == [0, -10_000_000, 0])
        #expect(changed(1_000, to: 0, reference: nil) == [0, -10_000_000, 0])
        #expect(changed(1, to: 1, reference: nil) == [0, 0, 0])
        // Where not even the close is known, what they were worth is not either.
        #expect(amounts { $0.hold(1_000, at: nil) } == [0, 0, 0])
        #expect(
            amounts {
                $0.hold(1_000, at: nil)
                $0.cash += .yuan(77)
            } == [0, 0, 0])
    }

    @Test func `a single share is one`() {
        // Gone, at a reference that would be right for a share put together.
        #expect(changed(1, to: -1, reference: "10.10") == [0, -10_100, 0])
        #expect(
            changed(1_000, to: 1_001, reference: "10.00") {
                $0.isCloseOfYesterday = false
                $0.cash += .yuan(500) + Money(li: 500)
            } == [0, 0, 0])
        let settled = FlowReviewSample.finding {
            $0.expect(.yuan(1_000))
            $0.hold(1_000, now: 1_001)
            $0.trade(reference: "10.00")
        }
        #expect(settled.settled == [FlowReviewShareTests.one] && settled.shares == .zero)
    }

    @Test func `the transfers of all securities are added up`() {
        #expect(
            amounts {
                $0.hold(1_000, now: 900, of: FlowReviewSample.one)
                $0.hold(1_000, at: "20.00", now: 1_100, of: FlowReviewSample.two)
                $0.trade(reference: "10.00", of: FlowReviewSample.one)
                $0.trade(reference: "20.00", of: FlowReviewSample.two)
            } == [0, 1_000_000, 0])
        // 1,000 and a slack of 150.
        #expect(
            amounts {
                $0.hold(1_000, now: 900, of: FlowReviewSample.one)
                $0.hold(1_000, at: "20.00", now: 1_100, of: FlowReviewSample.two)
                $0.trade(reference: "10.00", of: FlowReviewSample.one)
                $0.trade(reference: "20.00", of: FlowReviewSample.two)
                $0.cash -= .yuan(1_150)
            } == [0, 0, 0])
    }

    // MARK: The reference

    @Test(
        arguments: [
            ("10.000", "10.00", nil, true), ("8.000", "10.00", nil, true), ("7.999", "10.00", nil, false),
            ("7.999", "10.00", "7.999", true), ("6.000", "10.00", "4.000", false), ("6.000", "10.00", "4.001", true),
            ("6.000", "10.00", "8.999", true), ("6.000", "10.00", "9.000", false), ("1.000", nil, nil, true),
            ("30.000", "10.00", nil, true),
        ] as [(String, String?, String?, Bool)])
    func `a reference far below the close needs a last price beside it`(
        reference: String, close: String?, last: String?, isBelieved: Bool
    ) {
        let security = Make.security(last: last, previous: reference, up: nil, down: nil)
        let found = FlowReview.reference(of: security, after: close.map(Make.price))
        #expect(found == (isBelieved ? Make.price(reference) : nil))
    }

    @Test func `a reference outside the day's limits is none`() {
        #expect(FlowReview.reference(of: Make.security(previous: "11.00"), after: nil) == Make.price("11.00"))
        #expect(FlowReview.reference(of: Make.security(previous: "11.01"), after: nil) == nil)
        #expect(FlowReview.reference(of: Make.security(previous: nil), after: nil) == nil)
    }
}
