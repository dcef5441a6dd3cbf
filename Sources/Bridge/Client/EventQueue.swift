import BridgeProtocol
import Synchronization

/// Events on their way from the event loop to their one reader. Takes everything, but says when it is full, so that the
/// client stops reading from the wire.
final class EventQueue: Sendable {
    private struct State {
        var events: [BridgeEvent?] = []
        /// Of the next one to be read.
        var head = 0
        var reader: CheckedContinuation<BridgeEvent?, Never>?
        var isFull = false
        var hasEnded = false

        mutating func pop() -> BridgeEvent? {
            guard head < events.count, let event = events[head] else { return nil }
            events[head] = nil
            head += 1
            if head == events.count {
                events.removeAll(keepingCapacity: true)
                head = 0
            } else if head >= 1024, head * 2 >= events.count {
                events.removeFirst(head)
                head = 0
            }
            return event
        }
    }

    private let limit: Int
    private let state = Mutex(State())
    private let onRoom: @Sendable () -> Void

    /// - Parameter onRoom: Called from the reader's side when at most half of `limit` wait after there were that many.
    init(limit: Int, onRoom: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.onRoom = onRoom
    }

    /// False where the queue is full with it.
    func append(_ event: BridgeEvent) -> Bool {
        let (reader, hasRoom) = state.withLock { state in
            guard !state.hasEnded else { return (nil as CheckedContinuation<BridgeEvent?, Never>?, true) }
            if let reader = state.reader.take() { return (reader, true) }
            state.events.append(event)
            if state.events.count - state.head >= limit { state.isFull = true }
            return (nil, !state.isFull)
        }
        reader?.resume(returning: event)
        return hasRoom
    }

    /// What waits can still be read.
    func end() {
        let reader = state.withLock { state in
            state.hasEnded = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    func next() async -> BridgeEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                let (answer, hasRoomNow) = state.withLock { state in
                    if let event = state.pop() {
                        let hasRoomNow = state.isFull && state.events.count - state.head <= limit / 2
                        if hasRoomNow { state.isFull = false }
                        return (event as BridgeEvent??, hasRoomNow)
                    }
                    if state.hasEnded || state.reader != nil || Task.isCancelled { return (.some(nil), false) }
                    state.reader = reader
                    return (nil, false)
                }
                if let answer { reader.resume(returning: answer) }
                if hasRoomNow { onRoom() }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume(returning: nil)
        }
    }
}
