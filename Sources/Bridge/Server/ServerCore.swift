import BridgeProtocol
import Logging
import Market
import NIOCore

/// The server on its event loop: its connections, the numbers of the notifications, who trades. Everything here runs on
/// that loop.
final class ServerCore {
    private let configuration: BridgeServer.Configuration
    private let handler: any BridgeHandler
    private let loop: any EventLoop
    private let logger: Logger
    private let session: String
    private var generator: any RandomNumberGenerator & Sendable
    /// In the order in which they came.
    private var connections: [ServerConnection] = []
    private var lastNumber = 0
    private var sequence: Int64 = 0
    private(set) var irregularities = 0

    init(
        _ configuration: BridgeServer.Configuration, handler: any BridgeHandler, loop: any EventLoop,
        generator: any RandomNumberGenerator & Sendable, logger: Logger
    ) {
        self.configuration = configuration
        self.handler = handler
        self.loop = loop
        self.generator = generator
        self.logger = logger
        session = configuration.session ?? SessionName.random(using: &self.generator)
    }

    func makeConnection() -> ServerConnection {
        lastNumber += 1
        var nonce: [UInt8] = []
        for _ in 0..<32 { nonce.append(UInt8.random(in: .min ... .max, using: &generator)) }
        return ServerConnection(
            number: lastNumber, session: ServerSession(rules: configuration.rules, nonce: nonce, at: loop.time),
            core: self, outboundLimit: configuration.outboundLimit, linger: .seconds(configuration.heartbeatSeconds))
    }

    // MARK: One connection

    func opened(_ connection: ServerConnection) {
        guard !connections.contains(where: { $0 === connection }) else { return }
        guard connections.count < configuration.connectionLimit else {
            log(connection, .tooManyConnections)
            connection.session.ended()
            return connection.drop()
        }
        connections.append(connection)
        perform(connection.session.opened(), on: connection)
        settle()
    }

    func received(_ bytes: some Collection<UInt8>, by connection: ServerConnection) {
        connection.session.receive(bytes, at: loop.time)
        while let effects = connection.session.next() { perform(effects, on: connection) }
        settle()
    }

    func ticked(_ connection: ServerConnection) {
        perform(connection.session.tick(at: loop.time), on: connection)
        settle()
    }

    func ended(_ connection: ServerConnection) {
        if connection.session.state != .closed {
            logger.info("bridge: closed by the daemon", metadata: name(connection))
        }
        connection.session.ended()
        connections.removeAll { $0 === connection }
    }

    private func perform(_ effects: [ServerSession.Effect], on connection: ServerConnection) {
        for effect in effects {
            switch effect {
            case .send(let line): send(line, to: connection)
            case .claim(let epoch): claim(epoch, for: connection)
            case .welcome(let role, let epoch): welcome(connection, role, epoch)
            case .handle(let request): handle(BridgeCall(connection: connection.number, asked: request))
            case .heartbeat:
                send(
                    BridgeNotification.heartbeat(handler.status().time).message(sequence: sequence).line, to: connection
                )
            case .count(let irregularity):
                irregularities += 1
                logger.debug("bridge: \(irregularity)", metadata: name(connection))
            case .close(let reason):
                log(connection, reason)
                switch reason {
                case .silent, .noHello, .slowReader, .tooManyConnections: connection.drop()
                case .badLine, .unauthenticated, .fenced, .superseded, .requested: connection.end(at: loop.time)
                }
            }
        }
    }

    private func claim(_ epoch: Int64, for connection: ServerConnection) {
        do {
            perform(connection.session.claimed(highest: try handler.claim(epoch: epoch)), on: connection)
        } catch {
            logger.error("bridge: the epoch could not be stored: \(error)", metadata: name(connection))
            perform(connection.session.claimFailed("\(error)"), on: connection)
        }
    }

    private func welcome(_ newcomer: ServerConnection, _ role: BridgeRole, _ epoch: Int64) {
        if role == .trade { takeOver(for: newcomer, epoch) }
        let status = handler.status()
        let hello = Hello(
            shim: configuration.shim, session: session, sequence: sequence, account: configuration.account,
            tradingDay: status.tradingDay, time: status.time, broker: status.broker,
            heartbeatSeconds: configuration.heartbeatSeconds, capabilities: configuration.capabilities,
            isSimulated: configuration.isSimulated)
        perform(newcomer.session.welcomed(with: hello, at: loop.time), on: newcomer)
        logger.info("bridge: let in as \(role.rawValue), epoch \(epoch)", metadata: name(newcomer))
    }

    /// Observers hear of it too: they see every number. The newcomer's hello already counts it.
    private func takeOver(for newcomer: ServerConnection, _ epoch: Int64) {
        guard let older = connections.first(where: { $0.session.role == .trade && $0 !== newcomer }) else { return }
        sequence += 1
        let line = BridgeNotification.superseded(epoch: epoch).message(sequence: sequence).line
        for observer in connections where observer.session.role == .observe { send(line, to: observer) }
        perform(older.session.superseded(by: epoch, line: line), on: older)
    }

    private func handle(_ call: BridgeCall) {
        if case .ping = call.request {
            return perform([.answer(call, .ping(handler.status().time))])
        }
        perform(handler.handle(call))
    }

    // MARK: All connections

    func post(_ outgoing: [BridgeOutgoing]) {
        perform(outgoing)
        settle()
    }

    private func perform(_ outgoing: [BridgeOutgoing]) {
        for item in outgoing {
            switch item {
            case .notify(let notification): notify(notification)
            case .answer(let call, .snapshot(var snapshot)):
                // What has been notified so far is in it, and only this side knows the number.
                snapshot.sequence = sequence
                reply(call, .success(.snapshot(snapshot)))
            case .answer(let call, let answer): reply(call, .success(answer))
            case .refuse(let call, let error): reply(call, .failure(error))
            case .disconnect(let call):
                guard let connection = connection(of: call) else { continue }
                connection.session.ended()
                perform([.close(.requested)], on: connection)
            }
        }
    }

    private func notify(_ notification: BridgeNotification) {
        if case .heartbeat = notification {} else { sequence += 1 }
        let line = notification.message(sequence: sequence).line
        for connection in connections where connection.session.isReady { send(line, to: connection) }
    }

    private func reply(_ call: BridgeCall, _ result: Result<BridgeAnswer, BridgeError>) {
        guard let connection = connection(of: call), connection.session.isReady else { return }
        send(call.asked.line(result), to: connection)
    }

    private func connection(of call: BridgeCall) -> ServerConnection? {
        connections.first { $0.number == call.connection }
    }

    private func send(_ line: [UInt8], to connection: ServerConnection) {
        guard !connection.write(line) else { return }
        connection.session.ended()
        perform([.close(.slowReader(pending: connection.pendingBytes))], on: connection)
    }

    /// Everything written leaves, and every timer fits its session again.
    private func settle() {
        for connection in connections {
            connection.flush()
            connection.arm()
        }
    }

    func closeAll() {
        for connection in connections {
            connection.session.ended()
            connection.drop()
        }
    }

    private func log(_ connection: ServerConnection, _ reason: ServerCloseReason) {
        logger.info("bridge: closing, \(reason)", metadata: name(connection))
    }

    private func name(_ connection: ServerConnection) -> Logger.Metadata { ["connection": "\(connection.number)"] }
}
