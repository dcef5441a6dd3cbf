import Market

/// The files of a replay, in memory. The same record gives the same bytes. Tables are comma-separated UTF-8 with a header,
/// lines end with LF, money and prices are yuan with three places; a field without a value is empty.
package struct ReplayFiles {
    package struct File: Hashable, Sendable {
        package var name: String
        package var bytes: [UInt8]
    }

    /// Every file, `report.html` the last; `risk.csv` only where a rule of risk acted, `benchmark.csv` only where there
    /// is an index.
    package static func all(_ record: ReplayRecord) -> [File] {
        let trips = RoundTrips(record)
        let summary = Summary(record, trips: trips)
        var files = [
            File(name: "equity.csv", bytes: equity(record)), File(name: "orders.csv", bytes: orders(record)),
            File(name: "fills.csv", bytes: fills(record)), File(name: "reasons.csv", bytes: reasons(record)),
            File(name: "corporate_actions.csv", bytes: corporateActions(record)),
            File(name: "round_trips.csv", bytes: roundTrips(trips)),
            File(name: "quality.csv", bytes: quality(record)),
            File(name: "quality_days.csv", bytes: qualityDays(record)),
        ]
        if !record.risk.isEmpty { files.append(File(name: "risk.csv", bytes: risk(record))) }
        if let bytes = benchmark(record) { files.append(File(name: "benchmark.csv", bytes: bytes)) }
        files.append(File(name: "summary.json", bytes: SummaryJSON.text(summary, record.about)))
        files.append(File(name: "report.html", bytes: ReportPage.html(record, summary: summary, trips: trips)))
        return files
    }

    package static func equity(_ record: ReplayRecord) -> [UInt8] {
        var table = Table(["date", "equity", "cash", "market_value"], rows: record.days.count)
        for row in record.days {
            table.cell { $0.add(row.day) }
            table.cell { $0.add(row.equity) }
            table.cell { $0.add(row.cash) }
            table.cell { $0.add(row.marketValue) }
            table.endRow()
        }
        return table.bytes
    }

    /// `average_price` has six places, rounded half up; `slippage_bp` has two: the average fill against the decision price,
    /// above zero where it cost something. Both are empty without a fill.
    package static func orders(_ record: ReplayRecord) -> [UInt8] {
        var table = Table(
            [
                "id", "date", "time", "ts_code", "side", "volume", "limit", "decision_price", "filled", "average_price",
                "value", "commission", "stamp_duty", "transfer_fee", "other_fees", "slippage_bp", "state", "reason",
                "overlay", "message",
            ], rows: record.orders.count)
        for order in record.orders {
            table.cell(order.id)
            table.cell { $0.add(order.decidedAt.day) }
            table.cell { $0.add(order.decidedAt.timeOfDay) }
            table.cell { $0.add(order.symbol) }
            table.cell { $0.add(order.side.rawValue) }
            table.cell { $0.add(order.volume.count) }
            table.cell { $0.add(order.limit) }
            table.cell { buffer in if let price = order.decisionPrice { buffer.add(price) } }
            table.cell { $0.add(order.filled.count) }
            table.cell { buffer in
                if let micro = order.averageMicroYuan { buffer.add(decimal: micro, scale: 6, atLeast: 6) }
            }
            table.cell { $0.add(order.value) }
            table.cell { $0.add(order.fees.commission) }
            table.cell { $0.add(order.fees.stampDuty) }
            table.cell { $0.add(order.fees.transferFee) }
            table.cell { $0.add(order.fees.handlingFee + order.fees.regulatoryFee) }
            table.cell { buffer in if let points = order.slippageBasisPoints { buffer.add(points, places: 2) } }
            table.cell(order.state)
            table.cell(order.reason ?? "")
            table.cell(order.overlay ?? "")
            table.cell(order.message)
            table.endRow()
        }
        return table.bytes
    }

    package static func fills(_ record: ReplayRecord) -> [UInt8] {
        var table = Table(
            ["order_id", "date", "time", "ts_code", "side", "price", "volume", "amount", "fees"],
            rows: record.fills.count)
        for fill in record.fills {
            let order = record.orders.indices.contains(fill.order) ? record.orders[fill.order] : nil
            table.cell(order?.id ?? "")
            table.cell { $0.add(fill.time.day) }
            table.cell { $0.add(fill.time.timeOfDay) }
            table.cell { buffer in if let order { buffer.add(order.symbol) } }
            table.cell(order?.side.rawValue ?? "")
            table.cell { $0.add(fill.price) }
            table.cell { $0.add(fill.volume.count) }
            table.cell { $0.add(fill.amount) }
            table.cell { $0.add(fill.fees) }
            table.endRow()
        }
        return table.bytes
    }

    /// Each target line that has no order, a smaller one, or an order that did not do all of its work.
    package static func reasons(_ record: ReplayRecord) -> [UInt8] {
        let explanations = Explanations(record.about)
        var table = Table(
            ["date", "ts_code", "weight", "target", "held", "reason", "explanation"], rows: record.reasons.count)
        for row in record.reasons {
            table.cell { $0.add(row.day) }
            table.cell { $0.add(row.symbol) }
            table.cell { $0.add(decimal: row.weight.trillionths, scale: 12, atLeast: 1) }
            table.cell { $0.add(row.target.count) }
            table.cell { $0.add(row.held.count) }
            table.cell(row.reason)
            table.cell(explanations[row.reason])
            table.endRow()
        }
        return table.bytes
    }

    /// What each rule of risk did, line by line; `ts_code` is empty where it holds for every target of the day.
    package static func risk(_ record: ReplayRecord) -> [UInt8] {
        var table = Table(["date", "ts_code", "rule", "before", "after", "figures"], rows: record.risk.count)
        for row in record.risk {
            table.cell { $0.add(row.day) }
            table.cell { buffer in if let symbol = row.symbol { buffer.add(symbol) } }
            table.cell(row.rule)
            table.cell { $0.add(decimal: row.before.trillionths, scale: 12, atLeast: 1) }
            table.cell { $0.add(decimal: row.after.trillionths, scale: 12, atLeast: 1) }
            table.cell(row.figures)
            table.endRow()
        }
        return table.bytes
    }

    package static func corporateActions(_ record: ReplayRecord) -> [UInt8] {
        var table = Table(
            ["date", "ts_code", "kind", "shares_before", "shares_after", "cash"], rows: record.corporateActions.count)
        for row in record.corporateActions {
            table.cell { $0.add(row.day) }
            table.cell { $0.add(row.symbol) }
            table.cell(row.kind)
            table.cell { $0.add(row.sharesBefore.count) }
            table.cell { $0.add(row.sharesAfter.count) }
            table.cell { $0.add(row.cash) }
            table.endRow()
        }
        return table.bytes
    }

    /// Closed trips in the order in which they ended, then the open ones by symbol with an empty `closed`.
    package static func roundTrips(_ trips: RoundTrips) -> [UInt8] {
        var table = Table(
            ["ts_code", "opened", "closed", "cost", "proceeds", "income", "fees", "invested", "profit"],
            rows: trips.closed.count + trips.open.count)
        for trip in trips.closed + trips.open {
            table.cell { $0.add(trip.symbol) }
            table.cell { $0.add(trip.opened) }
            table.cell { buffer in if let day = trip.closed { buffer.add(day) } }
            for money in [trip.cost, trip.proceeds, trip.income, trip.fees, trip.invested] {
                table.cell { $0.add(money) }
            }
            // What is held has no profit yet.
            table.cell { buffer in if trip.closed != nil { buffer.add(trip.profit) } }
            table.endRow()
        }
        return table.bytes
    }

    /// Levels of the index as they came, so that the figures can be made again; the first row without a date is the close
    /// before the first day. Nil without an index.
    package static func benchmark(_ record: ReplayRecord) -> [UInt8]? {
        guard let benchmark = record.about.benchmark else { return nil }
        var table = Table(["date", "close"], rows: record.days.count + 1)
        func add(_ close: Double?) { table.cell(close.flatMap(\.ifFinite).map(\.description) ?? "") }
        table.cell("")
        add(benchmark.before)
        table.endRow()
        for (row, close) in zip(record.days, benchmark.closes) {
            table.cell { $0.add(row.day) }
            add(close)
            table.endRow()
        }
        return table.bytes
    }
}

