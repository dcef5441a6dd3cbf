import Market

@testable import Report

/// An invented account over an invented market, with whole ledgers: every fill, fee and corporate action is in the cash.
struct SampleReplay {
    private var random: SplitMix64
    private var record: ReplayRecord
    private var cash: Money
    private var prices: [Int64]
    private var shares: [Int64]
    private let symbols: [Symbol]
    private var index = 3_500.0
    private var closes: [Double?] = []
    private let names: Int

    private static let opening = Money.yuan(10_000_000)

    /// - Parameters:
    ///   - every: Days from one rebalance to the next.
    ///   - names: Securities held.
    static func make(days count: Int, every: Int, names: Int, seed: UInt64 = 1) -> ReplayRecord {
        var replay = SampleReplay(names: names, seed: seed)
        for (number, day) in tradingDays(count).enumerated() {
            replay.live(day, number: number, isRebalance: number.isMultiple(of: every))
        }
        return replay.finished()
    }

    private static func tradingDays(_ count: Int) -> [Day] {
        var days: [Day] = []
        var day = Day(year: 2015, month: 1, day: 5) ?? Day(number: 0)
        while days.count < count {
            let (_, month, date) = day.components
            let isHoliday = (month == 10 && date < 8) || (month == 1 && date == 1) || (month == 5 && date < 4)
            if day.weekday < 6, !isHoliday { days.append(day) }
            day = day.advanced(by: 1)
        }
        return days
    }

    private init(names: Int, seed: UInt64) {
        random = SplitMix64(seed: seed)
        cash = SampleReplay.opening
        self.names = names
        symbols = (0..<240).compactMap { number in
            switch number % 3 {
            case 0: Symbol(digits: 600_000 + number * 7, venue: .shanghai)
            case 1: Symbol(digits: 1 + number * 9, venue: .shenzhen)
            default: Symbol(digits: 300_001 + number * 2, venue: .shenzhen)
            }
        }
        prices = symbols.map { Int64($0.packed % 4000) * 10 + 4_000 }
        shares = symbols.map { _ in 0 }
        record = ReplayRecord(openingCash: cash, about: SampleReplay.about(symbols))
    }

    // MARK: One day

    private mutating func live(_ day: Day, number: Int, isRebalance: Bool) {
        var row = ReplayRecord.DayRow.row(day, equity: .zero, cash: .zero)
        corporateActions(day, &row)
        let before = prices
        movePrices(number)
        if isRebalance { rebalance(day, decisions: before, &row) }
        let value = symbols.indices.reduce(Money.zero) { $0 + Money(li: prices[$1] * shares[$1]) }
        row.cash = cash
        row.marketValue = value
        row.equity = cash + value
        row.holdings = shares.count { $0 > 0 }
        record.days.append(row)
        keepHoldings(day)
        // The index has no value on some days, and none at the very end.
        closes.append(number % 97 == 40 ? nil : index)
    }

    /// Between -1 and 1, more often near zero.
    private mutating func noise() -> Double {
        let sum = random.below(2001) + random.below(2001) + random.below(2001)
        return Double(sum - 3000) / 3000
    }

    private mutating func movePrices(_ number: Int) {
        // Calm and rough times, good and bad ones.
        let roughness = number % 700 < 130 ? 0.034 : 0.016
        let drift = number % 900 > 760 ? -0.0022 : 0.0006
        let market = noise() * roughness + drift
        index = max(100, ((index * (1 + market)) * 100).rounded() / 100)
        for security in prices.indices {
            let own = market * (0.7 + Double(security % 7) * 0.1) + noise() * 0.032 + 0.00025
            prices[security] = max(1_000, Int64((Double(prices[security]) * (1 + own) / 10).rounded()) * 10)
        }
    }

    private mutating func corporateActions(_ day: Day, _ row: inout ReplayRecord.DayRow) {
        for security in symbols.indices where shares[security] > 0 && random.below(260) == 0 {
            let held = shares[security]
            var after = held
            var paid = Money.zero
            if random.below(4) > 0 {
                let perShare = prices[security] / 50 / 10 * 10
                paid = Money(li: perShare * held)
                prices[security] -= perShare
            } else {
                after = held * 13 / 10
                prices[security] = prices[security] * 10 / 13 / 10 * 10
            }
            shares[security] = after
            cash += paid
            row.dividends += paid
            let kind = after == held ? "dividend" : "bonus"
            record.act(symbols[security], kind, held, after, cash: paid.li, on: day)
        }
    }

    // MARK: Orders

    private mutating func rebalance(_ day: Day, decisions: [Int64], _ row: inout ReplayRecord.DayRow) {
        let equity = symbols.indices.reduce(cash.li) { $0 + prices[$1] * shares[$1] }
        var wanted = symbols.indices.filter { shares[$0] > 0 && random.below(10) < 6 }
        while wanted.count < names {
            let pick = random.below(symbols.count)
            if !wanted.contains(pick) { wanted.append(pick) }
        }
        let exposure = Int64(70 + random.below(27))
        let isWanted = symbols.indices.map(wanted.contains)
        for security in symbols.indices where shares[security] > 0 && !isWanted[security] {
            order(security, .sell, shares[security], day, decisions, &row)
        }
        for security in wanted.sorted() {
            let target = equity * exposure / 100 / Int64(names) / prices[security] / 100 * 100
            let change = target - shares[security]
            if change < 0, -change * 8 > target { order(security, .sell, -change / 100 * 100, day, decisions, &row) }
            if change > 0, change * 8 > target { order(security, .buy, change, day, decisions, &row) }
        }
    }

