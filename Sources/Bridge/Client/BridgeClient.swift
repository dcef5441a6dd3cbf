package import BridgeProtocol
package import Logging
package import NIOCore
import NIOPosix
import Synchronization

/// The daemon's connection to the QMT side. It connects, proves who it is, keeps the connection alive and comes back after
/// a loss; what it means for trading is not decided here.
///
/// All that happens comes as one stream of events in the order of the wire. Every request gets exactly one `answered`,
/// and all of a connection's come before its `down`. After a final `down` (`retryIn` nil) the stream ends.
package final class BridgeClient: Sendable {
    /// Iterate once. Empty where the configuration says that nobody reads.
    package let events: BridgeEvents
    private let configuration: Configuration
    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<ClientCore>
    private let lastID = Mutex<Int64>(0)

    /// Nothing is connected before `start`.
    package convenience init(
        _ configuration: Configuration, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        logger: Logger,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) throws(EndpointFailure) {
        let address = try configuration.endpoint.address()
        if case .tcp(_, 0) = configuration.endpoint { throw .badPort(0) }
        let timeout = TimeAmount(configuration.connectTimeout)
        self.init(configuration, loop: group.next(), logger: logger, generator: generator) { loop, initializer in
            ClientBootstrap(group: loop)
                .connectTimeout(timeout)
                .channelInitializer(initializer)
                .connect(to: address)
        }
    }

    init(
        _ configuration: Configuration, loop: any EventLoop, logger: Logger,
        generator: any RandomNumberGenerator & Sendable, connect: @escaping ClientCore.Connect
    ) {
        self.configuration = configuration
        self.loop = loop
        core = NIOLoopBoundBox.makeBoxSendingValue(
            ClientCore(configuration, loop: loop, connect: connect, generator: generator, logger: logger),
            eventLoop: loop)
        let limit = if case .stream(let limit) = configuration.delivery { limit } else { 1 }
        let queue = EventQueue(limit: max(1, limit)) { [loop, core] in
            loop.execute { core.value.resumeReading() }
        }
        events = BridgeEvents(queue: queue)
        if configuration.delivery == .none {
            queue.end()
        } else {
            loop.execute { [core] in core.value.queue = queue }
        }
    }

    deinit {
        loop.execute { [core] in core.value.stop(.closedByUs) }
    }

    package func start() {
        loop.execute { [core] in core.value.start() }
    }

    /// Sends in the order of the calls, without waiting. Where there is no connection the answer is `notSent`, and comes
    /// like any other.
    ///
    /// - Parameter timeout: After it the outcome is unknown, and `answered` says so.
    @discardableResult
    package func send(_ request: BridgeRequest, within timeout: Duration? = nil) -> RequestID {
        let timeout = timeout ?? configuration.requestTimeout
        // Under the lock, so that ids have the order in which the requests leave.
        return lastID.withLock { last in
            last += 1
            let id = RequestID(number: last)
            loop.execute { [core] in core.value.send(request, id, timeout: timeout) }
            return id
        }
    }

    /// Sends, and waits for the answer, which then does not come as an event; a late one still does.
    package func call(
        _ request: BridgeRequest, within timeout: Duration? = nil
    ) async throws(BridgeFailure) -> BridgeAnswer {
        let timeout = timeout ?? configuration.requestTimeout
        let result = await withCheckedContinuation { waiter in
            lastID.withLock { last in
                last += 1
                let id = RequestID(number: last)
                loop.execute { [core] in core.value.call(request, id, timeout: timeout, waiter) }
            }
        }
        return try result.get()
    }

    /// Waits until there is a connection; throws when there is none in time, or never will be one.
    package func connected(within timeout: Duration) async throws(BridgeFailure) -> Hello {
        let result = await withCheckedContinuation { waiter in
            lastID.withLock { last in
                last += 1
                let id = RequestID(number: last)
                loop.execute { [core] in core.value.awaitHello(id, timeout: timeout, waiter) }
            }
        }
        return try result.get()
    }

    /// Closes for good without waiting for it: a last `down` comes, and the stream ends.
    package func hangUp() {
        loop.execute { [core] in core.value.stop(.closedByUs) }
    }

    /// Closes for good. Requests without an answer get their last word first.
    package func shutDown() async {
        await withCheckedContinuation { done in
            loop.execute { [core] in
                core.value.stop(.closedByUs)
                done.resume()
            }
        }
    }
}
