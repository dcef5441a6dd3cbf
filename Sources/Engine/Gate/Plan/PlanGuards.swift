package import Market

/// Looks at a plan as a whole for what no single order shows: a strategy that went wrong, a file that is not what it seems.
package struct PlanGuards: Hashable, Sendable {
    package let limits: Policy.Approval

    package init(_ limits: Policy.Approval) { self.limits = limits }

    package static let page = RulePage(
        name: "plan_approval", title: "Approval of a plan",
        text: """
            A plan by targets that goes past one of these waits: nothing of it is sent but the sells that risk demands. \
            'qmtctl plan' shows it with its digest, 'qmtctl approve DIGEST' lets exactly that plan go on. Other targets, or \
            an account that has changed, make another plan with another digest, for which the approval does not count. At \
            the end of the window every line of a plan that nobody approved ends with not_approved. Values are of shares at \
            the last price; each comparison is exact, and a plan at a limit does not wait. Off in replay and simulation.
            """,
        settings: [
            .init("limits.approval_turnover", standard: "off", "value of all lines as a share of the account"),
            .init("limits.approval_lines", standard: "off", "lines that are to be traded"),
            .init("limits.approval_sold", standard: "off", "value of the sells as a share of the account"),
            .init(
                "limits.approval_drift", standard: "off",
                "difference between the lines' value at the sizing prices and at the last ones, as a share of the former"
            ),
            .init(
                "limits.approval_empty", standard: "false", "targets that want nothing while something is to be sold"),
        ], reasons: [.notApproved])

    /// Sentences, one for each guard that the plan goes past; none where it may go on.
    package func reasons(against plan: Rebalance, market: SymbolMap<Security>) -> [String] {
        var (sold, bought, sized, drifted) = (Int128(0), Int128(0), Int128(0), Int128(0))
        var lines = 0
        var isUnpriced = false
        for line in plan.lines {
            guard let side = line.side else { continue }
            lines += 1
            guard let last = market[line.symbol]?.mark ?? line.sizingPrice else {
                isUnpriced = true
                continue
            }
            let value = Int128(last.li) * Int128(line.shares.count)
            if side == .sell { sold += value } else { bought += value }
            // A sell of everything was not sized by any price.
            let sizing = line.sizingPrice ?? last
            sized += Int128(sizing.li) * Int128(line.shares.count)
            drifted += Int128(abs(last.li - sizing.li)) * Int128(line.shares.count)
        }
        guard lines > 0 else { return [] }
        var reasons: [String] = []
        let equity = Int128(plan.equity.li)
        func share(_ part: Int128, of whole: Int128, _ limit: Weight?, _ what: String) {
            guard let limit else { return }
            guard whole > 0, !isUnpriced else {
                return reasons.append("\(what) cannot be compared with the account: its worth or a price is not known")
            }
            if part * Int128(Weight.one.trillionths) > whole * Int128(limit.trillionths) {
                reasons.append(
                    "\(what) come to \(PlanGuards.percent(part, of: whole)), more than \(limit) of the account")
            }
        }
        share(sold + bought, of: equity, limits.turnover, "its orders")
        share(sold, of: equity, limits.sold, "its sells")
        if let maximum = limits.lines, lines > maximum {
            reasons.append("it has \(lines) lines to trade, more than \(maximum)")
        }
        if let limit = limits.drift {
            if sized <= 0 || isUnpriced {
                reasons.append("how far prices have moved since the sizing is not known")
            } else if drifted * Int128(Weight.one.trillionths) > sized * Int128(limit.trillionths) {
                let moved = PlanGuards.percent(drifted, of: sized)
                reasons.append("prices have moved by \(moved) since the sizing, more than \(limit)")
            }
        }
        if limits.emptyPortfolio, sold > 0 || isUnpriced, plan.lines.allSatisfy({ $0.weight == .zero }) {
            reasons.append("its targets want nothing at all, and everything managed would be sold")
        }
        return reasons
    }

    /// In hundredths of a percent, rounded down.
    private static func percent(_ part: Int128, of whole: Int128) -> String {
        let points = Int64(clamping: part * 10_000 / whole)
        return "\(points / 100).\(points % 100 < 10 ? "0" : "")\(points % 100) %"
    }
}

extension Rebalance {
    /// Names what the plan does: day, targets, and each line that is traded with its side, shares, target and what was there.
    package var digest: String {
        var parts = ["\(executionDay)"]
        if case .targets(let signalDay, let digests) = source { parts += ["\(signalDay)"] + digests }
        for line in lines {
            guard let side = line.side else { continue }
            parts.append("\(line.symbol) \(side.rawValue) \(line.shares) \(line.target) \(line.projected)")
        }
        return Fingerprint.text(of: parts)
    }
}
