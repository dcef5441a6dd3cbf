package import BridgeProtocol

/// The events of a client, in the order of the wire. One reader: of two that wait at once, the second is told the end.
package struct BridgeEvents: AsyncSequence, Sendable {
    let queue: EventQueue

    package struct AsyncIterator: AsyncIteratorProtocol {
        let queue: EventQueue

        /// Nil once the client has stopped for good and all is read, or when the reader's task is cancelled.
        package mutating func next() async -> BridgeEvent? { await queue.next() }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(queue: queue) }
}
