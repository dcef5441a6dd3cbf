package import Logging
import NIOCore
import NIOPosix

/// Serves the operator's socket: JSON-RPC 2.0, one message per line.
///
/// It only reads, checks and passes on. What reaches the handler is well formed, known and permitted; what does not is
/// answered here, reported, and changes nothing. Sockets are served by a thread of their own, not by the bridge's.
package struct ControlServer: Sendable {
    /// Carries out a call. Not cancelled when its client goes away: a halt whose sender has hung up is still a halt.
    package typealias Handler = @Sendable (ControlCall) async -> ControlReply

    private let socket: ControlSocket
    private let limits: ControlLimits
    private let time: ServerTime
    private let logger: Logger
    private let dispatcher: ControlDispatcher

    /// - Parameters:
    ///   - clock: For the limits in time; the system's own in production.
    ///   - refused: Told of what was turned away, at most 20 times a minute.
    package init(
        socket: ControlSocket, access: AccessPolicy, limits: ControlLimits = ControlLimits(),
        clock: some Clock<Duration> = ContinuousClock(), logger: Logger,
        refused: @escaping @Sendable (ControlRefusal) -> Void = { _ in }, handler: @escaping Handler
    ) {
        self.socket = socket
        self.limits = limits
        time = ServerTime(clock)
        self.logger = logger
        dispatcher = ControlDispatcher(
            access: access, refusals: RefusalLog(time: time, logger: logger, audit: refused), handler: handler)
    }

    /// Serves until the task is cancelled, then closes all connections and removes the socket. Runs once.
    package func run() async throws {
        guard let descriptor = socket.takeDescriptor() else { preconditionFailure("a control server runs once") }
        defer { socket.shutDown() }
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await serve(descriptor, on: threads)
        } catch {
            try? await threads.shutdownGracefully()
            // Being stopped is how it ends.
            if error is CancellationError { return }
            throw error
        }
        try await threads.shutdownGracefully()
    }

    private func serve(_ descriptor: Int32, on threads: MultiThreadedEventLoopGroup) async throws {
        let listener = try await ServerBootstrap(group: threads)
            // A client may close its writing side after the last question and still wait for the answers.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(descriptor) { channel in
                PeerCredentials.of(channel).flatMapThrowing { credentials in
                    try ControlConnection(channel, credentials: credentials, openedAt: time.elapsed())
                }
            }
        let connections = ConnectionTable()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await watch(connections) }
            try await listener.executeThenClose { accepted in
                for try await connection in accepted {
                    group.addTask { await welcome(connection, in: connections) }
                }
            }
            group.cancelAll()
        }
    }

    /// Closes connections that have outstayed a limit.
    private func watch(_ connections: ConnectionTable) async throws {
        while true {
            do {
                try await time.sleep(limits.checkInterval)
            } catch {
                return
            }
            let now = time.elapsed()
            for connection in connections.all {
                let verdict = connection.verdict(at: now, limits: limits)
                guard verdict != .keep else { continue }
                logger.debug("closing a control connection: \(verdict.rawValue)", metadata: connection.metadata)
                connection.close()
            }
        }
    }

    private func welcome(_ connection: ControlConnection, in table: ConnectionTable) async {
        guard let slot = table.admit(connection, limits: limits) else {
            let failure = ControlFailure(
                .busy,
                "too many connections to the control socket (\(limits.connections) in all, "
                    + "\(limits.connectionsPerUser) per user); close some and try again")
            dispatcher.refuse(failure, method: nil, credentials: connection.credentials)
            await connection.turnAway(failure)
            return
        }
        defer { table.dismiss(connection, slot: slot) }
        do {
            try await connection.serve(slot: slot, dispatcher: dispatcher, limits: limits, time: time)
        } catch {
            logger.debug("a control connection ended: \(error)", metadata: connection.metadata)
        }
    }
}
