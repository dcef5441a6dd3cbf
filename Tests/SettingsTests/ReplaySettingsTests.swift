import Engine
import Foundation
import Market
import Settings
import Testing

@Suite struct ReplaySettingsTests {
    private func parse(_ text: String) throws -> ReplaySettings { try ReplaySettings.parse(text, file: "f.toml") }

    private func findings(_ text: String) -> [String] {
        do {
            _ = try ReplaySettings.parse(text, file: "f.toml")
            return []
        } catch {
            return error.findings.map { "\($0.place): \($0.message)" }
        }
    }

    @Test func `an empty file has the defaults`() throws { #expect(try parse("") == ReplaySettings()) }

    @Test func `the daemon's documented file is taken as it is`() throws {
        var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { url.deleteLastPathComponent() }
        let settings = try ReplaySettings.load(url.path + "/config/qmtd.toml")
        #expect(settings.risk == ReplaySettings().risk)
        #expect(settings.fees == ReplaySettings().fees)
        #expect(settings.execution.collar == ReplaySettings().execution.collar)
    }

    @Test func `files are looked for beside the configuration`() throws {
        let text = """
            [risk]
            industry_file = "a.csv"
            state_file = "/b/c.csv"
            """
        let settings = try ReplaySettings.parse(text, file: "/etc/qmtd/replay.toml")
        #expect(settings.riskInputs.industryFile == "/etc/qmtd/a.csv")
        #expect(settings.riskInputs.stateFile == "/b/c.csv")
        #expect(settings.riskInputs.stateDatabase == nil)
    }

    @Test func `every key of the section is read`() throws {
        let settings = try parse(
            """
            [replay]
            cash = "2500000.50"
            fill = "window"
            slippage_ticks = 2
            participation = "0.25"
            ended_series = "write_off"
            ended_after_days = 5
            takes_up_rights = true
            cash_buffer = "0.02"
            [execution]
            window_start = "10:00"
            [risk]
            stop_loss = "off"
            [fees]
            commission_rate = "0.0001"
            [[strategy]]
            name = "a"
            capital = "0.5"
            """)
        #expect(settings.openingCash == .fen(250_000_050))
        #expect(settings.fill == .window)
        #expect(settings.slippage == .ticks(2))
        #expect(settings.participation == .ppm(250_000))
        #expect(settings.endedSeries == .writeOff && settings.endedAfterDays == 5)
        #expect(settings.takesUpRights)
        #expect(settings.execution.cashBuffer == .ppm(20_000))
        #expect(settings.execution.windowStart == TimeOfDay(10, 0))
        #expect(settings.risk.stopLoss == nil)
        #expect(settings.fees.commission.ratePerBillion == 100_000)
        #expect(settings.strategies == [.init(name: "a", capital: .ppm(500_000))])
        #expect(try parse("[replay]\nparticipation = \"off\"").participation == nil)
        #expect(try parse("[replay]\nslippage_bp = 0").slippage == .basisPoints(0))
    }

    @Test(arguments: [
        ("[replay]\nfil = \"open\"", "replay.fil"), ("[replays]", "replays"),
        ("[execution]\nwindow = 1", "execution.window"),
        ("[replay]\ncash = \"0\"", "replay.cash"), ("[replay]\ncash = \"-1\"", "replay.cash"),
        ("[replay]\ncash = 5", "replay.cash"), ("[replay]\nfill = \"close\"", "replay.fill"),
        ("[replay]\nparticipation = \"2\"", "replay.participation"),
        ("[replay]\nparticipation = \"0\"", "replay.participation"),
        ("[execution]\nblocked_lines = \"keep\"", "execution.blocked_lines"),
        ("[replay]\nended_series = \"keep\"", "replay.ended_series"),
        ("[replay]\nended_after_days = 0", "replay.ended_after_days"),
        ("[replay]\nslippage_bp = 1\nslippage_ticks = 1", "replay.slippage_ticks"),
        ("[replay]\nslippage_bp = 101", "replay.slippage_bp"), ("[replay", "line 1"),
    ])
    func `what is wrong is named with its place`(text: String, place: String) {
        let findings = findings(text)
        #expect(findings.count == 1, "\(findings)")
        #expect(findings.first?.hasPrefix(place) == true, "\(findings)")
    }

    @Test func `a narrow collar alone is no mistake`() throws {
        let settings = try parse("[execution]\ncollar = \"0.0001\"")
        #expect(settings.slippage == .basisPoints(5))
    }

    @Test func `a file that cannot be read is said plainly`() {
        #expect(throws: ConfigurationFailure.self) { try ReplaySettings.load("/nonexistent/qmtd.toml") }
    }

    @Test func `every setting has an entry`() {
        let names = ReplaySettings().entries.map(\.name) + ReplaySettings().costEntries.map(\.name)
        #expect(Set(names).count == names.count)
        for name in ["replay.cash", "replay.fill", "risk.stop_loss", "slippage", "participation", "commission"] {
            #expect(names.contains(name))
        }
    }
}

/// How orders are worked.
@Suite struct MannerSettingsTests {
    private func parse(_ text: String) throws -> Policy.Execution {
        try ReplaySettings.parse("[execution]\n" + text, file: "f.toml").execution
    }

