import Exchange
import Market
import Testing

/// A simulated exchange with a day begun, and short words for what tests do to it.
struct Floor {
    var exchange: SimulatedExchange
    private(set) var notices: [Notice] = []
    private var ids = 0

    /// A Monday under today's rules for shares: cage, stamp duty 0.05 %, transfer fee 0.01 ‰.
    static let day: Day = "2024-06-03"

    init(
        _ bars: [DayBar], on day: Day = Floor.day, cash: Money = "1000000.00", holding: [(Symbol, Shares)] = [],
        configure: (inout SimulatedExchange.Configuration) -> Void = { _ in }
    ) throws {
        var configuration = SimulatedExchange.Configuration(openingCash: cash, fees: Floor.fees)
        configuration.openingPositions = holding.map { .init(symbol: $0.0, volume: $0.1, cost: "1000.00") }
        configure(&configuration)
        exchange = SimulatedExchange(configuration)
        try begin(bars, on: day)
    }

    /// 0.025 %, at least 5 yuan, all-in.
    static let fees = FeeSchedule(commission: CommissionRates(ratePerBillion: 250_000, minimum: "5.00"))

    mutating func begin(_ bars: [DayBar], on day: Day, at time: TimeOfDay = "08:00:00") throws {
        notices += try exchange.beginDay(
            DaySheet(day: day, bars: bars.sorted { $0.symbol < $1.symbol }), at: day.at(time))
    }

    var day: Day { exchange.day ?? Floor.day }

    @discardableResult
    mutating func buy(
        _ symbol: Symbol, _ shares: Shares, at price: Price, _ time: TimeOfDay
    ) -> Placement {
        submit(symbol, .buy, shares, at: price, time)
    }

    @discardableResult
    mutating func sell(
        _ symbol: Symbol, _ shares: Shares, at price: Price, _ time: TimeOfDay
    ) -> Placement {
        submit(symbol, .sell, shares, at: price, time)
    }

    @discardableResult
    mutating func submit(
        _ symbol: Symbol, _ side: Side, _ shares: Shares, at price: Price, _ time: TimeOfDay, id: ClientOrderID? = nil
    ) -> Placement {
        ids += 1
        let moment = day.at(time)
        let (placement, notices) = exchange.submit(
            Submission(
                clientOrderID: id ?? ClientOrderID("\(day.compact)-1-\(ids)") ?? "x", symbol: symbol, side: side,
                price: price, volume: shares, validUntil: moment.adding(seconds: 5)),
            at: moment)
        self.notices += notices
        check()
        return placement
    }

    @discardableResult
    mutating func cancel(_ placement: Placement, _ time: TimeOfDay) -> Cancellation {
        let (cancellation, notices) = exchange.cancel(
            .broker(placement.report.brokerOrderID ?? "none"), at: day.at(time))
        self.notices += notices
        check()
        return cancellation
    }

    mutating func advance(to time: TimeOfDay) {
        notices += exchange.advance(to: day.at(time))
        check()
    }

    /// The notices since the last call.
    mutating func heard() -> [Notice] {
        defer { notices = [] }
        return notices
    }

    func order(_ placement: Placement) -> OrderReport? {
        exchange.order(.broker(placement.report.brokerOrderID ?? "none"))
    }

    func position(_ symbol: Symbol) -> PositionReport? {
        exchange.positions(at: exchange.now).first { $0.symbol == symbol }
    }

    func quote(_ symbol: Symbol, _ time: TimeOfDay) -> Quote? {
        exchange.quote(symbol, at: day.at(time))
    }

    func fee(_ side: Side, _ turnover: Money, _ shares: Shares, _ symbol: Symbol = "600000.SH") -> Money {
        guard let kind = InstrumentClass(symbol) else { return .zero }
        return Floor.fees.fees(for: kind, on: day, side: side, turnover: turnover, shares: shares).total
    }

    private func check() {
        #expect(exchange.brokenInvariants() == [])
    }
}

extension DayBar {
    /// A bar that goes from 10.00 down to 9.80, up to 10.30 and closes at 10.10, on two and a half million shares: 10,000
    /// in each minute, 50,000 in the opening call, 30,000 in a closing call.
    static func sample(
        _ symbol: Symbol = "600000.SH", open: Price = "10.00", high: Price = "10.30", low: Price = "9.80",
        close: Price = "10.10", previousClose: Price = "10.00", volume: Shares = 2_450_000, isSuspended: Bool = false,
        isRiskWarned: Bool? = nil, listingDay: Int? = nil
    ) -> DayBar {
        DayBar(
            symbol: symbol, open: open, high: high, low: low, close: close, previousClose: previousClose,
            volume: volume, isSuspended: isSuspended, isRiskWarned: isRiskWarned, listingDay: listingDay)
    }

    /// A bar that never moves.
    static func flat(
        _ symbol: Symbol = "600000.SH", at price: Price = "10.00", previousClose: Price = "10.00",
        volume: Shares = 2_450_000, isRiskWarned: Bool? = nil
    ) -> DayBar {
        sample(
            symbol, open: price, high: price, low: price, close: price, previousClose: previousClose, volume: volume,
            isRiskWarned: isRiskWarned)
    }
}

extension [Notice] {
    var fills: [FillReport] {
        compactMap { if case .fill(let fill) = $0 { fill } else { nil } }
    }

    var orders: [OrderReport] {
        compactMap { if case .order(let order) = $0 { order } else { nil } }
    }

    var statuses: [OrderStatus] { orders.map(\.status) }
}
