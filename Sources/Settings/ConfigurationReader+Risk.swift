package import Engine
import Market

// The section [risk].
extension ConfigurationReader {
    /// A profile is a set of values; single keys override it.
    package enum RiskProfile: String {
        case standard, careful

        func apply(to risk: inout Policy.Risk) {
            switch self {
            case .standard: break
            case .careful:
                risk.stopLoss = .ppm(100_000)
                risk.drawdownLimit = .ppm(80_000)
                risk.totalCap = .ppm(800_000)
                risk.stockCap = .ppm(20_000)
            }
        }
    }

    /// Of the section [risk].
    package func readRisk(into risk: inout Policy.Risk, _ paths: inout RiskInputPaths) {
        if let profile = parsed("profile", expected: "\"standard\" or \"careful\"", RiskProfile.init(rawValue:)) {
            profile.apply(to: &risk)
        }
        readHoldingRules(into: &risk)
        readAccountRules(into: &risk)
        readCaps(into: &risk)
        readMarketState(into: &risk, &paths)
        readLists(into: &risk)
        refuseUnknownKeys()
    }

    private func readHoldingRules(into risk: inout Policy.Risk) {
        risk.stopLoss = ratioOrOff("stop_loss", default: risk.stopLoss)
        risk.takeProfit = gainOrOff("take_profit", default: risk.takeProfit)
        risk.trailingStop = ratioOrOff("trailing_stop", default: risk.trailingStop)
        risk.cooldownDays = integer("cooldown_days", in: 0...250) ?? risk.cooldownDays
        risk.confirmSeconds = integer("confirm_s", in: 0...600).map(Int64.init) ?? risk.confirmSeconds
    }

    private func readAccountRules(into risk: inout Policy.Risk) {
        risk.portfolioStop = ratioOrOff("portfolio_stop", default: risk.portfolioStop)
        risk.drawdownLimit = ratioOrOff("drawdown", default: risk.drawdownLimit)
        if let exposure = weight("drawdown_exposure") { risk.drawdownExposure = exposure }
        let from = weight("soft_gate_from")
        let to = weight("soft_gate_to")
        if flag("soft_gate") ?? false {
            var gate = Policy.Risk.SoftGate()
            gate.from = from ?? gate.from
            gate.to = to ?? gate.to
            if gate.from >= gate.to { report("soft_gate_to", "must be above soft_gate_from (\(gate.from))") }
            risk.softGate = gate
        }
        if let step = weight("exposure_step") { risk.exposureStep = step }
        if let tolerance = weight("flow_tolerance") { risk.flowTolerance = tolerance }
    }

    private func readCaps(into risk: inout Policy.Risk) {
        risk.totalCap = ratioOrOff("total_cap", default: risk.totalCap)
        risk.stockCap = ratioOrOff("stock_cap", default: risk.stockCap)
        for table in sections("board_caps") {
            let board = table.parsed("board", expected: "\"main\", \"chinext\", \"star\" or \"bse\"") {
                Board(rawValue: $0)
            }
            let cap = table.weight("cap")
            if let board, let cap {
                if risk.boardCaps.contains(where: { $0.board == board }) {
                    table.report("board", "'\(board.rawValue)' is there twice")
                }
                risk.boardCaps.append(.init(board: board, cap: cap))
            } else {
                table.report("cap", "each [[risk.board_caps]] needs board and cap")
            }
            table.refuseUnknownKeys()
        }
        risk.industryCap = ratioOrOff("industry_cap", default: risk.industryCap)
        for table in sections("industry_caps") {
            if let industry = table.text("industry"), let cap = table.weight("cap") {
                if risk.industryCaps.contains(where: { $0.industry == industry }) {
                    table.report("industry", "'\(industry)' is there twice")
                }
                risk.industryCaps.append(.init(industry: industry, cap: cap))
            } else {
                table.report("cap", "each [[risk.industry_caps]] needs industry and cap")
            }
            table.refuseUnknownKeys()
        }
    }

