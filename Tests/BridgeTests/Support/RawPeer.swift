import Bridge
import BridgeProtocol
import NIOCore
import NIOPosix

/// The other end of a socket without any of our client's code: bytes out, lines in.
final class RawPeer: Sendable {
    let channel: any Channel
    /// Ends when the connection does.
    let lines: Lines

    struct Lines: AsyncSequence {
        typealias Element = String

        let stream: AsyncStream<String>

        func makeAsyncIterator() -> AsyncStream<String>.Iterator { stream.makeAsyncIterator() }
    }

    private init(channel: any Channel, lines: AsyncStream<String>) {
        self.channel = channel
        self.lines = Lines(stream: lines)
    }

    /// - Parameter reads: Where false nothing is read before `startReading`.
    static func connect(to endpoint: BridgeEndpoint, reads: Bool = true) async throws -> RawPeer {
        let (stream, continuation) = AsyncStream<String>.makeStream()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
            .connect(to: try endpoint.address()).get()
        return RawPeer(channel: channel, lines: stream)
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// The kernel has no more to say than this: bytes that may be lost with the connection.
    func sendRegardless(_ text: String) {
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
    }

    func startReading() async throws { try await channel.setOption(.autoRead, value: true).get() }
    func close() async throws { try await channel.close() }

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<String>.Continuation
        private let rest = NIOLockedText()

        init(_ continuation: AsyncStream<String>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            for line in rest.append(String(buffer: unwrapInboundIn(data))) { continuation.yield(line) }
        }

        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
