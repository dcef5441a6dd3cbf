import Synchronization

/// A number that many tasks change.
final class Counter: Sendable {
    private let value = Mutex(0)

    @discardableResult
    func add(_ amount: Int) -> Int {
        value.withLock { value in
            value += amount
            return value
        }
    }
}
