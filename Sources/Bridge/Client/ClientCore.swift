import BridgeProtocol
import Logging
import NIOCore

/// The client on its event loop: one connection at a time, the wait for the next, and where the events go. Everything here
/// runs on that loop.
final class ClientCore {
    /// Opens a channel whose initializer adds the handler it is given.
    typealias Connect =
        @Sendable (any EventLoop, @escaping @Sendable (any Channel) -> EventLoopFuture<Void>)
        -> EventLoopFuture<any Channel>

    private enum Link {
        /// Not started.
        case idle
        case connecting
        case open(ClientConnection)
        case waiting(Scheduled<Void>)
        /// It is time to connect, and nobody takes the events.
        case held
        /// For good.
        case stopped(DownReason)
    }

    private let loop: any EventLoop
    private let configuration: BridgeClient.Configuration
    private let connect: Connect
    private let logger: Logger
    private var generator: any RandomNumberGenerator & Sendable
    private var backoff: Backoff
    private var link = Link.idle
    private var attempt = 0
    private var progress: ClientSession.Progress?
    private var isPaused = false
    /// Nil where nobody reads events, and after the end.
    var queue: EventQueue?
    private var waiters = ClientWaiters()

    init(
        _ configuration: BridgeClient.Configuration, loop: any EventLoop, connect: @escaping Connect,
        generator: any RandomNumberGenerator & Sendable, logger: Logger
    ) {
        self.configuration = configuration
        self.loop = loop
        self.connect = connect
        self.generator = generator
        self.logger = logger
        backoff = Backoff(.init(first: configuration.firstRetry, longest: configuration.longestRetry))
    }

    func start() {
        if case .idle = link { beginConnecting() }
    }

    func send(_ request: BridgeRequest, _ id: RequestID, timeout: Duration) {
        guard case .open(let connection) = link else {
            let reason = if case .stopped(let reason) = link { reason.description } else { "there is no connection" }
            return perform(ClientSession.notSent(request, id, reason), on: nil)
        }
        perform(connection.session.send(request, id: id, timeout: timeout, at: loop.time), on: connection)
        rearm(connection)
    }

    func call(_ request: BridgeRequest, _ id: RequestID, timeout: Duration, _ waiter: ClientWaiters.Answer) {
        waiters.answers[id] = waiter
        send(request, id, timeout: timeout)
    }

    /// Tells the hello of the connection that there is or will be, or why there is none when time is up.
    func awaitHello(_ id: RequestID, timeout: Duration, _ waiter: ClientWaiters.Up) {
        switch link {
        case .open(let connection):
            if case .ready(let hello) = connection.session.state { return waiter.resume(returning: .success(hello)) }
        case .stopped(let reason):
            return waiter.resume(returning: .failure(.notSent(reason: reason.description)))
        case .idle, .connecting, .waiting, .held: break
        }
        waiters.ups[id] = waiter
        loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { self.waiters.giveUp(id) }
    }

    func stop(_ reason: DownReason) {
        switch link {
        case .stopped: return
        case .open(let connection):
            end(connection, reason)
        case .idle, .connecting, .waiting, .held:
            if case .waiting(let task) = link { task.cancel() }
            wentDown(reason)
        }
    }

    // MARK: The connection

