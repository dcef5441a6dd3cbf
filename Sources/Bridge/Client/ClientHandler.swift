import NIOCore

/// Hands what happens on a channel to the client.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let core: ClientCore
    /// Which attempt to connect it belongs to.
    private let attempt: Int
    private var error: (any Error)?

    init(_ core: ClientCore, attempt: Int) {
        self.core = core
        self.attempt = attempt
    }

    func channelActive(context: ChannelHandlerContext) { core.opened(context.channel, attempt) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        core.received(unwrapInboundIn(data).readableBytesView, attempt)
    }

    func channelInactive(context: ChannelHandlerContext) { core.closed(attempt, error) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.error = self.error ?? error
        context.close(promise: nil)
    }
}
