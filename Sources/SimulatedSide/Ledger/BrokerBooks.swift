import Exchange
import Market

/// The simulated broker's books, rebuilt from its state file alone: what a daemon's journal is measured against. Prices and
/// money are in li.
package struct BrokerBooks: Codable, Hashable, Sendable {
    package struct FillRow: Codable, Hashable, Sendable {
        package var tradeId: String
        /// Nil for an order that somebody placed at the terminal.
        package var clientOrderId: String?
        package var symbol: String
        package var side: String
        package var priceLi: Int64
        package var volume: Int64
        package var amountLi: Int64
        package var feesLi: Int64
    }

    package struct OrderRow: Codable, Hashable, Sendable {
        package var clientOrderId: String?
        package var symbol: String
        package var side: String
        package var priceLi: Int64
        package var volume: Int64
        package var filled: Int64
        package var status: String
    }

    package struct DayRow: Codable, Hashable, Sendable {
        package var day: String
        /// Shares at the day's start, after its ex-dates: what is bought on the day is not among them.
        package var sellable: [String: Int64]
        package var orders: [OrderRow] = []
        package var fills: [FillRow] = []
    }

    package var days: [DayRow] = []
    package var positions: [String: Int64] = [:]
    /// Available and frozen.
    package var cashLi: Int64 = 0
    /// What the exchange finds wrong with itself; must be empty.
    package var broken: [String] = []

    private var holdings: [String: Int64] = [:]
    private var places: [String: Int] = [:]

    private enum CodingKeys: String, CodingKey { case days, positions, cashLi, broken }

    package init(state: String, source: any DaySource) throws {
        let earlier = try InputLog.read(state)
        if case .opened(_, _, let first, _, let configuration)? = earlier.first {
            for position in configuration.openingPositions { holdings["\(position.symbol)"] = position.volume.count }
            begin(first)
        }
        var books = self
        let shim = try SimulatedShim.reopened(state: state, source: source) { _, notices, _ in
            for notice in notices { books.take(notice) }
        }
        self = books
        let snapshot = shim.exchange.snapshot(at: shim.clock, sequence: 0)
        for row in snapshot.positions.known ?? [] where row.volume > 0 { positions["\(row.symbol)"] = row.volume.count }
        cashLi = (shim.exchange.cash + shim.exchange.frozenCash).li
        broken = shim.exchange.brokenInvariants()
    }

    private mutating func begin(_ day: Day) {
        days.append(DayRow(day: "\(day)", sellable: holdings.filter { $0.value > 0 }))
        places = [:]
    }

    private mutating func take(_ notice: Notice) {
        let today = days.count - 1
        switch notice {
        case .tradingDay(let day):
            begin(day)
        case .exDate(let entry):
            holdings["\(entry.symbol)"] = entry.sharesAfter.count
            if today >= 0 { days[today].sellable["\(entry.symbol)"] = entry.sharesAfter.count }
        case .fill(let fill):
            let shares = fill.side == .buy ? fill.volume.count : -fill.volume.count
            holdings["\(fill.symbol)", default: 0] += shares
            days[today].fills.append(
                FillRow(
                    tradeId: "\(fill.tradeID)", clientOrderId: fill.clientOrderID.map { "\($0)" },
                    symbol: "\(fill.symbol)", side: fill.side.rawValue, priceLi: fill.price.li,
                    volume: fill.volume.count, amountLi: fill.amount.li, feesLi: (fill.commission ?? .zero).li))
        case .order(let report):
            let row = OrderRow(
                clientOrderId: report.clientOrderID.map { "\($0)" }, symbol: "\(report.symbol)",
                side: report.side.rawValue, priceLi: report.price.li, volume: report.volume.count,
                filled: report.filled.count, status: report.status.rawValue)
            let number = "\(report.brokerOrderID ?? .empty)"
            if let place = places[number] {
                days[today].orders[place] = row
            } else {
                places[number] = days[today].orders.count
                days[today].orders.append(row)
            }
        case .answer:
            break
        }
    }
}