    private func beginConnecting() {
        guard !isPaused else { return link = .held }
        link = .connecting
        attempt += 1
        let current = attempt
        let core = NIOLoopBound(self, eventLoop: loop)
        let opening = connect(loop) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(ClientHandler(core.value, attempt: current))
            }
        }
        opening.assumeIsolated().whenFailure { error in
            guard self.attempt == current, case .connecting = self.link else { return }
            self.wentDown(.couldNotConnect("\(self.configuration.endpoint): \(error)"))
        }
    }

    func opened(_ channel: any Channel, _ attempt: Int) {
        guard attempt == self.attempt, case .connecting = link else { return channel.close(promise: nil) }
        let session = ClientSession(identity: configuration.identity, progress: progress, at: loop.time)
        let connection = ClientConnection(channel: channel, session: session)
        link = .open(connection)
        if isPaused { connection.setReading(false, at: loop.time) }
        rearm(connection)
    }

    func received(_ bytes: some Collection<UInt8>, _ attempt: Int) {
        guard attempt == self.attempt, case .open(let connection) = link else { return }
        let now = loop.time
        connection.session.receive(bytes, at: now)
        while let effects = connection.session.next(at: now) { perform(effects, on: connection) }
        rearm(connection)
    }

    func closed(_ attempt: Int, _ error: (any Error)?) {
        guard attempt == self.attempt, case .open(let connection) = link else { return }
        end(connection, error.map { .lost("\($0)") } ?? .closedByPeer)
    }

    private func ticked(_ connection: ClientConnection) {
        guard isCurrent(connection) else { return }
        perform(connection.session.tick(at: loop.time), on: connection)
        rearm(connection)
    }

    private func rearm(_ connection: ClientConnection) {
        guard isCurrent(connection) else { return }
        connection.arm { self.ticked(connection) }
    }

    private func isCurrent(_ connection: ClientConnection) -> Bool {
        if case .open(let current) = link { current === connection } else { false }
    }

    private func perform(_ effects: [ClientSession.Effect], on connection: ClientConnection?) {
        // A write can fail on the spot and end the connection; the reason that was to be given stays the reason.
        if case .close(let reason)? = effects.last { connection?.ending = reason }
        for effect in effects {
            switch effect {
            case .event(let event):
                if case .up = event { connection?.upSince = loop.time }
                deliver(event)
            case .write(let bytes):
                guard let connection else { continue }
                connection.write(bytes)
                if connection.unsent > configuration.sendBufferLimit {
                    end(connection, .sendBufferFull(bytes: connection.unsent))
                }
            case .close(let reason):
                guard let connection else { continue }
                end(connection, reason)
            }
        }
    }

    private func end(_ connection: ClientConnection, _ reason: DownReason) {
        guard isCurrent(connection) else { return }
        let reason = connection.ending ?? reason
        connection.ending = reason
        connection.disarm()
        // No longer the current one, whatever closing it brings about.
        link = .idle
        progress = connection.session.progress ?? progress
        if let upSince = connection.upSince { backoff.reset(afterLasting: loop.time - upSince) }
        perform(connection.session.ended(reason), on: nil)
        connection.channel.close(promise: nil)
        wentDown(reason)
    }

    private func wentDown(_ reason: DownReason) {
        guard !reason.isFinal else {
            link = .stopped(reason)
            logger.warning("bridge is down for good", metadata: ["reason": "\(reason)"])
            deliver(.down(BridgeDown(reason: reason, retryIn: nil)))
            waiters.endAll(reason)
            queue?.end()
            queue = nil
            return
        }
        let pause = backoff.next(using: &generator)
        logger.info("bridge is down", metadata: ["reason": "\(reason)", "retry_in": "\(pause)"])
        link = .waiting(
            loop.assumeIsolated().scheduleTask(in: TimeAmount(pause)) {
                if case .waiting = self.link { self.beginConnecting() }
            })
        deliver(.down(BridgeDown(reason: reason, retryIn: pause)))
    }

    // MARK: The events

    private func deliver(_ event: BridgeEvent) {
        if waiters.took(event) { return }
        guard let queue, !queue.append(event), !isPaused else { return }
        isPaused = true
        if case .open(let connection) = link { connection.setReading(false, at: loop.time) }
    }

    func resumeReading() {
        guard isPaused else { return }
        isPaused = false
        switch link {
        case .open(let connection):
            connection.setReading(true, at: loop.time)
            rearm(connection)
        case .held: beginConnecting()
        case .idle, .connecting, .waiting, .stopped: break
        }
    }
}