extension ReplayRecord.OrderRow {
    /// Value over filled shares in millionths of a yuan, rounded half up; nil without a fill.
    var averageMicroYuan: Int64? {
        guard filled.count > 0 else { return nil }
        return Int64((Int128(value.li) * 2000 + Int128(filled.count)) / (Int128(filled.count) * 2))
    }
}

/// What reason codes mean; empty for a code that nobody explained.
struct Explanations {
    private var texts: [String: String] = [:]

    init(_ about: ReplayRecord.About) {
        for entry in about.explanations { texts[entry.name] = entry.value }
    }

    subscript(code: String) -> String { texts[code] ?? "" }
}

/// Rows of a comma-separated file.
struct Table {
    private var buffer = TextBuffer()
    private var isRowEmpty = true

    var bytes: [UInt8] { buffer.bytes }

    init(_ header: [String], rows: Int) {
        buffer.reserve(rows * 12 * header.count)
        for name in header { cell(name) }
        endRow()
    }

    /// A field of free text, quoted where it must be.
    mutating func cell(_ text: String) {
        cell { $0.add(field: text) }
    }

    /// A field that needs no quotation marks.
    mutating func cell(_ write: (inout TextBuffer) -> Void) {
        if !isRowEmpty { buffer.add(byte: UInt8(ascii: ",")) }
        isRowEmpty = false
        write(&buffer)
    }

    mutating func endRow() {
        buffer.add(byte: UInt8(ascii: "\n"))
        isRowEmpty = true
    }
}
