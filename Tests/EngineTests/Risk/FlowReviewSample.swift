import Market

@testable import Engine

/// The account between the close of the day before and now, to be compared; without a change there is nothing to find.
struct FlowReviewSample {
    static let one = "600000.SH"
    static let two = "600036.SH"

    var cash = Money.yuan(100_000)
    var frozen = Money.zero
    var cashBefore: Money? = .yuan(100_000)
    var frozenBefore = Money.zero
    var before: [Record.DayClose.Holding] = []
    var now: [PositionReport] = []
    var fills: [FillReport] = []
    var market = SymbolMap<Security>()
    var standing = RiskStanding()
    var isCloseOfYesterday = true
    var tolerance = Money.zero

    /// What was held at the close, and is held now.
    mutating func hold(
        _ shares: Int64, at close: String? = "10.00", now count: Int64? = nil, of code: String = one
    ) {
        before.append(.init(symbol: World.symbol(code), volume: Shares(shares), close: close.map(Make.price)))
        if let count { has(count, of: code) }
    }

    mutating func has(_ shares: Int64, of code: String = one) {
        now.append(PositionReport(symbol: World.symbol(code), volume: Shares(shares), sellable: Shares(shares)))
    }

    /// Today's reference price, and the last one.
    mutating func trade(reference: String?, last: String? = nil, of code: String = one) {
        market[World.symbol(code)] = Make.security(
            code, last: last ?? reference, previous: reference, up: nil, down: nil)
    }

    mutating func fill(
        _ side: Side, _ shares: Int64, at price: String = "10.00", code: String = one, commission: Money? = .zero
    ) {
        fills.append(
            FillReport(
                tradeID: Word("T\(fills.count)"), clientOrderID: nil, symbol: World.symbol(code), side: side,
                price: Make.price(price), volume: Shares(shares), amount: Make.price(price) * Shares(shares),
                commission: commission, time: Make.noon))
    }

    /// A dividend that is waited for since so many days.
    mutating func expect(_ amount: Money, shares: Int64 = 1_000, since days: Int = 1, of code: String = one) {
        var receivables = standing.receivables
        receivables.append(
            .init(
                symbol: World.symbol(code), amount: amount, shares: Shares(shares),
                exDay: Make.day.advanced(by: -days)))
        standing.receivables = receivables
    }

    var finding: FlowReview.Finding {
        let asset = cashBefore.map { AssetReport(cash: $0, frozenCash: frozenBefore, marketValue: .zero, total: $0) }
        let review = FlowReview(
            day: Make.day, close: .init(day: World.yesterday, asset: asset, holdings: before),
            isCloseOfYesterday: isCloseOfYesterday, fees: World.fees, tolerance: tolerance)
        return review.finding(
            asset: AssetReport(cash: cash, frozenCash: frozen, marketValue: .zero, total: cash), positions: now,
            fills: fills, market: market, standing: standing)
    }

    static func finding(_ change: (inout FlowReviewSample) -> Void) -> FlowReview.Finding {
        var sample = FlowReviewSample()
        change(&sample)
        return sample.finding
    }

    /// Cash, shares and dividends found, in li.
    static func amounts(_ change: (inout FlowReviewSample) -> Void) -> [Int64] {
        let finding = finding(change)
        return [finding.cash.li, finding.shares.li, finding.dividends.li]
    }
}
