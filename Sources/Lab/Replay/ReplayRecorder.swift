package import Engine
package import Exchange
package import Market
import Replay
package import Report

/// Fills the record of a replay from what the engine decides, and checks the account's books at the end of every day.
package struct ReplayRecorder: ReplayObserver {
    package private(set) var record: ReplayRecord
    /// Why the replay cannot be trusted: the first check that did not hold, with its day and numbers.
    package private(set) var failure: String?
    /// Batches that were planned from.
    package private(set) var adopted = 0
    private var ledger: ReplayLedger
    private var bars: (any DayBars)?
    private var figures: LedgerFigures?
    private var exDatesSeen = 0
    /// Today's dividends so far.
    private var dividends = Money.zero
    private var isMorningOver = false
    /// Where today's orders begin in the record.
    private var firstOrder = 0
    private var todayIDs: [ClientOrderID] = []
    private var fillFees: [Money] = []
    /// The place of the order that was filled last.
    private var lastFilled = 0
    private var close: Record.DayClose?
    private var monthOfHoldings = 0

    package init(openingCash: Money, title: String) {
        record = ReplayRecord(openingCash: openingCash, about: ReplayRecord.About(title: title))
        ledger = ReplayLedger(cash: openingCash)
    }

    /// To be called before each day, with its bars: the market's own word on closes.
    package mutating func begin(_ bars: any DayBars) {
        self.bars = bars
        close = nil
        isMorningOver = false
        dividends = .zero
        firstOrder = record.orders.count
        todayIDs.removeAll(keepingCapacity: true)
        fillFees.removeAll(keepingCapacity: true)
        lastFilled = 0
    }

    package mutating func take(
        _ records: [Record], engine: Engine, exchange: SimulatedExchange, at moment: Timestamp
    ) {
        if !isMorningOver { takeMorning(exchange) }
        for index in records.indices {
            switch records[index] {
            case .rebalanceClosed(let results, _): append(results, engine.book)
            case .dayClosed(let close): end(close, engine.book, exchange, at: moment)
            default: break
            }
        }
        // The portfolio stop halts when it has sold everything: that is its result, and the rest is cash.
        if let halt = engine.book.trading.halt, halt.cause != .risk {
            fail("\(moment.day): trading was halted: \(halt.reason)")
        }
    }

    package mutating func dayEnded(_ day: Day, exchange: SimulatedExchange, at moment: Timestamp) {
        if failure == nil, close?.day != day {
            fail("\(day): the day was not closed; this is a bug in qmtd, please report it")
        }
    }

    private mutating func end(
        _ close: Record.DayClose, _ book: Book, _ exchange: SimulatedExchange, at moment: Timestamp
    ) {
        guard let asset = close.asset, let bars else {
            return fail("\(close.day): the day was closed without a look at the account")
        }
        var close = close
        appendOrders(of: book, on: close.day, results: [])
        do throws(ReplayLedger.Broken) {
            try complete(&close, exchange.positions(at: moment))
            for fill in exchange.fillReports { try append(fill) }
            try endOrders(book, exchange)
            try ledger.check(close, asset, exchange.figures, bars)
        } catch {
            return fail(error.words)
        }
        self.close = close
        append(close, asset, exchange.figures)
    }

    /// On a day on which it does nothing the engine does not ask what is held; where it did, it must have heard what
    /// is.
    private func complete(
        _ close: inout Record.DayClose, _ positions: [PositionReport]
    ) throws(ReplayLedger.Broken) {
        var held: [Record.DayClose.Holding] = []
        held.reserveCapacity(positions.count)
        for position in positions where position.volume > 0 {
            held.append(.init(symbol: position.symbol, volume: position.volume, close: position.lastPrice))
        }
        guard close.holdings.isEmpty || close.holdings == held else {
            throw ReplayLedger.Broken(
                words: "\(close.day): the engine closed the day with \(close.holdings.count) holdings that are not the "
                    + "\(held.count) of the broker")
        }
        close.holdings = held
    }

    /// The last day's holdings, and what was checked. Call once, at the end.
    package mutating func finish(looks: Int, batches: Int) {
        if let close, record.holdings.last?.day != close.day { appendHoldings(close) }
        let counts = ledger.counts
        record.about.checks = [
            ("Days on which cash and shares at their closes are the equity", counts.equities),
            ("Days on which cash is what fills, fees and corporate actions leave", counts.cash),
            ("Holdings at a close that are what fills and corporate actions leave", counts.holdings),
            ("Orders whose fees are those of their fills", counts.orders),
            ("Looks at the market, each of what had happened by its moment", looks),
            ("Batches of targets, each of a day before its execution", batches),
        ].map { ReplayRecord.About.Check(name: $0, count: $1, held: failure == nil) }
    }

    /// What the report says of the run besides its numbers.
    package mutating func describe(_ change: (inout ReplayRecord.About) -> Void) { change(&record.about) }

    private mutating func fail(_ words: String) {
        if failure == nil { failure = words }
    }

    // MARK: The morning

    private mutating func takeMorning(_ exchange: SimulatedExchange) {
        guard let day = exchange.day else { return }
        isMorningOver = true
        for entry in ledger.paid(by: day) {
            dividends += entry.cash
            let held = ledger.shares[entry.symbol] ?? 0
            append(day, entry.symbol, "dividend", held, held, entry.cash)
        }
        while exDatesSeen < exchange.exDates.count {
            let entry = exchange.exDates[exDatesSeen]
            exDatesSeen += 1
            do throws(ReplayLedger.Broken) { try ledger.take(entry, on: day) } catch { fail(error.words) }
            append(entry, on: day)
        }
    }

    private mutating func append(_ entry: ExDateEntry, on day: Day) {
        let cash = entry.payDay > day ? .zero : entry.cash
        switch entry.kind {
        case .announced:
            dividends += cash
            let rights = entry.paid > .zero ? entry.sharesAfter - entry.sharesBefore : 0
            // An announced action can be several at once; those without rights go into one line.
            if entry.paid > .zero {
                append(day, entry.symbol, "rights", entry.sharesBefore, entry.sharesBefore + rights, -entry.paid)
                if cash > .zero { append(day, entry.symbol, "dividend", entry.sharesAfter, entry.sharesAfter, cash) }
            } else if entry.sharesAfter != entry.sharesBefore {
                append(day, entry.symbol, "bonus", entry.sharesBefore, entry.sharesAfter, cash)
            } else if cash > .zero {
                append(day, entry.symbol, "dividend", entry.sharesBefore, entry.sharesAfter, cash)
            }
        case .soldAtEnd, .writtenOff:
            append(day, entry.symbol, entry.kind.rawValue, entry.sharesBefore, entry.sharesAfter, cash)
        case .dividend, .bonus, .merger, .unexplained:
            dividends += cash
            append(day, entry.symbol, entry.kind.rawValue, entry.sharesBefore, entry.sharesAfter, cash)
        }
    }

    private mutating func append(
        _ day: Day, _ symbol: Symbol, _ kind: String, _ before: Shares, _ after: Shares, _ cash: Money
    ) {
        record.corporateActions.append(
            ReplayRecord.CorporateActionRow(
                day: day, symbol: symbol, kind: kind, sharesBefore: before, sharesAfter: after, cash: cash))
    }

    // MARK: Orders

    private mutating func append(_ results: [LineResult], _ book: Book) {
        guard let rebalance = book.rebalance, results.count == rebalance.lines.count else { return }
        if case .targets = rebalance.source { adopted += 1 }
        for verdict in rebalance.verdicts {
            record.risk.append(
                ReplayRecord.RiskRow(
                    day: rebalance.executionDay, symbol: verdict.symbol, rule: verdict.reason.rawValue,
                    before: verdict.before, after: verdict.after, figures: verdict.evidence.description))
        }
        for index in results.indices {
            guard let reason = results[index].reason else { continue }
            record.reasons.append(
                ReplayRecord.ReasonRow(
                    day: rebalance.executionDay, symbol: results[index].symbol, weight: rebalance.lines[index].weight,
                    target: results[index].target, held: results[index].held, reason: reason.rawValue))
        }
        appendOrders(of: book, on: rebalance.executionDay, results: results)
    }

    /// Takes in today's orders that are not in the record yet. Those of a plan that was closed come with its `results`.
    private mutating func appendOrders(of book: Book, on day: Day, results: [LineResult]) {
        var place = 0
        for index in book.orders.indices where book.orders[index].intent.day == day {
            place += 1
            guard place > todayIDs.count else { continue }
            let intent = book.orders[index].intent
            let submission = intent.submission
            let line = book.rebalance?.lineIndex(of: submission.symbol)
            let planned = line.flatMap { book.rebalance?.lines[$0] }
            todayIDs.append(submission.clientOrderID)
            fillFees.append(.zero)
            record.orders.append(
                ReplayRecord.OrderRow(
                    id: submission.clientOrderID.text, decidedAt: intent.decidedAt, symbol: submission.symbol,
                    side: submission.side, volume: submission.volume, limit: submission.price,
                    decisionPrice: planned?.sizingPrice, filled: 0, value: .zero, fees: .none, state: "",
                    reason: line.flatMap { results.indices.contains($0) ? results[$0].reason?.rawValue : nil },
                    overlay: planned?.overlay.text, message: ""))
            record.orders[record.orders.count - 1].planPrice = planned?.decisionPrice
            record.orders[record.orders.count - 1].arrivalPrice = intent.arrival
        }
    }

    private mutating func append(_ fill: FillReport) throws(ReplayLedger.Broken) {
        ledger.take(fill)
        guard let id = fill.clientOrderID, let place = place(of: id) else {
            throw ReplayLedger.Broken(
                words: "\(fill.time.day) \(fill.symbol): a fill of \(fill.volume) shares belongs to no order of the day"
            )
        }
        lastFilled = place
        fillFees[place] += fill.commission ?? .zero
        let order = firstOrder + place
        record.orders[order].filled += fill.volume
        record.orders[order].value += fill.amount
        record.fills.append(
            ReplayRecord.FillRow(
                time: fill.time, order: order, price: fill.price, volume: fill.volume, amount: fill.amount,
                fees: fill.commission ?? .zero))
    }

    /// Fills mostly come in the order of the orders.
    private func place(of id: ClientOrderID) -> Int? {
        if lastFilled < todayIDs.count, todayIDs[lastFilled] == id { return lastFilled }
        if lastFilled + 1 < todayIDs.count, todayIDs[lastFilled + 1] == id { return lastFilled + 1 }
        return todayIDs.firstIndex(of: id)
    }

    private mutating func endOrders(_ book: Book, _ exchange: SimulatedExchange) throws(ReplayLedger.Broken) {
        for place in todayIDs.indices {
            let order = firstOrder + place
            if let life = book.order(todayIDs[place]) {
                guard life.filled == record.orders[order].filled else {
                    throw ReplayLedger.Broken(
                        words:
                            "order \(record.orders[order].id): the engine knows of \(life.filled) filled shares, the "
                            + "broker's fills are of \(record.orders[order].filled)")
                }
                // What nobody has closed ends with its day.
                record.orders[order].state = (life.closure ?? .expired).rawValue
                record.orders[order].message = life.message.text
            }
            record.orders[order].fees = exchange.fees(of: todayIDs[place], near: place) ?? .none
            try ledger.check(record.orders[order], fillFees: fillFees[place])
        }
    }

    // MARK: The close

    private mutating func append(_ close: Record.DayClose, _ asset: AssetReport, _ figures: LedgerFigures) {
        let cash = asset.cash + asset.frozenCash
        let before = self.figures
        self.figures = figures
        record.days.append(
            ReplayRecord.DayRow(
                day: close.day, equity: asset.total, cash: cash, marketValue: asset.total - cash,
                bought: figures.bought - (before?.bought ?? .zero), sold: figures.sold - (before?.sold ?? .zero),
                fees: figures.fees.since(before?.fees ?? .none), dividends: dividends, holdings: close.holdings.count))
        let (year, month, _) = close.day.components
        if year * 12 + month != monthOfHoldings {
            monthOfHoldings = year * 12 + month
            appendHoldings(close)
        }
    }

    private mutating func appendHoldings(_ close: Record.DayClose) {
        record.holdings.append(
            ReplayRecord.HoldingsRow(
                day: close.day,
                holdings: close.holdings.map {
                    ReplayRecord.HoldingsRow.Holding(
                        symbol: $0.symbol, shares: $0.volume, value: ($0.close ?? Price(li: 0)) * $0.volume)
                }))
    }
}

extension Fees {
    fileprivate func since(_ earlier: Fees) -> Fees {
        Fees(
            commission: commission - earlier.commission, stampDuty: stampDuty - earlier.stampDuty,
            transferFee: transferFee - earlier.transferFee, handlingFee: handlingFee - earlier.handlingFee,
            regulatoryFee: regulatoryFee - earlier.regulatoryFee)
    }
}
