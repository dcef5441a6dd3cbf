import BridgeProtocol
package import Logging
package import NIOCore
import NIOPosix

/// The shim's side for any number of daemons and observers of one account: listens, lets in, numbers the notifications,
/// fences. What the requests do is the handler's.
package final class BridgeServer: Sendable {
    /// Where it listens; with the real port where port 0 was asked for.
    package let endpoint: BridgeEndpoint
    private let channel: any Channel
    private let core: NIOLoopBoundBox<ServerCore>
    private let socket: ListeningSocket?

    private init(
        endpoint: BridgeEndpoint, channel: any Channel, core: NIOLoopBoundBox<ServerCore>, socket: ListeningSocket?
    ) {
        self.endpoint = endpoint
        self.channel = channel
        self.core = core
        self.socket = socket
    }

    /// Listens from when this returns.
    package static func start(
        _ configuration: Configuration, handler: any BridgeHandler,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, logger: Logger,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) async throws(EndpointFailure) -> BridgeServer {
        let address = try configuration.endpoint.address()
        // One loop for all: whatever happens has one order.
        let loop = group.next()
        let core = NIOLoopBoundBox.makeBoxSendingValue(
            ServerCore(configuration, handler: handler, loop: loop, generator: generator, logger: logger),
            eventLoop: loop)
        let bootstrap = ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(core.value.makeConnection())
                }
            }
        switch configuration.endpoint {
        case .unix(let path):
            let socket = try ListeningSocket(bindingTo: path)
            do throws(EndpointFailure) {
                let channel = try await listen(at: configuration.endpoint) {
                    try await bootstrap.withBoundSocket(socket.descriptor).get()
                }
                return BridgeServer(endpoint: configuration.endpoint, channel: channel, core: core, socket: socket)
            } catch {
                socket.remove()
                throw error
            }
        case .tcp(let host, let port):
            let channel = try await listen(at: configuration.endpoint) { try await bootstrap.bind(to: address).get() }
            let bound = BridgeEndpoint.tcp(host: host, port: channel.localAddress?.port ?? port)
            return BridgeServer(endpoint: bound, channel: channel, core: core, socket: nil)
        }
    }

    private static func listen(
        at endpoint: BridgeEndpoint, _ open: () async throws -> any Channel
    ) async throws(EndpointFailure) -> any Channel {
        do {
            return try await open()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw .inUse(endpoint.description)
        } catch {
            throw .failed(doing: "listen at", at: endpoint.description, reason: "\(error)")
        }
    }

    /// Sends, from any thread, after everything posted before.
    package func post(_ outgoing: [BridgeOutgoing]) {
        channel.eventLoop.execute { [core] in core.value.post(outgoing) }
    }

    /// Stops listening and closes all connections.
    package func shutDown() async {
        socket?.remove()
        try? await channel.close().get()
        await withCheckedContinuation { done in
            channel.eventLoop.execute { [core] in
                core.value.closeAll()
                done.resume()
            }
        }
    }
}