    private func readMarketState(into risk: inout Policy.Risk, _ paths: inout RiskInputPaths) {
        let limit = parsed("volatility_limit", expected: "a number such as \"25\"") {
            FixedDecimal.parse($0, places: 6)
        }
        let exposure = weight("volatility_exposure")
        if let name = text("volatility"), name != "off" {
            var rule = Policy.Risk.Volatility(name: name)
            rule.limit = limit ?? rule.limit
            rule.exposure = exposure ?? rule.exposure
            risk.volatility = rule
        }
        let exposures = ["regime_risk_on", "regime_neutral", "regime_risk_off"].map { weight($0) }
        if let name = text("regime"), name != "off" {
            var rule = Policy.Risk.Regime(name: name)
            rule.riskOn = exposures[0] ?? rule.riskOn
            rule.neutral = exposures[1] ?? rule.neutral
            rule.riskOff = exposures[2] ?? rule.riskOff
            risk.regime = rule
        }
        risk.inputAgeMaximumDays = integer("input_age_max_days", in: 0...60) ?? risk.inputAgeMaximumDays
        risk.missingInput =
            parsed("missing_input", expected: "\"keep\" or \"cut\"", Policy.Risk.MissingInput.init(rawValue:))
            ?? risk.missingInput
        paths.industryFile = text("industry_file")
        paths.stateFile = text("state_file")
        paths.stateDatabase = text("state_database")
        if paths.stateFile != nil, paths.stateDatabase != nil {
            report("state_database", "give either state_file or state_database")
        }
        if risk.volatility != nil || risk.regime != nil, paths.stateFile == nil, paths.stateDatabase == nil {
            report("state_file", "volatility and regime need the market's state: give state_file or state_database")
        }
        if risk.industryCap != nil || !risk.industryCaps.isEmpty, paths.industryFile == nil {
            report("industry_file", "industry caps need to know the industries: give industry_file")
        }
    }

    private func readLists(into risk: inout Policy.Risk) {
        func action(_ key: String, _ value: inout Policy.Risk.ListAction) {
            value =
                parsed(key, expected: "\"off\", \"no_buy\" or \"sell\"", Policy.Risk.ListAction.init(rawValue:))
                ?? value
        }
        action("st", &risk.riskWarned)
        if let names = texts("excluded_boards") {
            risk.excludedBoards = names.compactMap(Board.init(rawValue:))
            if risk.excludedBoards.count != names.count {
                report("excluded_boards", "must list some of \"main\", \"chinext\", \"star\", \"bse\"")
            }
        }
        action("excluded_boards_action", &risk.excludedBoardsAction)
        risk.newlyListedDays = integer("newly_listed_days", in: 1...1000) ?? risk.newlyListedDays
        if let price = parsed("penny_below", expected: "a price in yuan such as \"2.00\"", { Price($0) }) {
            risk.pennyBelow = price
        }
        action("penny", &risk.penny)
        risk.leavesSuspended = flag("leave_suspended") ?? risk.leavesSuspended
        if let codes = texts("locks") {
            risk.locks = codes.compactMap { Symbol($0) }.sorted()
            if risk.locks.count != codes.count { report("locks", "must list codes such as \"600000.SH\"") }
        }
        for table in sections("black_list") {
            let until = table.parsed("until", expected: "a date such as \"2026-12-31\"") { Day($0) }
            if let symbol = table.parsed("code", expected: "a code such as \"600000.SH\"", { Symbol($0) }) {
                if risk.blackList.contains(where: { $0.symbol == symbol }) {
                    table.report("code", "'\(symbol)' is there twice")
                }
                risk.blackList.append(.init(symbol: symbol, until: until))
            } else {
                table.report("code", "each [[risk.black_list]] needs a code")
            }
            table.refuseUnknownKeys()
        }
        risk.blackList.sort { $0.symbol < $1.symbol }
        action("black_list_action", &risk.blackListAction)
    }

    /// A share above 0, above 1 too; nil for "off", `value` where the key is not there.
    private func gainOrOff(_ key: String, default value: Weight?) -> Weight? {
        guard let text = text(key) else { return value }
        if text == "off" { return nil }
        guard let weight = Weight(text), weight > .zero else {
            report(key, "'\(text)' is neither \"off\" nor a share above 0 such as \"0.30\"")
            return value
        }
        return weight
    }
}
