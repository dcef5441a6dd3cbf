import Bridge
import BridgeProtocol
import Exchange
import Foundation
import History
package import Logging
package import Market

/// `qmtsim serve`: the simulated QMT side on a socket.
package struct ServeCommand: Sendable {
    package var warehouse: String?
    /// A scenario of the synthetic market, in place of a warehouse.
    package var scenario: String?
    package var range: ClosedRange<Day>?
    package var account: String
    package var cash: Money
    package var endpoint: String
    package var secretFile: String
    package var stateFile: String
    /// Simulated seconds a second; nil: as fast as the daemon asks.
    package var speed: Int?
    /// When a new account's first day begins to be served; nil: early in the morning.
    package var startTime: TimeOfDay?
    /// Millionths of a minute's volume that orders may take.
    package var participationPPM: Int64
    /// The faults from here on; nil: those of the state, none for a new one.
    package var faults: FaultSettings?
    package var heartbeatSeconds: Int64 = 5

    package init(
        warehouse: String?, scenario: String?, range: ClosedRange<Day>?, account: String, cash: Money, endpoint: String,
        secretFile: String, stateFile: String, speed: Int?, startTime: TimeOfDay?, participationPPM: Int64
    ) {
        self.warehouse = warehouse
        self.scenario = scenario
        self.range = range
        self.account = account
        self.cash = cash
        self.endpoint = endpoint
        self.secretFile = secretFile
        self.stateFile = stateFile
        self.speed = speed
        self.startTime = startTime
        self.participationPPM = participationPPM
    }

    /// Why it does not serve, for people.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// Serves until the task is cancelled. `ready` is told where it listens, with the real port.
    package func run(logger: Logger, ready: (String) -> Void) async throws {
        guard let secretBytes = FileManager.default.contents(atPath: secretFile) else {
            throw Failure(description: "\(secretFile): the secret cannot be read; see --secret")
        }
        let secret = try BridgeSecret(fileContents: secretBytes)
        let source = try Self.source(warehouse: warehouse, scenario: scenario)
        guard let first = source.days.first, let last = source.days.last else { throw SimulatedShim.Failure.noDays }
        let log = try InputLog(stateFile)
        var exchange = SimulatedExchange.Configuration(openingCash: cash, fees: ServeCommand.fees)
        exchange.participationPPM = participationPPM
        var shim = try SimulatedShim(
            account: account, source: source, range: range ?? first...last, configuration: exchange,
            earlier: log.earlier
        ) { try log.append($0) }
        if log.earlier.count > 1 { logger.info("continues at \(shim.clock) from \(stateFile)") }
        if let faults { try shim.set(faults) { try log.append($0) } }
        if !shim.faults.isEmpty { logger.notice("faults: \(shim.faults.description)") }
        var start = shim.clock
        let handler = ShimHandler(shim: shim, log: log, isSteppedByDaemon: speed == nil, logger: logger)
        if let startTime, log.earlier.isEmpty {
            start = max(start, start.day.at(startTime))
            _ = try handler.advance(to: start)
        }
        var configuration = BridgeServer.Configuration(
            endpoint: try BridgeEndpoint(parsing: endpoint), account: account, secret: secret, isSimulated: true)
        configuration.shim = "qmtsim/0.1.0"
        configuration.heartbeatSeconds = heartbeatSeconds
        if speed == nil { configuration.capabilities.append(Capability.simulatedClock) }
        let server = try await BridgeServer.start(configuration, handler: handler, logger: logger)
        ready("\(server.endpoint)")
        do {
            if let speed {
                try await pace(handler, server, from: start, speed: speed)
            }
            try await Task.sleep(for: .seconds(1 << 30))
        } catch is CancellationError {}
        await server.shutDown()
    }

    /// Lets simulated time pass at `speed` times the real one.
    private func pace(_ handler: ShimHandler, _ server: BridgeServer, from start: Timestamp, speed: Int) async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        while true {
            try await clock.sleep(for: .milliseconds(100))
            let passed = begin.duration(to: clock.now)
            let milliseconds = passed.components.seconds * 1000 + passed.components.attoseconds / 1_000_000_000_000_000
            let step = try handler.advance(to: start.adding(milliseconds: milliseconds * Int64(speed)))
            if !step.outgoing.isEmpty { server.post(step.outgoing) }
            if step.hasEnded { return }
        }
    }

    static func source(warehouse: String?, scenario: String?) throws -> any DaySource {
        if let scenario { return SyntheticDays(try SyntheticMarket(SyntheticScenario.read(scenario))) }
        guard let warehouse else { throw Failure(description: "give --history WAREHOUSE or --synthetic SCENARIO") }
        return WarehouseDays(try Warehouse.open(warehouse))
    }

    /// A usual retail broker: 0.025 %, at least 5 yuan, everything inside.
    package static var fees: FeeSchedule {
        FeeSchedule(commission: CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5), isAllIn: true))
    }
}
