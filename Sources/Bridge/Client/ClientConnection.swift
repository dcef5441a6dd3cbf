import BridgeProtocol
import NIOCore

/// One connection of a client, with its session, its timer and its bound on what waits to leave. Lives on the event loop.
final class ClientConnection {
    let channel: any Channel
    var session: ClientSession
    /// Set once it is known why the connection ends.
    var ending: DownReason?
    var upSince: Duration?
    private(set) var unsent = 0
    private var timer: (due: Duration, task: Scheduled<Void>)?

    init(channel: any Channel, session: ClientSession) {
        self.channel = channel
        self.session = session
    }

    func write(_ bytes: [UInt8]) {
        unsent += bytes.count
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)).assumeIsolated().whenComplete { _ in
            self.unsent -= bytes.count
        }
    }

    func setReading(_ isReading: Bool, at now: Duration) {
        // Only fails where the channel is closed.
        try? channel.syncOptions?.setOption(.autoRead, value: isReading)
        session.setPaused(!isReading, at: now)
    }

    /// Makes sure that `fire` is called no later than the session wants to be ticked.
    func arm(_ fire: @escaping () -> Void) {
        guard let due = session.nextTick else { return disarm() }
        if let timer, timer.due <= due { return }
        disarm()
        let task = channel.eventLoop.assumeIsolated().scheduleTask(deadline: NIODeadline(due)) { [weak self] in
            self?.timer = nil
            fire()
        }
        timer = (due, task)
    }

    func disarm() {
        timer?.task.cancel()
        timer = nil
    }
}
