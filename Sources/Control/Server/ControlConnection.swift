import Logging
import NIOCore
import Synchronization

/// One client's connection.
final class ControlConnection: Sendable {
    let credentials: PeerCredentials
    private let stream: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private let activity: Mutex<ConnectionActivity>

    /// To be called on the channel's event loop before it reads: what came before there is a reader would be lost.
    init(_ channel: any Channel, credentials: PeerCredentials, openedAt: Duration) throws {
        stream = try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2)))
        self.credentials = credentials
        activity = Mutex(ConnectionActivity(at: openedAt))
    }

    deinit {
        // One that was accepted while the server stopped was never served; its stream must be ended all the same.
        guard !isServed.load(ordering: .relaxed) else { return }
        Task { [stream] in try await stream.executeThenClose { _, _ in } }
    }

    private let isServed = Atomic(false)

    private var channel: any Channel { stream.channel }

    var metadata: Logger.Metadata { ["uid": "\(credentials.uid)", "pid": "\(credentials.pid)"] }

    func verdict(at now: Duration, limits: ControlLimits) -> ConnectionActivity.Verdict {
        activity.withLock { $0.verdict(at: now, limits: limits) }
    }

    func close() { channel.close(promise: nil) }

    /// Says why there is no place for it, and hangs up.
    func turnAway(_ failure: ControlFailure) async {
        // A fresh connection's buffer is empty: this does not wait for the client.
        try? await channel.writeAndFlush(RPCResponse(id: nil, reply: .failure(failure)).buffer).get()
        try? await channel.close().get()
    }

    /// Reads lines and answers them until the client has no more, or has done what ends a connection. Returns when all
    /// answers are written and the connection is closed.
    func serve(
        slot: ConnectionSlots.Slot, dispatcher: ControlDispatcher, limits: ControlLimits, time: ServerTime
    ) async throws {
        isServed.store(true, ordering: .relaxed)
        try await stream.executeThenClose { inbound, _ in
            await converse(inbound, slot: slot, dispatcher: dispatcher, limits: limits, time: time)
        }
    }

    private func converse(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, slot: ConnectionSlots.Slot,
        dispatcher: ControlDispatcher, limits: ControlLimits, time: ServerTime
    ) async {
        let broken = await withTaskGroup(of: Void.self) { group -> RPCRequest? in
            var lines = LineSplitter(limit: limits.lineBytes)
            var inFlight = 0
            do {
                for try await bytes in inbound {
                    lines.append(bytes.readableBytesView)
                    while let line = try lines.next() {
                        activity.withLock { $0.lineEnded() }
                        let request = RPCRequest(line: line)
                        // What follows such a line cannot be trusted. Calls before it are still answered.
                        if request.isGarbage { return request }
                        if inFlight == limits.callsInFlight {
                            // Not read further until an answer is out: this is what bounds the answers held.
                            await group.next()
                            inFlight -= 1
                        }
                        inFlight += 1
                        group.addTask { [self] in
                            await answer(request, slot: slot, dispatcher: dispatcher, time: time)
                        }
                    }
                    activity.withLock { $0.received(partOfLine: lines.isInsideLine, at: time.elapsed()) }
                }
            } catch let error as LineSplitter.TooLong {
                return RPCRequest(ControlFailure(.parseError, "the line is longer than \(error.limit) bytes"))
            } catch {
                // The connection broke: there is nobody to tell. Calls in flight run to their end.
            }
            return nil
        }
        if let broken { await answer(broken, slot: slot, dispatcher: dispatcher, time: time) }
    }

    private func answer(
        _ request: RPCRequest, slot: ConnectionSlots.Slot, dispatcher: ControlDispatcher, time: ServerTime
    ) async {
        activity.withLock { $0.callBegan() }
        let answer = await dispatcher.answer(request, from: credentials, slot: slot)
        let mark = activity.withLock { $0.writeBegan(at: time.elapsed()) }
        // Returns when the kernel has taken all of it, or the connection is gone.
        try? await channel.writeAndFlush(answer.response.buffer).get()
        activity.withLock { activity in
            activity.writeEnded(mark)
            activity.callEnded(at: time.elapsed())
        }
        if answer.endsConnection { close() }
    }
}

extension RPCResponse {
    fileprivate var buffer: ByteBuffer { ByteBuffer(bytes: line()) }
}
