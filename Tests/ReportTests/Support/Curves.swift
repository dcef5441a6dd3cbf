import Market

@testable import Report

/// Small records for single figures.
enum Curves {
    /// Weekdays from 2020-01-06 (a Monday) on.
    static func days(_ count: Int) -> [Day] {
        let first = Day(year: 2020, month: 1, day: 6) ?? Day(number: 0)
        return (0..<count).map { first.advanced(by: $0 / 5 * 7 + $0 % 5) }
    }

    /// Equity in yuan, all of it cash.
    static func record(opening: Int64, _ equity: [Int64], benchmark: (before: Double?, closes: [Double?])? = nil)
        -> ReplayRecord
    {
        record(openingLi: opening * 1000, li: equity.map { $0 * 1000 }, benchmark: benchmark)
    }

    static func record(
        openingLi: Int64, li equity: [Int64], benchmark: (before: Double?, closes: [Double?])? = nil
    ) -> ReplayRecord {
        var about = ReplayRecord.About(title: "Test")
        if let benchmark {
            about.benchmark = .init(
                name: "Index", code: "000300.SH", includesDividends: true, before: benchmark.before,
                closes: benchmark.closes)
        }
        var record = ReplayRecord(openingCash: Money(li: openingLi), about: about)
        record.days = zip(days(equity.count), equity).map { day, li in
            .row(day, equity: Money(li: li), cash: Money(li: li))
        }
        return record
    }

    /// Levels of a random walk in whole numbers; `Tests/report/pinned_figures.py` makes the same.
    static func walk(seed: UInt64, start: Int64, count: Int, range: Int64, drift: Int64) -> [Int64] {
        var random = SplitMix64(seed: seed)
        var level = start
        return (0..<count).map { _ in
            let step = Int64(random.next() % UInt64(2 * range + 1)) - range + drift
            level = level * (1_000_000 + step) / 1_000_000
            return level
        }
    }
}

extension ReplayRecord.DayRow {
    static func row(
        _ day: Day, equity: Money, cash: Money, bought: Money = .zero, sold: Money = .zero, fees: Fees = .none,
        dividends: Money = .zero, holdings: Int = 0
    ) -> Self {
        Self(
            day: day, equity: equity, cash: cash, marketValue: equity - cash, bought: bought, sold: sold, fees: fees,
            dividends: dividends, holdings: holdings)
    }
}

extension ReplayRecord.OrderRow {
    static func order(
        _ id: String = "1", _ symbol: Symbol, _ side: Side, _ volume: Int64, at time: Timestamp,
        decision: Price? = Price(li: 10_000), filled: Int64? = nil, value: Money, fees: Fees = .none,
        state: String = "filled", reason: String? = nil, overlay: String? = nil, message: String = ""
    ) -> Self {
        Self(
            id: id, decidedAt: time, symbol: symbol, side: side, volume: Shares(volume), limit: Price(li: 10_500),
            decisionPrice: decision, filled: Shares(filled ?? volume), value: value, fees: fees, state: state,
            reason: reason, overlay: overlay, message: message)
    }
}

extension ReplayRecord {
    /// Adds an order with one fill for all of it.
    mutating func trade(
        _ symbol: Symbol, _ side: Side, _ volume: Int64, at li: Int64, on day: Day, fees: Int64 = 0
    ) {
        let price = Price(li: li)
        let value = price * Shares(volume)
        let charged = Fees(commission: Money(li: fees), stampDuty: .zero, transferFee: .zero)
        let time = day.at(TimeOfDay(9, 30))
        fills.append(
            .init(
                time: time, order: orders.count, price: price, volume: Shares(volume), amount: value,
                fees: charged.total))
        orders.append(
            .order("\(orders.count + 1)", symbol, side, volume, at: time, value: value, fees: charged))
    }

    mutating func act(_ symbol: Symbol, _ kind: String, _ before: Int64, _ after: Int64, cash: Int64, on day: Day) {
        corporateActions.append(
            .init(
                day: day, symbol: symbol, kind: kind, sharesBefore: Shares(before), sharesAfter: Shares(after),
                cash: Money(li: cash)))
    }
}
