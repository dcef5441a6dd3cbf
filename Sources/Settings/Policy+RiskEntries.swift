import Engine
import Market

extension Policy.Risk {
    /// Rules that are on beyond those that everybody has, by the names that they have in the file.
    var entries: [(name: String, value: String)] {
        var entries: [(name: String, value: String)] = []
        func add(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { entries.append(("risk.\(name)", value.description)) }
        }
        add("take_profit", takeProfit)
        add("trailing_stop", trailingStop)
        if hasExits { add("cooldown_days", cooldownDays) }
        add("portfolio_stop", portfolioStop)
        add("soft_gate_from", softGate?.from)
        add("soft_gate_to", softGate?.to)
        add("total_cap", totalCap)
        add("stock_cap", stockCap)
        for cap in boardCaps { add("board_caps \(cap.board.rawValue)", cap.cap) }
        add("industry_cap", industryCap)
        for cap in industryCaps { add("industry_caps \(cap.industry)", cap.cap) }
        if let volatility {
            let limit = FixedDecimal.text(volatility.limit, places: 6, atLeast: 0)
            add("volatility", "\(volatility.name) above \(limit): \(volatility.exposure)")
        }
        if let regime {
            add("regime", "\(regime.name): \(regime.riskOn), \(regime.neutral), \(regime.riskOff)")
        }
        if needsInputs {
            add("input_age_max_days", inputAgeMaximumDays)
            add("missing_input", missingInput.rawValue)
        }
        if riskWarned != .off { add("st", riskWarned.rawValue) }
        if !excludedBoards.isEmpty {
            add("excluded_boards", excludedBoards.map(\.rawValue).joined(separator: ", "))
            add("excluded_boards_action", excludedBoardsAction.rawValue)
        }
        add("newly_listed_days", newlyListedDays)
        add("penny_below", pennyBelow)
        if pennyBelow != nil { add("penny", penny.rawValue) }
        if leavesSuspended { add("leave_suspended", "true") }
        if !locks.isEmpty { add("locks", locks.map(\.description).joined(separator: ", ")) }
        for entry in blackList { add("black_list \(entry.symbol)", entry.until.map { "until \($0)" } ?? "always") }
        return entries
    }
}
