import Engine
import Market

extension Command {
    var isQuiet: Bool {
        switch self {
        case .wake: true
        default: false
        }
    }
}

// Events, records and commands as lines that a person can follow.
extension Trace {
    static func words(_ event: Event) -> String {
        switch event {
        case .snapshotArrived(let snapshot):
            "snapshotArrived \(snapshot.orders.known?.count ?? -1) orders, \(snapshot.fills.known?.count ?? -1) fills, "
                + "\(snapshot.positions.known?.count ?? -1) positions, day \(snapshot.tradingDay.map { "\($0)" } ?? "?")"
        case .marketArrived(let rows): "marketArrived \(rows.count) rows"
        case .targetsRead(let reading): "targetsRead \(reading.batches.count) batches"
        case .noticed(let notices): notices.map(words).joined(separator: "; ")
        case .submitAnswered(let id, let outcome): "submitAnswered \(id) \(words(outcome))"
        case .resolveAnswered(let id, let outcome): "resolveAnswered \(id) \(words(outcome))"
        default: short("\(event)")
        }
    }

    static func words(_ notice: Notice) -> String {
        switch notice {
        case .order(let report): "order \(words(report))"
        case .fill(let fill):
            "fill \(fill.clientOrderID?.text ?? "-") \(fill.side.rawValue) \(fill.volume) \(fill.symbol) at \(fill.price)"
        default: short("\(notice)")
        }
    }

    private static func words(_ report: OrderReport) -> String {
        "\(report.clientOrderID?.text ?? "-") \(report.side.rawValue) \(report.volume) \(report.symbol) "
            + "\(report.status.rawValue), \(report.filled) filled"
    }

    private static func words(_ outcome: SubmitOutcome) -> String {
        switch outcome {
        case .placed(let report): "placed \(report.map { words($0) } ?? "")"
        case .rejected(_, let reason): "rejected \(reason)"
        case .unknown(let reason): "unknown \(reason)"
        case .neverPlaced: "never placed"
        }
    }

    static func words(_ record: Record) -> String {
        switch record {
        case .checkpoint: "checkpoint"
        case .policyInForce: "policyInForce"
        case .targetsAdopted(_, let batches): "targetsAdopted \(batches.count)"
        case .planned(let rebalance):
            "planned, cash \(rebalance.cash), equity \(rebalance.equity): "
                + rebalance.lines.map { line in
                    "\(line.symbol) \(line.projected)->\(line.target) "
                        + (line.side.map { "\($0.rawValue) \(line.shares)" } ?? "\(line.reason?.rawValue ?? "-")")
                }.joined(separator: ", ")
        case .rebalanceClosed(let results, _):
            "rebalanceClosed "
                + results.map { "\($0.symbol) \($0.held)/\($0.target) \($0.reason?.rawValue ?? "")" }
                .joined(separator: ", ")
        case .intended(let intent):
            "intended \(intent.submission.clientOrderID) \(intent.submission.side.rawValue) "
                + "\(intent.submission.volume) \(intent.submission.symbol) at \(intent.submission.price)"
        case .flowObserved(let flow):
            "flowObserved \(flow.amount), dividends \(flow.dividends), peak \(flow.peak.map { "\($0)" } ?? "-"), accrued "
                + flow.accrued.map { "\($0.symbol) \($0.amount)" }.joined(separator: ", ") + ", settled "
                + flow.settled.map { "\($0)" }.joined(separator: ", ") + ", of the day \(flow.ofDay.cash) in cash, "
                + "\(flow.ofDay.shares) in shares"
        case .dayClosed(let close):
            "dayClosed, cash \(close.asset.map { "\($0.cash)" } ?? "?"): "
                + close.holdings.map { "\($0.symbol) \($0.volume) at \($0.close.map { "\($0)" } ?? "?")" }
                .joined(separator: ", ")
        case .replacing(let id): "replacing \(id)"
        case .filled(let fill): "filled \(fill.clientOrderID?.text ?? "-") \(fill.volume) \(fill.tradeID)"
        default: short("\(record)")
        }
    }

    static func words(_ command: Command) -> String { short("\(command)") }

    private static func short(_ text: String) -> String { text.count <= 160 ? text : String(text.prefix(160)) + "…" }
}
