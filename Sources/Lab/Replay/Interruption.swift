import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while a long command runs: they are noticed between two steps, so that nothing half-made stays.
/// A second one ends the process at once.
package enum Interruption {
    private static let signal = Atomic<Int32>(0)

    /// From now on the two signals are only noticed.
    package static func notice() {
        // The handler may not be the first to touch it.
        signal.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            _ = Glibc.signal(number) { number in
                Interruption.signal.store(number, ordering: .relaxed)
                _ = Glibc.signal(number, SIG_DFL)
            }
        }
    }

    /// Whether one has come.
    package static var hasCome: Bool { signal.load(ordering: .relaxed) != 0 }

    /// Ends the process as the signal would have; returns where none has come.
    package static func end() {
        let number = signal.load(ordering: .relaxed)
        guard number != 0 else { return }
        _ = Glibc.signal(number, SIG_DFL)
        raise(number)
    }
}