    @Test func `every key is read`() throws {
        let execution = try parse(
            """
            style = "open_auction"
            auction_rest = "drop"
            twap_slices = 8
            price = "passive"
            price_ticks = 3
            reprice_after_s = 45
            reprices_per_line = 2
            reprices_per_day = 50
            buys = "after_sells"
            buy_priority = "gap"
            proceeds_reserve = "0.05"
            participation = "0.1"
            limit_up_buys = "rest"
            residuals = "carry"
            quote_stale_s = 90
            """)
        var manner = Policy.Manner()
        manner.style = .openAuction
        manner.auctionRest = .drop
        manner.slices = 8
        manner.ticks = 3
        manner.repriceAfterSeconds = 45
        manner.repricesPerLine = 2
        manner.repricesPerDay = 50
        manner.buyRelease = .afterSells
        manner.buyPriority = .gap
        manner.proceedsReserve = .ppm(50_000)
        manner.participation = .ppm(100_000)
        manner.lockedBuys = .rest
        manner.residuals = .carry
        manner.quoteStaleSeconds = 90
        #expect(execution.manner == manner)
        #expect(execution.pricing == .passive)
        #expect(try parse("participation = \"off\"").manner == Policy.Manner())
    }

    @Test(arguments: [
        ("style = \"vwap\"", "execution.style"), ("twap_slices = 1", "execution.twap_slices"),
        ("auction_rest = \"x\"", "execution.auction_rest"), ("price = \"last\"", "execution.price"),
        ("price_ticks = -1", "execution.price_ticks"), ("reprice_after_s = 4", "execution.reprice_after_s"),
        ("reprices_per_line = 101", "execution.reprices_per_line"), ("buys = \"now\"", "execution.buys"),
        ("buy_priority = \"size\"", "execution.buy_priority"),
        ("proceeds_reserve = \"1.1\"", "execution.proceeds_reserve"),
        ("participation = \"0\"", "execution.participation"), ("limit_up_buys = \"no\"", "execution.limit_up_buys"),
        ("residuals = \"keep\"", "execution.residuals"), ("quote_stale_s = -1", "execution.quote_stale_s"),
        ("window_start = \"09:29:59\"", "execution.window_start"),
        ("window_end = \"14:57:01\"", "execution.window_end"),
        ("style = \"open_auction\"\nday_start = \"09:15:05\"", "execution.day_start"),
    ])
    func `what is wrong is named with its place`(text: String, place: String) {
        do {
            _ = try parse(text)
            Issue.record("'\(text)' was taken")
        } catch let failure as ConfigurationFailure {
            #expect(failure.findings.contains { $0.place.hasPrefix(place) }, "\(failure.findings)")
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `the borders themselves are taken`() throws {
        #expect(try parse("window_start = \"09:30\"\nwindow_end = \"14:57\"").windowEnd == TimeOfDay(14, 57))
        #expect(try parse("reprice_after_s = 5").manner.repriceAfterSeconds == 5)
        #expect(try parse("reprice_after_s = 0").manner.repriceAfterSeconds == 0)
    }

    @Test func `an old journal's policy has the defaults of what it does not name`() throws {
        let data = try JSONEncoder().encode(Policy.Execution())
        var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        object["manner"] = nil
        let old = try JSONSerialization.data(withJSONObject: object)
        #expect(try JSONDecoder().decode(Policy.Execution.self, from: old) == Policy.Execution())
        object["manner"] = ["style": "twap"]
        let newer = try JSONSerialization.data(withJSONObject: object)
        #expect(try JSONDecoder().decode(Policy.Execution.self, from: newer).manner.style == .twap)
    }

    @Test func `every setting that matters is shown with its value`() throws {
        let names = ReplaySettings().entries.map(\.name)
        for key in ["style", "price", "reprice_after_s", "buys", "participation", "residuals", "proceeds_reserve"] {
            #expect(names.contains("execution.\(key)"))
        }
    }
}
