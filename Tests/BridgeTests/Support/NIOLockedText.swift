import Synchronization

/// Text that comes in pieces, cut into lines.
final class NIOLockedText: Sendable {
    private let rest = Mutex("")

    func append(_ text: String) -> [String] {
        rest.withLock { rest in
            var lines = (rest + text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            rest = lines.popLast() ?? ""
            return lines
        }
    }
}
