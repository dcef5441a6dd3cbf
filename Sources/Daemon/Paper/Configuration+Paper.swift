package import BridgeProtocol
import Engine
import Exchange
import Market
import Settings

extension Configuration {
    /// How the daemon introduces itself to the QMT side. Paper mode only reads: an observer claims no epoch, fences nobody
    /// off, and is refused every order by the other side too. Moving a simulated clock is closed to observers, so that only
    /// there, with a side that must be simulated, it is a trader's connection.
    package var bridgeRole: BridgeRole { isPaper && clock == .own ? .observe : .trade }

    /// The paper account as configured; nil where orders go to the broker.
    package var paperSettings: PaperBroker.Settings? {
        guard let paper else { return nil }
        var exchange = SimulatedExchange.Configuration(openingCash: paper.cash, fees: policy.fees)
        // The observed levels bound what orders get.
        exchange.participationPPM = nil
        if paper.slippage > .zero { exchange.slippage = .share(paper.slippage) }
        return PaperBroker.Settings(
            account: policy.account, exchange: exchange,
            live: SimulatedExchange.LiveRules(
                participationPPM: paper.participation.trillionths / 1_000_000,
                ageMaximumMilliseconds: policy.execution.quoteAgeMaximumSeconds * 1000))
    }
}

extension Configuration {
    /// The section `paper`, read in either mode so that a mistake in it does not wait; nil where orders go to the broker.
    static func paper(
        _ section: ConfigurationReader, isPaper: Bool, demandsSimulatedSide: Bool, logFile: String,
        _ absolute: (String) -> String
    ) -> Paper? {
        let cash = section.parsed("cash", expected: "an amount in yuan such as \"1000000\"") { text in
            Money(text).flatMap { $0 > .zero ? $0 : nil }
        }
        let slippage = section.integer("slippage_bp", in: 0...500) ?? 0
        let participation = section.weight("participation") ?? .one
        let log = section.text("log").map(absolute) ?? logFile
        let poll = section.integer("quote_poll_s", in: 1...60) ?? 3
        section.refuseUnknownKeys()
        guard isPaper else { return nil }
        return Paper(
            cash: cash ?? .yuan(1_000_000), slippage: .ppm(Int64(slippage) * 100), participation: participation,
            logFile: log, quotePollSeconds: Int64(poll), demandsSimulatedSide: demandsSimulatedSide)
    }
}
