import Engine
import Market

/// A broker, a market and a disk for the engine's tests: a second, dumber model that refuses what a real one would refuse,
/// and a loop that carries effects out one at a time, so that a test can cut it anywhere.
struct World {
    /// What the broker does with an order for a symbol.
    enum Manner {
        case fill
        /// Fills this many shares and lets the rest lie.
        case fillPart(Shares)
        case rest
        case reject(Word)
        /// Places and fills it, but no answer and no push ever comes.
        case silent
        /// Nothing reaches the broker, and no answer comes.
        case lost
        /// Fills where the limit reaches the best price of the other side, else it rests.
        case cross
    }

    struct Stock {
        var price: Price
        var previousClose: Price
        var isSuspended: Bool? = false
        var up: Price?
        var down: Price?
        var hasAsks = true
        var hasBids = true
        var manner = Manner.fill
        var name = "name"
        var listed: Day?
        /// Best prices; `price` where they are not given.
        var bid: Price?
        var ask: Price?
        var volume: Shares = 0
        /// The exchange's time of the quote; the moment's where it is not given.
        var quoteTime: Timestamp?
        /// Before anything has traded.
        var hasLast = true

        init(_ text: String, previous: String? = nil) {
            price = Price(text) ?? .fen(1)
            previousClose = Price(previous ?? text) ?? .fen(1)
            up = Price(li: (previousClose.li * 11 + 50) / 100 * 10)
            down = Price(li: (previousClose.li * 9 + 50) / 100 * 10)
        }
    }

    struct Position {
        var volume: Shares
        var sellable: Shares
    }

