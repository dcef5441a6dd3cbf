package import Engine
package import Logging
import Market

/// A record as a line of the log, for those that an operator wants to follow; the others are in the journal.
package struct RecordLine: Hashable {
    package var level: Logger.Level
    package var text: String

    package init?(_ record: Record) {
        switch record {
        case .runBegan(let run, let epoch, _, _):
            self.init(.info, "run \(run) begins, epoch \(epoch)")
        case .dayBegan(let day):
            self.init(.info, "\(day) begins")
        case .targetsAdopted(_, let batches):
            let names = batches.map { "\($0.strategy) of \($0.signalDay), \($0.lines.count) lines" }
            self.init(.info, "targets: \(names.joined(separator: "; "))")
        case .planned(let rebalance):
            self.init(.info, Self.plan(rebalance))
        case .phaseChanged(let phase, _):
            self.init(.debug, "the rebalance is \(phase.rawValue)")
        case .rebalanceClosed(let results, _):
            let off = results.filter { $0.reason != nil }
            let reasons = Reason.allCases.compactMap { reason -> String? in
                let count = off.count { $0.reason == reason }
                return count > 0 ? "\(count) \(reason.rawValue)" : nil
            }
            let rest = reasons.isEmpty ? "" : "; the others: \(reasons.joined(separator: ", "))"
            self.init(
                .info,
                "rebalance done: \(results.count - off.count) of \(results.count) lines on target\(rest)\(Self.cost(results))"
            )
        case .denied(let symbol, let side, let shares, let reason, let detail):
            self.init(.warning, "not sent: \(side.rawValue) \(shares) \(symbol): \(reason.rawValue), \(detail)")
        case .orderChanged(let id, .unknown, _, _, let message):
            self.init(.warning, "it is not known whether order \(id) exists (\(message)); asking")
        case .orderChanged(let id, .closed(.rejected), _, _, let message):
            self.init(.warning, "the broker refused order \(id): \(message)")
        case .orderChanged(let id, .closed(.neverPlaced), _, _, let message):
            self.init(.notice, "order \(id) was never placed: \(message)")
        case .operatorResolved(let id, let word, let by, let reason, _):
            self.init(.notice, "order \(id) is settled by \(by): \(word); reason: \(reason)")
        case .dayClosed(let close):
            let figures =
                close.asset.map { "cash \($0.cash), equity \($0.total)" } ?? "the account's figures are unknown"
            self.init(.info, "\(close.day) closes: \(close.holdings.count) holdings, \(figures)")
        case .exposureChanged(let exposure, _):
            self.init(.notice, "targets are multiplied by \(exposure) from now on")
        case .entryAdjusted(let symbol, let entry, let because):
            let basis = entry?.price.map { "entry \($0)" } ?? "no entry"
            self.init(.info, "\(symbol) changed without an order (\(because.rawValue)): \(basis)")
        case .stopFired(let symbol, let stop):
            self.init(
                .notice,
                "\(symbol) reached its \(stop.reason.rawValue): last \(stop.last), bound \(stop.bound); it is sold")
        case .flowObserved(let flow) where flow.amount != .zero:
            let peak = flow.peak.map { ", the peak is \($0) from now on" } ?? ""
            self.init(.warning, "\(flow.amount) came or went without a trade\(peak)")
        case .flowObserved(let flow) where flow.dividends != .zero:
            self.init(.info, "dividends of \(flow.dividends) came that were expected")
        case .liquidationBegan(let liquidation):
            self.init(
                .critical,
                "the portfolio stop: equity \(liquidation.equity) is at or below \(liquidation.bound); everything is sold"
            )
        case .peakReset:
            self.init(.notice, "the peak of equity begins anew")
        case .checkpoint, .policyInForce, .managed, .targetsRefused, .intended, .orderChanged, .cancelRequested,
            .replacing,
            .filled,
            .strangerAccepted, .halted, .reduced, .armed, .resumed, .cancelAllAsked, .flattenAsked, .approved,
            .equityObserved, .feesShared, .stopsEnded, .highsObserved, .flowObserved, .marketExposureChanged:
            return nil
        }
    }

    private init(_ level: Logger.Level, _ text: String) {
        self.level = level
        self.text = text
    }

    /// What the fills cost against the middle of the book when their orders were decided.
    private static func cost(_ results: [LineResult]) -> String {
        var sum = Quality()
        for result in results { if let quality = result.quality { sum += quality } }
        guard let points = sum.arrivalSlippage else { return "" }
        return
            "; fills cost \(sum.arrivalCost) against arrival (\(FixedDecimal.text(points, places: 2, atLeast: 2)) bp)"
    }

    private static func plan(_ rebalance: Rebalance) -> String {
        let sells = rebalance.lines.count { $0.side == .sell }
        let buys = rebalance.lines.count { $0.side == .buy }
        switch rebalance.source {
        case .protection where rebalance.lines.isEmpty:
            return "no targets today, and risk demands nothing"
        case .protection:
            return "no targets today; risk demands \(sells) sells, equity \(rebalance.equity)"
        case .flatten:
            return "everything is to be sold: \(sells) sells"
        case .targets where rebalance.phase == .held:
            return "plan: \(sells) sells, \(buys) buys, waits for approval"
        case .targets:
            let still = rebalance.lines.count - sells - buys
            return "plan: \(sells) sells, \(buys) buys, \(still) lines without an order, equity \(rebalance.equity)"
        }
    }
}
