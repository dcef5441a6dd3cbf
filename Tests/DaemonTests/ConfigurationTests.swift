import Daemon
import Engine
import Foundation
import Market
import Settings
import Testing

@Suite struct ConfigurationTests {
    private let good = ShortestConfiguration.text

    @Test func `the shortest configuration takes every default`() throws {
        let configuration = try Configuration.parse(good, file: "/etc/qmtd/qmtd.toml")
        #expect(configuration.policy.execution == Policy.Execution())
        #expect(configuration.policy.risk == Policy.Risk())
        #expect(configuration.policy.limits == .standard)
        #expect(configuration.clock == .own)
        #expect(configuration.secretFile == "/etc/qmtd/secret")
        #expect(configuration.journalFile == "/var/journal.sqlite")
    }

    @Test func `the documented file says the defaults`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("config/qmtd.toml").path
        let configuration = try Configuration.load(file)
        var expected = Policy(account: "1234567890", isSimulated: true, fees: configuration.policy.fees)
        expected.limits = .standard
        expected.fees.commission = .init(ratePerBillion: 250_000, minimum: .yuan(5), isAllIn: true)
        #expect(configuration.policy == expected)
    }

    @Test func `real money waits for approval unless told otherwise, a simulated side does not`() throws {
        let real = good.replacingOccurrences(
            of: "simulated = true", with: "simulated = false\nprogramme_trading_reported = true")
        #expect(try Configuration.parse(real, file: "f").policy.limits.approval == .standard)
        #expect(try Configuration.parse(good, file: "f").policy.limits.approval == Policy.Approval())
        let off = real + "\n[limits]\napproval_turnover = \"off\"\napproval_lines = 5"
        let approval = try Configuration.parse(off, file: "f").policy.limits.approval
        #expect(approval.turnover == nil && approval.lines == 5 && approval.sold == .ppm(600_000))
    }

    @Test func `every limit is read, and off is off`() throws {
        let text =
            good + """

                [limits]
                price_collar = "0.02"
                order_value_max = "50000.5"
                order_shares_max = 5000
                volume_share_max = "0.05"
                position_weight_max = "0.1"
                restricted = ["600519.SH", "000001.SZ"]
                turnover_day_max = "1.5"
                loss_day_max = "0.03"
                orders_per_minute = 60
                orders_per_symbol_minute = "off"
                messages_per_day = 500
                cancel_ratio = "0.15"
                refusals_per_kind = 1
                refusals_per_day = "off"
                on_halt = "cancel_buys"
                approval_turnover = "0.5"
                approval_lines = 20
                approval_sold = "0.3"
                approval_drift = "0.04"
                approval_empty = true
                """
        let limits = try Configuration.parse(text, file: "f").policy.limits
        #expect(limits.priceCollar == .ppm(20_000) && limits.orderValueMaximum == Money(li: 50_000_500))
        #expect(limits.orderSharesMaximum == 5000 && limits.volumeShare == .ppm(50_000))
        #expect(limits.positionWeight == .ppm(100_000))
        #expect(limits.restricted.map { "\($0)" } == ["000001.SZ", "600519.SH"])
        #expect(limits.turnover == .ppm(1_500_000) && limits.loss == .ppm(30_000))
        #expect(limits.ordersPerMinute == 60 && limits.ordersPerSymbolMinute == nil)
        #expect(limits.messagesPerDay == 500 && limits.cancelRatio == .ppm(150_000))
        #expect(limits.refusalsPerKind == 1 && limits.refusalsPerDay == nil && limits.onHalt == .cancelBuys)
        #expect(limits.approval.turnover == .ppm(500_000) && limits.approval.lines == 20)
        #expect(limits.approval.sold == .ppm(300_000) && limits.approval.drift == .ppm(40_000))
        #expect(limits.approval.emptyPortfolio)
    }

    @Test func `22: another rule set than the loaded one does not start, and says what differs`() throws {
        let loaded = GateRule.allCases.map { "\"\($0.rawValue)\"" }
        func found(_ names: [String]) -> [ConfigurationFailure.Finding] {
            findings(good + "\n[limits]\nrules = [\(names.joined(separator: ", "))]")
        }
        #expect(found(loaded) == [])
        #expect(found(Array(loaded.dropFirst())).first?.message.contains("not expected: account") == true)
        #expect(found(loaded + ["\"moon\""]).first?.message.contains("not in this program: moon") == true)
        #expect(findings(good + "\n[limits]\nrules_digest = \"\(GateRule.digest)\"") == [])
        let other = findings(good + "\n[limits]\nrules_digest = \"00\"")
        #expect(other.first?.place.hasPrefix("limits.rules_digest") == true)
        #expect(other.first?.message.contains(GateRule.digest) == true)
    }

    @Test(arguments: [
        "price_collar = \"1.5\"", "order_value_max = \"0\"", "order_shares_max = 0", "messages_per_day = 20000",
        "restricted = [\"nobody\"]", "on_halt = \"sell\"", "approval_lines = \"many\"", "cancel_ratio = \"-1\"",
    ])
    func `a limit that cannot be read is a finding`(line: String) {
        #expect(findings(good + "\n[limits]\n" + line).count == 1)
    }

    @Test func `B07: what counts as flapping is set with the bridge`() throws {
        let text = good.replacingOccurrences(
            of: "[bridge]", with: "[bridge]\nflaps_max = 3\nflaps_window_s = 120\nflaps_hold_s = 0")
        let execution = try Configuration.parse(text, file: "f").policy.execution
        #expect(execution.flapMaximum == 3 && execution.flapWindowSeconds == 120 && execution.flapHoldSeconds == 0)
    }

    @Test func `every key is read`() throws {
        let text =
            good + """

                [execution]
                window_start = "09:40:00"
                window_end = "11:00:00"
                day_start = "08:50"
                sell_patience_s = 60
                orders_per_second = 3
                in_flight_max = 2
                sizing = "last"
                scope = "account"
                collar = "0.02"
                cash_buffer = "0.1"
                minimum_order = "5000.5"
                boards = ["main", "star"]
                submit_validity_s = 20
                quote_age_max_s = 5
                snapshot_age_max_s = 30
                poll_s = 15
                settle_s = 6
                [risk]
                stop_loss = "off"
                drawdown = "0.08"
                drawdown_exposure = "0.25"
                [fees]
                commission_rate = "0.0001"
                commission_minimum = "0"
                commission_all_in = false
                [[strategy]]
                name = "b"
                capital = "0.4"
                [[strategy]]
                name = "a"
                capital = "0.6"
                """
        let policy = try Configuration.parse(text, file: "f").policy
        let execution = policy.execution
        #expect(execution.windowStart == TimeOfDay(9, 40) && execution.windowEnd == TimeOfDay(11, 0))
        #expect(execution.dayStart == TimeOfDay(8, 50) && execution.sellPatienceSeconds == 60)
        #expect(execution.ordersPerSecond == 3 && execution.inFlightMaximum == 2)
        #expect(execution.sizing == .last && execution.scope == .account)
        #expect(execution.collar == .ppm(20_000) && execution.cashBuffer == .ppm(100_000))
        #expect(execution.minimumOrder == Money(li: 5_000_500) && execution.boards == [.main, .star])
        #expect(execution.submitValiditySeconds == 20 && execution.quoteAgeMaximumSeconds == 5)
        #expect(
            execution.snapshotAgeMaximumSeconds == 30 && execution.pollSeconds == 15 && execution.settleSeconds == 6)
        #expect(policy.risk.stopLoss == nil && policy.risk.drawdownLimit == .ppm(80_000))
        #expect(policy.risk.drawdownExposure == .ppm(250_000))
        #expect(policy.fees.commission == .init(ratePerBillion: 100_000, minimum: .zero, isAllIn: false))
        #expect(policy.strategies.map(\.name) == ["a", "b"])
    }

    @Test(arguments: [
        ("unknown key", "[execution]\nwindow_strat = \"09:31\"", "execution.window_strat (line 16)"),
        ("unknown section", "[nonsense]\na = 1", "nonsense (line 15)"),
        ("wrong type", "[execution]\norders_per_second = \"5\"", "execution.orders_per_second (line 16)"),
        ("a float for a share", "[execution]\ncollar = 0.01", "execution.collar (line 16)"),
        ("out of range", "[execution]\norders_per_second = 0", "execution.orders_per_second (line 16)"),
        (
            "a window that ends before it begins", "[execution]\nwindow_end = \"09:00\"",
            "execution.window_end (line 16)"
        ),
        ("too high a rate", "[fees]\ncommission_rate = \"0.01\"", "fees.commission_rate (line 16)"),
        ("not a share", "[risk]\nstop_loss = \"1.5\"", "risk.stop_loss (line 16)"),
        ("an unknown board", "[execution]\nboards = [\"main\", \"neeq\"]", "execution.boards (line 16)"),
        (
            "too much capital",
            "[[strategy]]\nname = \"a\"\ncapital = \"0.7\"\n[[strategy]]\nname = \"b\"\ncapital = \"0.4\"",
            "strategy[1].capital (line 20)"
        ),
        ("a level that does not exist", "[log]\nlevel = \"loud\"", "log.level (line 16)"),
    ])
    func `L01 L02: a mistake is named with its place`(name: String, extra: String, place: String) {
        #expect(findings(good + "\n" + extra).map(\.place) == [place], "\(name)")
    }

    @Test(arguments: [
        ("[execution]\nwindow_strat = \"09:31\"", "did you mean 'window_start'?"),
        ("[exekution]\nsizing = \"last\"", "did you mean 'execution'?"),
        ("[risk]\nstoploss = \"0.08\"", "did you mean 'stop_loss'?"),
        ("[risk]\nmargin = \"0.08\"", "remove it"),
    ])
    func `L01: an unknown key is refused with the one that may be meant`(extra: String, advice: String) {
        let messages = findings(good + "\n" + extra).map(\.message)
        #expect(messages.count == 1)
        #expect(messages.first?.contains(advice) == true, "\(messages)")
    }

    @Test(arguments: [
        "[execution]\norders_per_second = 0", "[execution]\nin_flight_max = 0", "[execution]\ncollar = \"1.5\"",
        "[execution]\ncollar = \"1%\"", "[risk]\nstop_loss = \"0\"", "[risk]\nstop_loss = \"8\"",
        "[risk]\ndrawdown = \"0\"", "[risk]\ndrawdown_exposure = \"2\"", "[execution]\ncash_buffer = \"5\"",
        "[execution]\nminimum_order = \"-1\"", "[execution]\nboards = []",
    ])
    func `L02: a limit of nothing, a percentage for a share and a value out of range are refused`(extra: String) {
        #expect(findings(good + "\n" + extra).count == 1)
    }

    @Test func `L02: an exposure of nothing means nothing, not no limit`() throws {
        let policy = try Configuration.parse(good + "\n[risk]\ndrawdown_exposure = \"0\"", file: "f").policy
        #expect(policy.risk.drawdownExposure == .zero)
    }

    @Test func `L10: without a word about limits every limit is on`() throws {
        let policy = try Configuration.parse(good, file: "f").policy
        #expect(policy.risk.stopLoss == .ppm(80_000) && policy.risk.drawdownLimit == .ppm(150_000))
        #expect(policy.risk.drawdownExposure < .one && policy.execution.ordersPerSecond <= 5)
        #expect(policy.execution.cashBuffer > .zero && policy.execution.collar <= .ppm(10_000))
    }

    @Test func `G19: who may give targets is named by users of this host`() throws {
        #expect(try Configuration.parse(good, file: "f").targetOwners == nil)
        let named = good.replacing("[calendar]", with: "owners = [\"root\"]\n[calendar]")
        #expect(try Configuration.parse(named, file: "f").targetOwners == [0])
        for wrong in ["[\"no-such-user-here\"]", "[\"root\", \"\"]", "[]", "\"root\""] {
            let text = good.replacing("[calendar]", with: "owners = \(wrong)\n[calendar]")
            #expect(findings(text).map(\.place) == ["targets.owners (line 9)"], "\(wrong)")
        }
    }

    @Test func `all mistakes are told at once`() {
        let text = good.replacing("id = \"42\"", with: "di = \"42\"").replacing("[calendar]", with: "[kalendar]")
        #expect(findings(text).count == 4)
    }

    @Test func `a syntax error has its line`() {
        #expect(findings(good + "\n[execution").first?.place.hasPrefix("line 15") == true)
    }

    @Test func `L05: real money needs the report and this machine's clock`() {
        let real = good.replacing("simulated = true", with: "simulated = false")
        #expect(findings(real).map(\.place) == ["account.programme_trading_reported"])
        let reported = real.replacing("simulated = false", with: "simulated = false\nprogramme_trading_reported = true")
        #expect(findings(reported).isEmpty)
        let borrowed = reported.replacing("[bridge]", with: "[bridge]\nclock = \"session\"")
        #expect(findings(borrowed).map(\.place) == ["bridge.clock (line 6)"])
    }

    @Test func `plain TCP to another machine is refused`() {
        let remote = good.replacing("127.0.0.1", with: "192.168.1.5")
        #expect(findings(remote).map(\.place) == ["bridge.endpoint (line 5)"])
    }
}