    static let today = Day("2026-03-03") ?? Day(number: 0)
    static let yesterday = Day("2026-03-02") ?? Day(number: 0)
    static let calendar: TradingCalendar = {
        let first = Day("2026-02-23") ?? Day(number: 0)
        let days = (0..<40).map { first.advanced(by: $0) }.filter { $0.weekday <= 5 }
        guard let calendar = try? TradingCalendar(days: days) else { preconditionFailure("the days ascend") }
        return calendar
    }()
    static let fees = FeeSchedule(
        commission: CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5), isAllIn: true))

    var engine: Engine
    var now = World.today.at(TimeOfDay(9, 0))
    var cash: Money
    var positions = SymbolMap<Position>()
    var stocks = SymbolMap<Stock>()
    var orders: [OrderReport] = []
    var fills: [FillReport] = []
    var batches: [TargetBatch] = []
    var refusals: [String] = []
    /// Nil: nothing is there.
    var riskInputs: RiskInputs?
    /// Client ids that were promised never to be placed.
    var sealed: [ClientOrderID] = []
    var isAnswering = true
    /// Lists that the terminal claims not to know.
    var hidesOrders = false
    var hidesPositions = false
    /// The terminal knows no order that it is asked to cancel.
    var refusesCancels = false
    /// Sale proceeds that the terminal does not show before the moment.
    var lag: (until: Timestamp, proceeds: Money)?

    /// The disk.
    var records: [Record] = []
    var submitted: [Submission] = []
    var alerts: [Alert] = []
    var resolved: [ClientOrderID] = []
    var submittedAt: [Timestamp] = []
    var cancelledAt: [Timestamp] = []
    /// A cancel comes too late: the order fills while it is on its way.
    var fillsOnCancel = false
    /// A cancel is lost on its way.
    var losesCancels = false
    var violations: [String] = []
    private var events: [Event] = []
    private var effects: [Effect] = []
    private var sequence: Int64 = 0
    private var runs = 0

    init(cash: Int64 = 1_000_000, policy change: (inout Policy) -> Void = { _ in }) {
        var policy = Policy(account: "42", isSimulated: true, fees: World.fees)
        policy.execution.cashBuffer = .zero
        change(&policy)
        engine = Engine(policy: policy, calendar: World.calendar)
        self.cash = .yuan(cash)
    }

    // MARK: Setting the scene

    mutating func hold(
        _ code: String, _ shares: Int64, sellable: Int64? = nil, at price: String? = nil, ours: Bool = true
    ) {
        let symbol = World.symbol(code)
        if let price { stocks[symbol] = Stock(price) }
        positions[symbol] = Position(volume: Shares(shares), sellable: Shares(sellable ?? shares))
        if ours { restore(.managed([symbol])) }
    }

    mutating func target(_ weights: [(String, String)], strategy: String = "alpha", signalDay: Day = World.yesterday) {
        let lines = weights.map { TargetBatch.Line(symbol: World.symbol($0.0), weight: Weight($0.1) ?? .zero) }
        batches.append(
            TargetBatch(
                signalDay: signalDay, strategy: strategy, lines: lines.sorted { $0.symbol < $1.symbol },
                proof: .cashRow,
                source: "test", digest: "\(weights)\(strategy)"))
    }

    /// A fact from before the test began.
    mutating func restore(_ record: Record) {
        records.append(record)
        engine.restore(record)
    }

    static func symbol(_ code: String) -> Symbol { Symbol(code) ?? Symbol(packed: 0) }

    // MARK: Running

    mutating func start() {
        runs += 1
        events.append(.started(run: runs, epoch: Int64(runs), afterUncleanEnd: runs > 1))
        connect()
    }

    mutating func connect() {
        events.append(
            .linkUp(
                Event.Hello(
                    account: "42", session: "s\(runs)", tradingDay: World.today, time: now, isBrokerUp: true,
                    isSimulated: true)))
    }

    mutating func send(_ event: Event) { events.append(event) }

    /// A new process on the same disk: only the records survive, and what was on its way is gone.
    mutating func crash() {
        engine = Engine(policy: engine.policy, calendar: engine.calendar)
        for record in records { engine.restore(record) }
        events = []
        effects = []
        start()
    }

    /// Runs to `time` of today. `limit` counts effects carried out; nil: no limit. False where the limit cut it short.
    @discardableResult
    mutating func run(to time: TimeOfDay, effectLimit limit: Int? = nil) -> Bool {
        let end = now.day.at(time)
        var carried = 0
        for _ in 0..<200_000 {
            if let effect = effects.first {
                if let limit, carried >= limit { return false }
                effects.removeFirst()
                carry(effect)
                carried += 1
                continue
            }
            if !events.isEmpty {
                let event = events.removeFirst()
                effects += engine.handle(event, at: now)
                continue
            }
            guard let wake = engine.nextWake, wake <= end else {
                now = max(now, end)
                return true
            }
            now = max(now, wake)
            effects += engine.handle(.timePassed, at: now)
        }
        violations.append("the world never came to rest")
        return true
    }

    private mutating func carry(_ effect: Effect) {
        switch effect {
        case .record(let record): records.append(record)
        case .submit(let approved): submit(approved.submission)
        case .resolve(let id): resolve(id)
        case .cancel(let id): cancel(id)
        case .takeSnapshot: events.append(.snapshotArrived(snapshot()))
        case .takeAsset:
            if !engine.policy.execution.readsOnDemand { violations.append("asked for money alone") }
            if let asset = snapshot().asset { events.append(.assetArrived(asset)) }
        case .fetchMarket(let symbols): events.append(market(symbols))
        case .readTargets(let day):
            let due = batches.filter { $0.signalDay == day }
            events.append(
                .targetsRead(
                    Event.TargetsReading(
                        signalDay: day, batches: due, refusals: refusals,
                        newestSignalDay: batches.map(\.signalDay).max())))
        case .readRiskInputs(let day):
            events.append(.riskInputsRead(riskInputs ?? RiskInputs(signalDay: day)))
        case .alert(let alert): alerts.append(alert)
        case .wake, .leave: break
        }
    }

    // MARK: The broker

    private mutating func submit(_ submission: Submission) {
        let id = submission.clientOrderID
        let isDurable = records.contains {
            if case .intended(let intent) = $0 { intent.submission == submission } else { false }
        }
        if !isDurable { violations.append("\(id) left before it was on disk") }
        if submitted.contains(where: { $0.clientOrderID == id }) { violations.append("\(id) was sent twice") }
        if engine.book.trading.halt != nil { violations.append("\(id) left while halted") }
        submitted.append(submission)
        submittedAt.append(now)
        let manner = stocks[submission.symbol]?.manner ?? .fill
        if case .lost = manner { return }
        if sealed.contains(id) { return events.append(.submitFailed(id, .sealed(reason: "sealed"))) }
        if case .reject(let text) = manner {
            let row = report(submission, filled: 0, .rejected, text)
            orders.append(row)
            return events.append(.submitAnswered(id, .rejected(row, reason: text)))
        }
        let price = stocks[submission.symbol]?.price ?? submission.price
        check(submission, at: price)
        var filled: Shares = 0
        switch manner {
        case .fill, .silent: filled = submission.volume
        case .fillPart(let part): filled = min(part, submission.volume)
        case .cross:
            let stock = stocks[submission.symbol]
            let other = submission.side == .buy ? stock?.ask ?? price : stock?.bid ?? price
            let reaches = submission.side == .buy ? submission.price >= other : submission.price <= other
            filled = reaches ? submission.volume : 0
        case .rest, .reject, .lost: break
        }
        if filled > 0 { execute(submission, filled, at: price) }
        freeze(submission, submission.volume - filled)
        let status: OrderStatus = filled == submission.volume ? .filled : filled > 0 ? .partial : .live
        let row = report(submission, filled: filled, status, "")
        orders.append(row)
        if case .silent = manner { return }
        if let fill = fills.last, fill.clientOrderID == id { events.append(.fillReported(fill)) }
        events.append(.submitAnswered(id, .placed(row)))
    }

    /// What a counter would refuse is a bug of the engine here.
    private mutating func check(_ submission: Submission, at price: Price) {
        switch submission.side {
        case .sell:
            if submission.volume > positions[submission.symbol]?.sellable ?? 0 {
                violations.append("oversold \(submission.symbol)")
            }
        case .buy:
            if submission.price * submission.volume + World.fee(submission.side, submission.price * submission.volume)
                > cash
            {
                violations.append("overspent on \(submission.symbol): \(cash)")
            }
        }
        if orders.contains(where: { $0.symbol == submission.symbol && $0.side != submission.side && $0.remaining > 0 })
        {
            violations.append("both sides of \(submission.symbol) at once")
        }
    }

    private mutating func execute(_ submission: Submission, _ shares: Shares, at price: Price) {
        let value = price * shares
        let fee = World.fee(submission.side, value)
        switch submission.side {
        case .buy:
            cash -= value + fee
            positions[submission.symbol, default: Position(volume: 0, sellable: 0)].volume += shares
        case .sell:
            cash += value - fee
            positions[submission.symbol]?.volume -= shares
            positions[submission.symbol]?.sellable -= shares
        }
        fills.append(
            FillReport(
                tradeID: "T\(fills.count + 1)", clientOrderID: submission.clientOrderID, symbol: submission.symbol,
                side: submission.side, price: price, volume: shares, amount: value, time: now))
    }

    private mutating func freeze(_ submission: Submission, _ shares: Shares) {
        guard shares > 0 else { return }
        switch submission.side {
        case .buy: cash -= submission.price * shares + World.fee(.buy, submission.price * shares)
        case .sell: positions[submission.symbol]?.sellable -= shares
        }
    }

    static func fee(_ side: Side, _ value: Money) -> Money {
        // Commission with its minimum, stamp duty of a seller, transfer fee; an upper bound is enough here.
        let commission = max(Money.yuan(5), value.roundedToFen(times: 25, over: 100_000))
        let stamp = side == .sell ? value.roundedToFen(times: 5, over: 10_000) : .zero
        return commission + stamp + value.roundedToFen(times: 1, over: 100_000)
    }

    private func report(_ submission: Submission, filled: Shares, _ status: OrderStatus, _ text: Word) -> OrderReport {
        OrderReport(
            clientOrderID: submission.clientOrderID, brokerOrderID: "B\(orders.count + 1)", symbol: submission.symbol,
            side: submission.side, price: submission.price, volume: submission.volume, filled: filled, status: status,
            message: text, time: now)
    }

    private mutating func resolve(_ id: ClientOrderID) {
        resolved.append(id)
        guard isAnswering else { return events.append(.resolveFailed(id, reason: "no answer")) }
        if let row = orders.first(where: { $0.clientOrderID == id }) {
            events.append(
                .resolveAnswered(id, row.status == .rejected ? .rejected(row, reason: row.message) : .placed(row)))
            for fill in fills where fill.clientOrderID == id { events.append(.fillReported(fill)) }
        } else {
            sealed.append(id)
            events.append(.resolveAnswered(id, .neverPlaced))
        }
    }

    private mutating func cancel(_ id: ClientOrderID) {
        if refusesCancels { return events.append(.cancelAnswered(id, isRequested: false, reason: "unknown_id")) }
        cancelledAt.append(now)
        if losesCancels { return }
        if fillsOnCancel, let symbol = orders.first(where: { $0.clientOrderID == id })?.symbol {
            fillResting(symbol.description)
        }
        guard let index = orders.firstIndex(where: { $0.clientOrderID == id }), orders[index].remaining > 0 else {
            return events.append(.cancelAnswered(id, isRequested: false, reason: "final"))
        }
        let rest = orders[index].remaining
        switch orders[index].side {
        case .buy: cash += orders[index].price * rest + World.fee(.buy, orders[index].price * rest)
        case .sell: positions[orders[index].symbol]?.sellable += rest
        }
        orders[index].status = orders[index].filled > 0 ? .partialCancelled : .cancelled
        events.append(.cancelAnswered(id, isRequested: true, reason: ""))
        events.append(.orderReported(orders[index]))
    }

    /// Fills what rests of the orders for a symbol, with pushes.
    mutating func fillResting(_ code: String) {
        let symbol = World.symbol(code)
        for index in orders.indices where orders[index].symbol == symbol && orders[index].remaining > 0 {
            let row = orders[index]
            guard let id = row.clientOrderID else { continue }
            let rest = row.remaining
            let submission = Submission(
                clientOrderID: id, symbol: symbol, side: row.side, price: row.price, volume: row.volume,
                validUntil: now)
            switch row.side {
            case .buy: cash += row.price * rest + World.fee(.buy, row.price * rest)
            case .sell: positions[symbol]?.sellable += rest
            }
            execute(submission, rest, at: stocks[symbol]?.price ?? row.price)
            orders[index].filled = row.volume
            orders[index].status = .filled
            events.append(.orderReported(orders[index]))
            if let fill = fills.last { events.append(.fillReported(fill)) }
        }
    }

    func snapshot() -> AccountSnapshot {
        let rows = positions.map { PositionReport(symbol: $0, volume: $1.volume, sellable: $1.sellable) }
        let value = positions.reduce(Money.zero) { $0 + (stocks[$1.0]?.price ?? .fen(0)) * $1.1.volume }
        var cash = cash
        if let lag, now < lag.until { cash = max(.zero, cash - lag.proceeds) }
        return AccountSnapshot(
            asOf: now, sequence: sequence, tradingDay: now.day,
            asset: AssetReport(cash: cash, frozenCash: .zero, marketValue: value, total: cash + value),
            positions: hidesPositions ? .unknown : rows.isEmpty ? .empty : .rows(rows),
            orders: hidesOrders ? .unknown : orders.isEmpty ? .empty : .rows(orders),
            fills: fills.isEmpty ? .empty : .rows(fills))
    }

    private func market(_ symbols: [Symbol]) -> Event {
        var instruments: [Instrument] = []
        var quotes: [Quote] = []
        for symbol in symbols {
            guard let stock = stocks[symbol] else { continue }
            instruments.append(
                Instrument(
                    symbol: symbol, name: stock.name, tick: .fen(1), upLimit: stock.up, downLimit: stock.down,
                    previousClose: stock.previousClose, isSuspended: stock.isSuspended, listed: stock.listed))
            let bid = Quote.Level(price: stock.bid ?? stock.price, volume: 100_000)
            let ask = Quote.Level(price: stock.ask ?? stock.price, volume: 100_000)
            quotes.append(
                Quote(
                    symbol: symbol, time: stock.quoteTime ?? now, last: stock.hasLast ? stock.price : nil,
                    volume: stock.volume, bids: stock.hasBids ? [bid] : [], asks: stock.hasAsks ? [ask] : [],
                    phase: .continuous))
        }
        return .marketArrived(Security.rows(instruments, quotes, at: now))
    }
}
