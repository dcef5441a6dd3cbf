import Engine
import Exchange
import Foundation
import History
import Journal
import Market
import SimulatedSide

/// `qmtlab report`: what a journal says was done, and, beside a simulated broker's own ledger, whether the two agree to
/// the fen.
package struct ReportCommand {
    package var journal: String
    package var broker: (state: String, warehouse: String)?
    /// Where to write the decisions, one line each.
    package var decisions: String?

    package init(journal: String, broker: (state: String, warehouse: String)? = nil, decisions: String? = nil) {
        self.journal = journal
        self.broker = broker
        self.decisions = decisions
    }

    /// 0 where everything agrees, 1 where something does not.
    package func run(output: (String) -> Void) throws -> Int32 {
        let digest = try JournalDigest(JournalReader(at: journal))
        if let decisions {
            let text = digest.decisions.map { $0 + "\n" }.joined()
            try Data(text.utf8).write(to: URL(fileURLWithPath: decisions))
        }
        guard let policy = digest.policy, !digest.days.isEmpty else {
            output("the journal has no trading day yet")
            return 1
        }
        output("Days (\(digest.days.count), in \(digest.runs) runs of the daemon), amounts in yuan")
        dayTable(digest, policy).lines.forEach(output)
        output("")
        let misses = holdings(digest, output: output)
        output("")
        reasons(digest).forEach(output)
        output("")
        quality(digest).forEach(output)
        output("")
        var isGood = misses.isEmpty
        for miss in misses { output("NOT ON TARGET and without a reason: \(miss)") }
        if let broker {
            isGood =
                try reconcile(digest, policy, state: broker.state, warehouse: broker.warehouse, output: output)
                && isGood
        }
        return isGood ? 0 : 1
    }

    private func dayTable(_ digest: JournalDigest, _ policy: Policy) -> TextTable {
        var table = TextTable(
            ["day", "targets of", "lines", "orders", "fills", "bought", "sold", "fees", "cash", "equity"], left: [0, 1])
        for day in digest.days {
            var signal = "-"
            switch day.rebalance?.source {
            case .targets(let signalDay, _): signal = "\(signalDay)"
            case .protection: signal = "(risk only)"
            case .flatten: signal = "(all sold)"
            case nil: break
            }
            table.add([
                "\(day.day)", signal, "\(day.rebalance?.lines.count ?? 0)", "\(day.orders.count)", "\(day.fills.count)",
                "\(day.value(.buy))", "\(day.value(.sell))", "\(day.fees(policy.fees).total)",
                day.close?.asset.map { "\($0.cash)" } ?? "unknown", day.close?.asset.map { "\($0.total)" } ?? "unknown",
            ])
        }
        return table
    }

    /// The last rebalance by targets, line by line. Returns lines that are off their target by a lot or more without saying
    /// why.
    private func holdings(_ digest: JournalDigest, output: (String) -> Void) -> [String] {
        var misses: [String] = []
        for day in digest.days {
            for result in day.rebalance?.results ?? [] where result.reason == nil {
                guard let lots = InstrumentClass(result.symbol)?.lotRule(on: day.day) else { continue }
                let off = max(result.held - result.target, result.target - result.held)
                if off >= max(lots.minimum, lots.step) { misses.append("\(day.day) \(result.symbol)") }
            }
        }
        let isByTargets = { (day: DaySummary) in
            if case .targets = day.rebalance?.source { true } else { false }
        }
        guard let day = digest.days.last(where: isByTargets), let rebalance = day.rebalance else { return misses }
        output("Targets and positions after \(day.day)")
        var table = TextTable(
            ["symbol", "weight", "target", "held", "order", "filled", "fills", "avg price", "reason"], left: [0, 8])
        for (line, result) in zip(rebalance.lines, rebalance.results) {
            let fills = day.fills.filter { $0.symbol == line.symbol }
            let shares = fills.reduce(Shares.zero) { $0 + $1.volume }
            let value = fills.reduce(Money.zero) { $0 + $1.amount }
            let reasons = [line.overlay.text, result.reason?.rawValue].compactMap { $0 }
            table.add([
                "\(line.symbol)", "\(line.weight)", "\(line.target)", "\(result.held)",
                line.side.map { "\($0.rawValue) \(line.shares)" } ?? "-", "\(result.filled)", "\(fills.count)",
                shares > 0 ? "\(AveragePrice(value, over: shares))" : "-", reasons.joined(separator: ", "),
            ])
        }
        table.lines.forEach(output)
        return misses
    }

    private func reasons(_ digest: JournalDigest) -> [String] {
        var counts: [Reason: Int] = [:]
        for day in digest.days {
            for (line, result) in zip(day.rebalance?.lines ?? [], day.rebalance?.results ?? []) {
                for rule in line.overlay.list { counts[rule, default: 0] += 1 }
                if let reason = result.reason { counts[reason, default: 0] += 1 }
            }
        }
        if counts.isEmpty { return ["Reasons: none; every line of every day is on its target"] }
        var table = TextTable(["reason", "lines", "what it means"], left: [0, 2])
        for reason in Reason.allCases {
            guard let count = counts[reason] else { continue }
            table.add([reason.rawValue, "\(count)", reason.explanation])
        }
        return table.lines
    }

    /// What fills cost, by day: above zero it is a cost.
    private func quality(_ digest: JournalDigest) -> [String] {
        let days = digest.days.compactMap { day in day.rebalance?.quality.map { (day.day, $0) } }
        if days.isEmpty { return ["Execution quality: nothing was measured"] }
        var table = TextTable(
            [
                "day", "filled %", "against plan", "bp", "against arrival", "bp", "s to first fill", "s to last fill",
            ], left: [0])
        func text(_ value: Int64?, places: Int) -> String {
            value.map { FixedDecimal.text($0, places: places, atLeast: places) } ?? "-"
        }
        for (day, quality) in days {
            table.add([
                "\(day)", text(quality.fillRate, places: 2), "\(quality.decisionCost)",
                text(quality.decisionSlippage, places: 2), "\(quality.arrivalCost)",
                text(quality.arrivalSlippage, places: 2), text(quality.millisecondsToFirstFill, places: 3),
                text(quality.millisecondsToLastFill, places: 3),
            ])
        }
        return ["Execution quality (yuan, above zero it cost something)"] + table.lines
    }

    // MARK: Against the broker's ledger

    private func reconcile(
        _ digest: JournalDigest, _ policy: Policy, state: String, warehouse: String, output: (String) -> Void
    ) throws -> Bool {
        let ledger = try BrokerLedger(state: state, warehouse: warehouse)
        let figures = ledger.figures
        let bought = digest.days.reduce(Money.zero) { $0 + $1.value(.buy) }
        let sold = digest.days.reduce(Money.zero) { $0 + $1.value(.sell) }
        var fees = Money.zero
        var (commission, stamp, transfer) = (Money.zero, Money.zero, Money.zero)
        for day in digest.days {
            let own = day.fees(policy.fees)
            fees += own.total
            commission += own.commission
            stamp += own.stampDuty
            transfer += own.transferFee
        }
        let cash = digest.days.last?.close?.asset?.cash
        let computed =
            figures.opening + figures.transfers - bought + sold - fees + figures.dividends + figures.fractions
        var table = TextTable(["yuan", "journal", "broker's ledger", "", ""], left: [0, 3, 4])
        var isGood = true
        func row(_ name: String, _ ours: Money?, _ theirs: Money, _ note: String = "") {
            let agrees = ours == theirs
            isGood = isGood && agrees
            table.add([name, ours.map { "\($0)" } ?? "unknown", "\(theirs)", agrees ? "equal" : "DIFFERENT", note])
        }
        row("bought", bought, figures.bought)
        row("sold", sold, figures.sold)
        row("commission", commission, figures.fees.commission)
        row("stamp duty", stamp, figures.fees.stampDuty)
        row("transfer fee", transfer, figures.fees.transferFee)
        row("fees in all", fees, figures.fees.total)
        row("cash at the end", cash, ledger.cash)
        row("cash by the journal's fills", computed, ledger.cash, "opening - bought + sold - fees + dividends")
        output(
            "Cash, from \(figures.opening), dividends \(figures.dividends), fractions of shares \(figures.fractions)")
        table.lines.forEach(output)
        let positions = ledger.positions
        let held = digest.days.last?.close?.holdings ?? []
        var ours = SymbolMap<Shares>()
        for holding in held { ours[holding.symbol] = holding.volume }
        let sameHoldings = ours == positions
        output(
            sameHoldings
                ? "Positions: \(positions.count), equal to the broker's"
                : "Positions: DIFFERENT from the broker's: \(ours.map { "\($0) \($1)" }) and \(positions.map { "\($0) \($1)" })"
        )
        return isGood && sameHoldings
    }
}
