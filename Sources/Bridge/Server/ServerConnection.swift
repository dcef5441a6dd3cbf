import BridgeProtocol
import NIOCore

/// One connection of a server, at the end of its channel's pipeline.
final class ServerConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let number: Int
    var session: ServerSession
    private let core: ServerCore
    private let outboundLimit: Int
    /// How long the other side may take to read the last word.
    private let linger: Duration
    private var channel: (any Channel)?
    private var pending = 0
    private var needsFlush = false
    private var isEnding = false
    private var timer: (due: Duration, task: Scheduled<Void>)?

    init(number: Int, session: ServerSession, core: ServerCore, outboundLimit: Int, linger: Duration) {
        self.number = number
        self.session = session
        self.core = core
        self.outboundLimit = outboundLimit
        self.linger = linger
    }

    // MARK: In

    func handlerAdded(context: ChannelHandlerContext) {
        channel = context.channel
        if context.channel.isActive { core.opened(self) }
    }

    func channelActive(context: ChannelHandlerContext) { core.opened(self) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        core.received(unwrapInboundIn(data).readableBytesView, by: self)
    }

    func channelInactive(context: ChannelHandlerContext) { gone() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func gone() {
        cancelTimer()
        channel = nil
        core.ended(self)
    }

    // MARK: Out

    /// Sent with the next `flush`. False where the other side has too much to read already.
    func write(_ bytes: [UInt8]) -> Bool {
        guard let channel, !isEnding else { return true }
        pending += bytes.count
        needsFlush = true
        channel.write(channel.allocator.buffer(bytes: bytes)).assumeIsolated().whenComplete { _ in
            self.pending -= bytes.count
            if self.isEnding, self.pending == 0 { self.shutOutput() }
        }
        return pending <= outboundLimit
    }

    var pendingBytes: Int { pending }

    func flush() {
        guard needsFlush else { return }
        needsFlush = false
        channel?.flush()
    }

    /// Closes when all is out and the other side has had time to read it: closing at once, with bytes of it unread, would
    /// take our last word from it.
    func end(at now: Duration) {
        guard let channel, !isEnding else { return }
        isEnding = true
        cancelTimer()
        let task = channel.eventLoop.assumeIsolated().scheduleTask(deadline: NIODeadline(now + linger)) { () -> Void in
            self.channel?.close(promise: nil)
        }
        timer = (now + linger, task)
        needsFlush = false
        channel.flush()
        if pending == 0 { shutOutput() }
    }

    private func shutOutput() {
        channel?.close(mode: .output).assumeIsolated().whenFailure { _ in self.channel?.close(promise: nil) }
    }

    func drop() {
        isEnding = true
        channel?.close(promise: nil)
    }

    /// Makes sure that the core is called no later than the session wants to be ticked.
    func arm() {
        guard let channel, !isEnding, let due = session.nextTick else { return }
        if let timer, timer.due <= due { return }
        cancelTimer()
        let task = channel.eventLoop.assumeIsolated().scheduleTask(deadline: NIODeadline(due)) {
            self.timer = nil
            self.core.ticked(self)
        }
        timer = (due, task)
    }

    private func cancelTimer() {
        timer?.task.cancel()
        timer = nil
    }
}
