import Engine
import Exchange
import Market
import Report

/// The account kept a second time, from fills and corporate actions alone, to hold against what the broker and the
/// engine say of it.
struct ReplayLedger {
    /// What is wrong, in words.
    struct Broken: Error, Hashable {
        var words: String
    }

    /// How often something was checked and held.
    struct Counts: Hashable {
        var equities = 0
        var cash = 0
        var holdings = 0
        var orders = 0
    }

    private(set) var cash: Money
    private(set) var shares = SymbolMap<Shares>()
    private(set) var counts = Counts()
    /// The last price of each holding.
    private var prices = SymbolMap<Price>()
    /// Announced cash that is still to come.
    private(set) var pending: [ExDateEntry] = []

    init(cash: Money) { self.cash = cash }

    mutating func take(_ fill: FillReport) {
        let charged = fill.commission ?? .zero
        switch fill.side {
        case .buy:
            cash -= fill.amount + charged
            shares[fill.symbol, default: 0] += fill.volume
        case .sell:
            cash += fill.amount - charged
            shares[fill.symbol, default: 0] -= fill.volume
        }
    }

    /// Takes in what an ex-date or the end of a series did this morning.
    mutating func take(_ entry: ExDateEntry, on day: Day) throws(Broken) {
        let held = shares[entry.symbol] ?? 0
        guard held == entry.sharesBefore else {
            throw Broken(
                words: "\(day) \(entry.symbol): the corporate action was of \(entry.sharesBefore) shares, fills and "
                    + "corporate actions before it leave \(held)")
        }
        shares[entry.symbol] = entry.sharesAfter
        cash -= entry.paid
        if entry.payDay > day {
            pending.append(entry)
        } else {
            cash += entry.cash
        }
    }

    /// Announced cash that has come by `day`, in the order in which it was announced.
    mutating func paid(by day: Day) -> [ExDateEntry] {
        guard !pending.isEmpty else { return [] }
        let due = pending.filter { $0.payDay <= day }
        for entry in due { cash += entry.cash }
        pending.removeAll { $0.payDay <= day }
        return due
    }

    /// The account as the engine saw it after the close, against this ledger, the broker's figures and the market's own
    /// closes. Throws the first that does not agree.
    mutating func check(
        _ close: Record.DayClose, _ asset: AssetReport, _ figures: LedgerFigures, _ bars: any DayBars
    ) throws(Broken) {
        let day = close.day
        let paid = asset.cash + asset.frozenCash
        guard paid == cash else {
            throw Broken(words: "\(day): cash is \(paid), fills, fees and corporate actions leave \(cash)")
        }
        let coming = pending.reduce(Money.zero) { $0 + $1.cash }
        guard paid + coming == figures.balance else {
            throw Broken(
                words:
                    "\(day): cash \(paid) and announced cash \(coming) are not the broker's balance \(figures.balance)")
        }
        counts.cash += 1
        try checkHoldings(close)
        var value = Money.zero
        for holding in close.holdings {
            let price = bars.closing(of: holding.symbol) ?? prices[holding.symbol]
            guard let price else { continue }
            prices[holding.symbol] = price
            value += price * holding.volume
        }
        guard asset.total == paid + value else {
            throw Broken(
                words: "\(day): equity is \(asset.total), cash \(paid) and holdings at their closes \(value) are "
                    + "\(paid + value)")
        }
        counts.equities += 1
        if shares.count > close.holdings.count * 2 + 64 { forgetSold() }
    }

    private mutating func checkHoldings(_ close: Record.DayClose) throws(Broken) {
        var held = 0
        for (symbol, count) in shares where count != 0 {
            guard held < close.holdings.count, close.holdings[held].symbol == symbol,
                close.holdings[held].volume == count
            else {
                let found = close.holdings.first { $0.symbol == symbol }?.volume ?? 0
                throw Broken(
                    words:
                        "\(close.day) \(symbol): \(found) shares are held, fills and corporate actions leave \(count)")
            }
            held += 1
        }
        guard held == close.holdings.count else {
            let extra = close.holdings[held]
            throw Broken(
                words:
                    "\(close.day) \(extra.symbol): \(extra.volume) shares are held, fills and corporate actions leave "
                    + "\(shares[extra.symbol] ?? 0)")
        }
        counts.holdings += held
    }

    /// Fees that the broker charged for an order, by kind, against those of its fills.
    mutating func check(_ order: ReplayRecord.OrderRow, fillFees: Money) throws(Broken) {
        guard order.fees.total == fillFees else {
            throw Broken(words: "order \(order.id): its fees are \(order.fees.total), those of its fills \(fillFees)")
        }
        counts.orders += 1
    }

    private mutating func forgetSold() {
        var kept = SymbolMap<Shares>()
        for (symbol, count) in shares where count != 0 { kept[symbol] = count }
        shares = kept
    }
}