    private mutating func order(
        _ security: Int, _ side: Side, _ volume: Int64, _ day: Day, _ decisions: [Int64],
        _ row: inout ReplayRecord.DayRow
    ) {
        guard volume > 0 else { return }
        let sign: Int64 = side == .buy ? 1 : -1
        let tick = Int64(random.below(4)) - 1
        let price = max(
            10, decisions[security] + sign * tick * 10 + (prices[security] - decisions[security]) / 400 * 10)
        var filled = volume
        var reason: String?
        var state = "filled"
        var message = ""
        switch random.below(100) {
        case 0: (filled, state, reason) = (0, "never_placed", side == .buy ? "limit_up" : "limit_down")
        case 1: (filled, state, reason) = (volume / 300 * 100, "expired", "partly_filled")
        case 2:
            (filled, state, reason) = (0, "rejected", "rejected")
            message = "废单: \"price\" <limit>, code 7 & more"
        case 3: (filled, state, reason) = (0, "never_placed", "suspended")
        default: break
        }
        let value = Money(li: price * filled)
        var fees = Fees.none
        if filled > 0 {
            fees.commission = max(.fen(500), value.roundedToFen(times: 25, over: 100_000))
            fees.transferFee = value.roundedToFen(times: 1, over: 100_000)
            if side == .sell { fees.stampDuty = value.roundedToFen(times: 1, over: 1000) }
        }
        if side == .buy, value + fees.total > cash {
            return reasonRow(security, day, volume, "cash")
        }
        settle(security, side, filled, value, fees, &row)
        let time = day.at(TimeOfDay(9, 30))
        if filled > 0 {
            record.fills.append(
                .init(
                    time: time, order: record.orders.count, price: Price(li: price), volume: Shares(filled),
                    amount: value, fees: fees.total))
        }
        record.orders.append(
            ReplayRecord.OrderRow(
                id: "\(day.compact)-\(record.orders.count + 1)", decidedAt: time, symbol: symbols[security], side: side,
                volume: Shares(volume), limit: Price(li: price + sign * 50),
                decisionPrice: Price(li: decisions[security]), filled: Shares(filled), value: value, fees: fees,
                state: state, reason: reason, overlay: random.below(60) == 0 ? "stop_loss" : nil, message: message))
        if let reason { reasonRow(security, day, volume, reason) }
    }

    private mutating func settle(
        _ security: Int, _ side: Side, _ filled: Int64, _ value: Money, _ fees: Fees, _ row: inout ReplayRecord.DayRow
    ) {
        row.fees.commission += fees.commission
        row.fees.stampDuty += fees.stampDuty
        row.fees.transferFee += fees.transferFee
        cash -= fees.total
        if side == .buy {
            cash -= value
            row.bought += value
            shares[security] += filled
        } else {
            cash += value
            row.sold += value
            shares[security] -= filled
        }
    }

    private mutating func reasonRow(_ security: Int, _ day: Day, _ volume: Int64, _ reason: String) {
        record.reasons.append(
            .init(
                day: day, symbol: symbols[security], weight: .ppm(20_000), target: Shares(volume),
                held: Shares(shares[security]), reason: reason))
    }

    private mutating func keepHoldings(_ day: Day) {
        let isFirstOfMonth =
            record.days.count < 2 || record.days[record.days.count - 2].day.components.month != day.components.month
        guard isFirstOfMonth else { return }
        let held = symbols.indices.filter { shares[$0] > 0 }.sorted { symbols[$0] < symbols[$1] }
        record.holdings.append(
            .init(
                day: day,
                holdings: held.map {
                    .init(
                        symbol: symbols[$0], shares: Shares(shares[$0]), value: Money(li: prices[$0] * shares[$0]))
                }))
    }

    private mutating func finished() -> ReplayRecord {
        record.about.benchmark = .init(
            name: "CSI 300 total return", code: "H00300.CSI", includesDividends: true, before: 3_500, closes: closes)
        return record
    }

    // MARK: About

    private static func about(_ symbols: [Symbol]) -> ReplayRecord.About {
        var about = ReplayRecord.About(title: "Invented momentum <top 40>, weekly")
        about.data = [
            .init("Bars", "invented market, 240 securities, sha256 9f1c…20ab"),
            .init("Targets", "targets.csv, 500 batches, sha256 77d0…3e11"),
        ]
        about.costs = [
            .init("Commission", "2.5 in 10,000, at least 5 yuan an order"),
            .init("Stamp duty", "1 in 1,000 on sells; 0.5 in 1,000 from 2023-08-28"),
            .init("Slippage", "5 basis points"), .init("Participation", "at most 10 % of a bar's volume"),
        ]
        about.settings = [.init("Profile", "market"), .init("Cash buffer", "3 %"), .init("Fills", "open auction")]
        about.checks = [
            .init(name: "Cash + shares × price = equity, every day", count: 2500, held: true),
            .init(name: "Shares conserved through corporate actions", count: 412, held: true),
            .init(name: "No bar was read after the clock", count: 124_551, held: true),
        ]
        about.explanations = [
            .init("limit_up", "at its upper price limit with no sellers; a buy would only queue"),
            .init("limit_down", "at its lower price limit with no buyers; a sell would only queue"),
            .init("suspended", "the exchange has suspended it; it is planned again with the next targets"),
            .init("rejected", "the broker refused the order; its words are with the order"),
            .init("partly_filled", "the order was filled only in part before the end of the window"),
            .init("cash", "not enough cash when its turn came"),
        ]
        let names = ["浦发银行", "万科A", "贵州茅台", "比亚迪", "宁德时代", "中国平安", "招商银行"]
        for (number, symbol) in symbols.enumerated() where number % 11 > 0 {
            about.names[symbol] = names[number % names.count]
        }
        return about
    }
}
