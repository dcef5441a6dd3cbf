import Synchronization

/// The connections of a server.
final class ConnectionTable: Sendable {
    private struct State {
        var slots = ConnectionSlots()
        var connections: [ObjectIdentifier: ControlConnection] = [:]
    }

    private let state = Mutex(State())

    init() {}

    var all: [ControlConnection] { state.withLock { Array($0.connections.values) } }

    /// Nil where there is no place for it. Give the place back with `dismiss`.
    func admit(_ connection: ControlConnection, limits: ControlLimits) -> ConnectionSlots.Slot? {
        state.withLock { state in
            guard let slot = state.slots.take(uid: connection.credentials.uid, limits: limits) else { return nil }
            state.connections[ObjectIdentifier(connection)] = connection
            return slot
        }
    }

    func dismiss(_ connection: ControlConnection, slot: ConnectionSlots.Slot) {
        state.withLock { state in
            state.slots.release(slot, uid: connection.credentials.uid)
            state.connections[ObjectIdentifier(connection)] = nil
        }
    }
}
