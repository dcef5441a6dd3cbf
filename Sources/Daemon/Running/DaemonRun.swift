import Bridge
import BridgeProtocol
import Control
import Crypto
import Engine
import Foundation
import Inputs
import Journal
package import Logging
import Market
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Systemd
import UnixSignals

/// One life of the daemon: open everything, prove it whole, say so, trade until told to stop.
package struct DaemonRun: Sendable {
    package let configuration: Configuration
    package let logger: Logger
    /// Epochs begin at least here: for a journal that was lost or restored.
    package let epochFloor: Int64

    package init(configuration: Configuration, logger: Logger, epochFloor: Int64 = 1) {
        self.configuration = configuration
        var logger = logger
        if configuration.isPaper { logger[metadataKey: "mode"] = "paper" }
        self.logger = logger
        self.epochFloor = epochFloor
    }

    /// Why the daemon did not start. Exit code 78 where the configuration or what it names is at fault, 1 otherwise.
    package struct StartFailure: Error, CustomStringConvertible {
        package var isConfiguration: Bool
        package var description: String
    }

    /// Exit code of a run whose journal could not be written: another start reads it again and may go on. The others end
    /// with 1, after which a start is of no use until somebody has looked.
    package static let journalFailedCode: Int32 = 74

    /// Runs until SIGTERM, SIGINT or the end of a simulated history. Returns the exit code.
    package func run() async throws -> Int32 {
        let notifier = ServiceNotifier()
        let calendar = try loadCalendar()
        let secret = try loadSecret()
        let clock: @Sendable () -> Timestamp = { Self.systemTime() }
        // Its lock also keeps a second daemon out before the epoch rises.
        let socket = try ControlSocket(path: configuration.control.socket, group: configuration.control.socketGroup)
        defer { socket.shutDown() }
        let (engine, journal, lastRecordAt) = try openJournal(calendar: calendar, at: clock())
        let broker = try openPaper()
        let unclean = journal.previousRunWasUnclean
        let run = try journal.beginRun(
            program: Program.client, configurationDigest: Self.digest(configuration.text), at: clock(),
            epochFloor: epochFloor)
        let recorder = try configuration.recordDirectory.map { try Recorder(directory: $0, run: run.number) }
        let client = try makeClient(secret: secret, epoch: run.epoch)
        // In paper mode nothing that the trader holds can express an order to the QMT side.
        let desk: OrderDesk = broker.map { .paper($0) } ?? .bridge { client.send($0.request) }
        let (stops, stopper) = AsyncStream.makeStream(of: StopReason.self, bufferingPolicy: .bufferingOldest(1))
        let (nights, night) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let trader = Trader(
            engine: engine, journal: journal, lastRecordAt: lastRecordAt, configuration: configuration,
            targets: TargetsSource(configuration: configuration, calendar: calendar), logger: logger, ownClock: clock,
            steadyClock: { Self.steadyMilliseconds() }, schedule: Self.schedule,
            ask: { client.send($0.request) }, desk: desk, recorder: recorder,
            disk: DiskGuard(
                journal: configuration.journalFile, ballast: configuration.ballastBytes,
                floor: configuration.freeSpaceFloorBytes), dayClosed: { night.yield() },
            statusChanged: { _ = notifier.status($0) }, hangUp: { client.hangUp() }, stop: { stopper.yield($0) })
        let control = ControlServer(
            socket: socket,
            access: AccessPolicy(
                groups: RoleGroups(
                    viewers: configuration.control.viewers, operators: configuration.control.operators,
                    admins: configuration.control.admins)),
            logger: logger
        ) { await trader.answer($0) }

        await trader.begin(run, afterUncleanEnd: unclean)
        await trader.checkDisk()
        let outcome = Mutex<Int32>(0)
        var services = ServiceGroupConfiguration(
            services: [
                .init(service: ControlService(server: control)),
                .init(
                    service: BridgeService(client: client, trader: trader) {
                        notifier.ready(status: "not trading: waiting for the QMT side")
                        let account = AccountMask.masked(configuration.policy.account)
                        logger.info(
                            "qmtd \(Program.version) is ready",
                            metadata: ["account": "\(account)", "epoch": "\(run.epoch)"])
                    }),
                .init(service: WatchdogService(notifier: notifier, trader: trader)),
                .init(service: DiskService(trader: trader)),
                .init(service: NightService(nights: nights, journal: configuration.journalFile, trader: trader)),
                .init(
                    service: StopService(stops: stops) { reason in
                        switch reason {
                        case .simulationEnded(let text): logger.info("\(text)")
                        case .journalFailed: outcome.withLock { $0 = Self.journalFailedCode }
                        }
                    }, successTerminationBehavior: .gracefullyShutdownGroup),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLogger)
        services.maximumGracefulShutdownDuration = .seconds(8)
        do {
            try await ServiceGroup(configuration: services).run()
        } catch {
            logger.critical("a part of the daemon failed: \(error)")
            outcome.withLock { $0 = 1 }
        }
        notifier.stopping()
        await client.shutDown()
        await trader.end("stopped")
        logger.info(
            configuration.isPaper
                ? "stopped; the paper account stays as it is" : "stopped; orders at the broker stay there")
        return outcome.withLock { $0 }
    }

    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = .error
        return logger
    }

    // MARK: Opening

    func loadCalendar() throws -> TradingCalendar {
        do {
            return try CalendarFile.read(configuration.calendarFile)
        } catch {
            throw StartFailure(isConfiguration: true, description: "\(error)")
        }
    }

    func loadSecret() throws -> BridgeSecret {
        let path = configuration.secretFile
        var status = stat()
        guard stat(path, &status) == 0, let data = FileManager.default.contents(atPath: path) else {
            throw StartFailure(
                isConfiguration: true, description: "\(path): the bridge secret cannot be read; see bridge.secret_file")
        }
        if status.st_mode & 0o077 != 0 {
            throw StartFailure(
                isConfiguration: true,
                description: "\(path): others may read the bridge secret; run 'chmod 600 \(path)'")
        }
        do {
            return try BridgeSecret(fileContents: data)
        } catch {
            throw StartFailure(isConfiguration: true, description: "\(path): \(error)")
        }
    }

    private func openJournal(calendar: TradingCalendar, at now: Timestamp) throws -> (Engine, Journal, Timestamp?) {
        let journal = try Journal.open(
            at: configuration.journalFile, identity: configuration.journalIdentity, at: now)
        if journal.verifiedFrom > 1 {
            logger.info(
                "the journal's entries are verified from \(journal.verifiedFrom) on; the older ones are after the close"
            )
        }
        var engine = Engine(policy: configuration.policy, calendar: calendar)
        let folded = try journal.foldedBook()
        if folded.folded > 0 { engine.restore(.checkpoint(folded.book)) }
        return (engine, journal, folded.lastRecordAt)
    }

    /// The paper account, gone through again to where it was; nil where orders go to the broker.
    private func openPaper() throws -> PaperBroker? {
        guard let settings = configuration.paperSettings, let paper = configuration.paper else { return nil }
        return try PaperBroker(settings, log: PaperLog(paper.logFile))
    }

    private func makeClient(secret: BridgeSecret, epoch: Int64) throws -> BridgeClient {
        var bridge = BridgeClient.Configuration(
            endpoint: try BridgeEndpoint(parsing: configuration.endpoint),
            identity: ClientSession.Identity(
                client: Program.client, account: configuration.policy.account, role: configuration.bridgeRole,
                epoch: epoch, secret: secret))
        bridge.requestTimeout = .seconds(configuration.requestTimeoutSeconds)
        return try BridgeClient(bridge, logger: quietLogger)
    }

    private static func digest(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    /// On an event loop, whose timers go by the monotonic clock.
    private static let schedule: Trader.Schedule = { milliseconds, fire in
        let task = MultiThreadedEventLoopGroup.singleton.next().scheduleTask(in: .milliseconds(milliseconds), fire)
        return { task.cancel() }
    }

    /// Goes on while the machine sleeps, as the clock of the day does.
    private static func steadyMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    private static func systemTime() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

private struct ControlService: Service {
    let server: ControlServer

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await server.run() }
    }
}

/// Feeds the trader what the connection says, one event at a time, in the order of the wire.
private struct BridgeService: Service {
    let client: BridgeClient
    let trader: Trader
    /// Called when the group runs, and with it the handling of signals: not before may anybody be told that we are ready.
    let isReady: @Sendable () -> Void

    func run() async throws {
        isReady()
        client.start()
        await cancelWhenGracefulShutdown {
            for await event in client.events {
                if Task.isCancelled { return }
                await trader.take(event)
            }
            // The connection is given up; the daemon stays, so that people can look and halt.
            try? await Task.sleep(for: .seconds(1 << 30))
        }
    }
}

/// Tells the service manager that the trader still moves: the ping is sent after the trader has answered, never by itself.
private struct WatchdogService: Service {
    let notifier: ServiceNotifier
    let trader: Trader

    func run() async throws {
        let interval = notifier.watchdogInterval.map { $0 / 2 } ?? .seconds(60)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: interval) } catch { return }
                await trader.tick()
                notifier.ping()
            }
        }
    }
}

/// Ends the group when the trader says so.
private struct StopService: Service {
    let stops: AsyncStream<StopReason>
    let tell: @Sendable (StopReason) -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await reason in stops {
                tell(reason)
                return
            }
        }
    }
}
