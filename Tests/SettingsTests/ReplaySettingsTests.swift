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
