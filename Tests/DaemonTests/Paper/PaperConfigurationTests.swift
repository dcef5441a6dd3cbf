import BridgeProtocol
import Daemon
import Engine
import Exchange
import Market
import Settings
import Testing

/// The keys of paper mode.
@Suite struct PaperConfigurationTests {
    private let good = ShortestConfiguration.text
    private let paper = ShortestConfiguration.paper

    @Test func `L05: paper mode has an account of its own and only looks at the QMT side`() throws {
        let configuration = try Configuration.parse(paper, file: "/etc/qmtd/qmtd.toml")
        let account = try #require(configuration.paper)
        #expect(account.cash == .yuan(1_000_000) && account.slippage == .zero && account.participation == .one)
        #expect(account.logFile == "/var/paper.jsonl" && configuration.recordDirectory == "/var/recording")
        #expect(account.quotePollSeconds == 3 && !account.demandsSimulatedSide)
        #expect(configuration.policy.isSimulated && configuration.bridgeRole == .observe)
        let live = try Configuration.parse(good, file: "f")
        #expect(live.paper == nil && live.paperSettings == nil && live.recordDirectory == nil)
        #expect(live.bridgeRole == .trade)
    }

    @Test func `every key of paper mode is read`() throws {
        let text =
            paper.replacing("mode = \"paper\"", with: "mode = \"paper\"\nsimulated = true")
            .replacing("[bridge]", with: "[bridge]\nclock = \"session\"") + """

                [paper]
                cash = "50000.5"
                slippage_bp = 7
                participation = "0.25"
                log = "mine.jsonl"
                quote_poll_s = 30
                [record]
                directory = "days"
                """
        let configuration = try Configuration.parse(text, file: "/etc/qmtd/qmtd.toml")
        let account = try #require(configuration.paper)
        #expect(account.cash == Money(li: 50_000_500) && account.slippage == .ppm(700))
        #expect(account.participation == .ppm(250_000) && account.quotePollSeconds == 30)
        #expect(account.logFile == "/etc/qmtd/mine.jsonl" && configuration.recordDirectory == "/etc/qmtd/days")
        // Moving a simulated clock is closed to observers.
        #expect(account.demandsSimulatedSide && configuration.bridgeRole == .trade)
        let settings = try #require(configuration.paperSettings)
        #expect(settings.exchange.slippage == .share(.ppm(700)) && settings.live.participationPPM == 250_000)
        #expect(settings.live.ageMaximumMilliseconds == 10_000)
    }

    @Test func `a mistake about paper is named, and a borrowed clock needs a simulated side`() {
        #expect(findings(good + "\n[paper]\ncash = 5").map(\.place) == ["paper.cash (line 16)"])
        #expect(findings(paper + "\n[paper]\nslippage_bp = 900").map(\.place) == ["paper.slippage_bp (line 16)"])
        #expect(
            findings(good.replacing("id =", with: "mode = \"papier\"\nid =")).map(\.place) == ["account.mode (line 2)"])
        let borrowed = paper.replacing("[bridge]", with: "[bridge]\nclock = \"session\"")
        #expect(findings(borrowed).map(\.place) == ["bridge.clock (line 5)"])
    }
}
