import Synchronization

/// Holds tasks up until it is opened; a permit lets one pass.
final class Gate: Sendable {
    private struct State {
        var permits = 0
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Not ended by cancellation: like an actor that is busy.
    func pass() async {
        await withCheckedContinuation { continuation in
            let passes = state.withLock { state in
                if state.isOpen { return true }
                if state.permits > 0 {
                    state.permits -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if passes { continuation.resume() }
        }
    }

    func letOnePass() {
        let first = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.waiting.isEmpty { state.permits += 1 }
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        first?.resume()
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
