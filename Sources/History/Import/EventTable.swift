import Market

/// The table `corporate_actions`, sorted by `ts_code`, then `ex_date`. Amounts are per share held before the event:
///
/// | column | unit | empty |
/// | --- | --- | --- |
/// | `ts_code`, `ex_date` | a trading day | refused |
/// | `pay_date` | not before `ex_date` | `ex_date` |
/// | `cash_per_share` | yuan before tax, at most six places | refused |
/// | `bonus_per_share`, `rights_per_share` | shares, at most six places | refused |
/// | `rights_price` | yuan, at most three places | where there are no rights |
enum EventTable {
    static let name = "corporate_actions"

    struct Row: Hashable {
        var symbol: Symbol
        var event: CorporateEvent
    }

    struct Content {
        /// Ascending by symbol, then ex-day; those of `base` included.
        var rows: [Row]
        var source: Manifest.Source?
        /// The same row again, in the table or in `base`.
        var repeated: [String] = []
        /// Ex-days before the calendar's first day or after its last; left out.
        var outside: [String] = []
    }

    private static let columns = [
        "ts_code", "ex_date", "pay_date", "cash_per_share", "bonus_per_share", "rights_per_share", "rights_price",
    ]

    /// `base` are the events that the warehouse has already, in their order; a row that contradicts one is refused.
    static func read(
        _ file: SourceFile, calendar: TradingCalendar, sessions: SessionIndex, base: [Row] = []
    ) throws(TableFailure) -> Content {
        let reader = try TableReader(file, columns: columns)
        var content = Content(rows: [])
        var last: Row?
        while try reader.nextRow() {
            let row = Row(symbol: try reader.symbol(0), event: try event(reader))
            let place = "\(file.name):\(reader.line) \(row.symbol) \(row.event.exDay)"
            if let last, last.symbol == row.symbol, last.event.exDay == row.event.exDay {
                guard last == row else { throw reader.failure(1, .conflictingRow) }
                content.repeated.append(place)
                continue
            }
            if let last, !last.isBefore(row) { throw reader.failure(1, .notAscending) }
            last = row
            if row.event.exDay < calendar.first || row.event.exDay > calendar.last {
                content.outside.append(place)
                continue
            }
            guard sessions[row.event.exDay] != nil else {
                throw reader.failure(1, .notTradingDay(row.event.exDay.description))
            }
            let known = base.partitioningIndex { !$0.isBefore(row) }
            if known < base.count, !row.isBefore(base[known]) {
                guard base[known] == row else { throw reader.failure(1, .differsFromWarehouse) }
                content.repeated.append(place)
                continue
            }
            content.rows.append(row)
        }
        content.rows = merged(base, content.rows)
        content.source = reader.stream.source
        return content
    }

    private static func event(_ reader: TableReader) throws(TableFailure) -> CorporateEvent {
        let exDay = try reader.day(1)
        let payDay = try reader.optionalDay(2) ?? exDay
        if payDay < exDay { throw reader.failure(2, .paidBeforeExDate) }
        let rights = try reader.amountPerShare(5)
        let action = CorporateAction(
            cashPerBillion: try reader.amountPerShare(3), bonusPerBillion: try reader.amountPerShare(4),
            rightsPerBillion: rights, rightsPrice: Price(li: Int64(try reader.priceOrZero(6))))
        if rights > 0, action.rightsPrice.li == 0 { throw reader.failure(6, .zeroPrice) }
        if action.cashPerBillion == 0, action.bonusPerBillion == 0, rights == 0 {
            throw reader.failure(nil, .emptyEvent)
        }
        return CorporateEvent(exDay: exDay, payDay: payDay, action: action)
    }

    /// Both ascend and have no event in common.
    private static func merged(_ base: [Row], _ new: [Row]) -> [Row] {
        if base.isEmpty { return new }
        return (base + new).sorted { $0.isBefore($1) }
    }
}

extension EventTable {
    /// Those that a warehouse has already.
    static func rows(of warehouse: Warehouse) -> [Row] {
        warehouse.symbols.enumerated().flatMap { index, symbol in
            warehouse.corporateActions(symbolIndex: index).map { Row(symbol: symbol, event: $0) }
        }
    }
}

extension EventTable.Row {
    func isBefore(_ other: EventTable.Row) -> Bool { (symbol, event.exDay) < (other.symbol, other.event.exDay) }
}
