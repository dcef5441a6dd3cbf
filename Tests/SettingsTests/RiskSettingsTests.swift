import Engine
import Market
import Settings
import Testing

@Suite struct RiskSettingsTests {
    private func risk(_ text: String) throws -> Policy.Risk {
        try ReplaySettings.parse("[risk]\n" + text, file: "f").risk
    }

    @Test func `profiles, and single keys over them`() throws {
        #expect(try risk("") == Policy.Risk())
        #expect(try risk("profile = \"standard\"") == Policy.Risk())
        let careful = try risk("profile = \"careful\"")
        #expect(careful.stopLoss == .ppm(100_000) && careful.drawdownLimit == .ppm(80_000))
        #expect(careful.totalCap == .ppm(800_000) && careful.stockCap == .ppm(20_000))
        let own = try risk("stock_cap = \"off\"\nprofile = \"careful\"\nstop_loss = \"0.05\"")
        #expect(own.stockCap == nil && own.stopLoss == .ppm(50_000) && own.totalCap == .ppm(800_000))
    }

    @Test func `every key is read`() throws {
        let settings = try ReplaySettings.parse(
            """
            [risk]
            take_profit = "1.5"
            trailing_stop = "0.1"
            cooldown_days = 3
            confirm_s = 0
            portfolio_stop = "0.1"
            soft_gate = true
            soft_gate_from = "0.04"
            soft_gate_to = "0.12"
            exposure_step = "0.1"
            flow_tolerance = "0.001"
            industry_cap = "0.2"
            industry_file = "i.csv"
            volatility = "ivix"
            volatility_limit = "27.5"
            volatility_exposure = "0.4"
            regime = "mood"
            regime_risk_on = "0.9"
            regime_neutral = "0.6"
            regime_risk_off = "0"
            state_file = "s.csv"
            input_age_max_days = 9
            missing_input = "cut"
            st = "sell"
            excluded_boards = ["bse"]
            excluded_boards_action = "sell"
            newly_listed_days = 60
            penny_below = "2.00"
            penny = "sell"
            leave_suspended = true
            locks = ["600036.SH", "600000.SH"]
            black_list_action = "sell"
            [[risk.black_list]]
            code = "600519.SH"
            until = "2026-12-31"
            [[risk.black_list]]
            code = "000001.SZ"
            [[risk.board_caps]]
            board = "star"
            cap = "0.3"
            [[risk.industry_caps]]
            industry = "banks"
            cap = "0.25"
            """, file: "/f/replay.toml")
        let risk = settings.risk
        #expect(risk.takeProfit == .ppm(1_500_000) && risk.trailingStop == .ppm(100_000))
        #expect(risk.cooldownDays == 3 && risk.confirmSeconds == 0 && risk.portfolioStop == .ppm(100_000))
        #expect(risk.softGate == .init(from: .ppm(40_000), to: .ppm(120_000)))
        #expect(risk.exposureStep == .ppm(100_000) && risk.flowTolerance == .ppm(1_000))
        #expect(
            risk.industryCap == .ppm(200_000) && risk.industryCaps == [.init(industry: "banks", cap: .ppm(250_000))])
        #expect(risk.volatility == .init(name: "ivix", limit: 27_500_000, exposure: .ppm(400_000)))
        #expect(risk.regime == .init(name: "mood", riskOn: .ppm(900_000), neutral: .ppm(600_000), riskOff: .zero))
        #expect(risk.inputAgeMaximumDays == 9 && risk.missingInput == .cut)
        #expect(risk.riskWarned == .sell && risk.excludedBoards == [.bse] && risk.excludedBoardsAction == .sell)
        #expect(risk.newlyListedDays == 60 && risk.pennyBelow == .fen(200) && risk.penny == .sell)
        #expect(risk.leavesSuspended && risk.locks.map(\.description) == ["600000.SH", "600036.SH"])
        #expect(risk.blackList.map(\.symbol.description) == ["000001.SZ", "600519.SH"])
        #expect(risk.blackList.map(\.until) == [nil, Day("2026-12-31")] && risk.blackListAction == .sell)
        #expect(risk.boardCaps == [.init(board: .star, cap: .ppm(300_000))])
        #expect(settings.riskInputs.industryFile == "/f/i.csv" && settings.riskInputs.stateFile == "/f/s.csv")
        let names = settings.entries.map(\.name)
        #expect(names.contains("risk.volatility") && names.contains("risk.black_list 600519.SH"))
    }

    @Test(arguments: [
        ("profile = \"bold\"", "profile"), ("take_profit = \"0\"", "take_profit"),
        ("soft_gate = true\nsoft_gate_from = \"0.2\"", "soft_gate_to"), ("volatility = \"ivix\"", "state_file"),
        ("regime = \"mood\"\nstate_file = \"a\"\nstate_database = \"b\"", "state_database"),
        ("industry_cap = \"0.1\"", "industry_file"), ("st = \"yes\"", "st"), ("excluded_boards = [\"moon\"]", "boards"),
        ("newly_listed_days = 0", "newly_listed_days"), ("penny_below = \"-1\"", "penny_below"),
        ("locks = [\"600000\"]", "locks"), ("[[risk.black_list]]\nuntil = \"2026-12-31\"", "code"),
        ("[[risk.black_list]]\ncode = \"600000.SH\"\nuntil = \"soon\"", "until"),
        ("[[risk.black_list]]\ncode = \"600000.SH\"\n[[risk.black_list]]\ncode = \"600000.SH\"", "code"),
        ("[[risk.board_caps]]\nboard = \"star\"", "cap"), ("[[risk.industry_caps]]\ncap = \"0.1\"", "cap"),
        ("missing_input = \"guess\"", "missing_input"), ("stop_los = \"0.1\"", "stop_los"),
    ])
    func `what is wrong is said with its key`(text: String, key: String) {
        do {
            _ = try risk(text)
            Issue.record("it was taken: \(text)")
        } catch {
            #expect("\(error)".contains(key), "\(error)")
        }
    }
}
