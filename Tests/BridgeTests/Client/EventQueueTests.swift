import BridgeProtocol
import Synchronization
import Testing

@testable import Bridge

@Suite(.timeLimit(.minutes(2))) struct EventQueueTests {
    private func event(_ number: Int) -> BridgeEvent {
        .anomaly(.repeatedAnswer(wireID: Int64(number)))
    }

    @Test func `events come out in their order, and the end after them`() async {
        let queue = EventQueue(limit: 10) {}
        for number in 0..<5 { #expect(queue.append(event(number))) }
        queue.end()
        #expect(queue.append(event(9)))
        for number in 0..<5 { #expect(await queue.next() == event(number)) }
        #expect(await queue.next() == nil)
        #expect(await queue.next() == nil)
    }

    @Test func `it says when it is full, keeps everything, and says when half is taken`() async {
        let counter = Counter()
        let queue = EventQueue(limit: 4) { counter.count() }
        #expect((0..<3).allSatisfy { queue.append(event($0)) })
        #expect(!queue.append(event(3)))
        #expect(!queue.append(event(4)))
        for number in 0..<2 { #expect(await queue.next() == event(number)) }
        #expect(counter.value == 0)
        #expect(await queue.next() == event(2))
        #expect(counter.value == 1)
        #expect(queue.append(event(5)))
        for number in 3..<6 { #expect(await queue.next() == event(number)) }
        #expect(counter.value == 1)
    }

    final class Counter: Sendable {
        private let number = Mutex(0)

        func count() { number.withLock { $0 += 1 } }
        var value: Int { number.withLock { $0 } }
    }

    @Test func `a reader that waits gets the next event`() async {
        let queue = EventQueue(limit: 4) {}
        async let first = queue.next()
        _ = queue.append(event(1))
        #expect(await first == event(1))
    }

    @Test func `a cancelled reader is told the end, and the events stay`() async {
        let queue = EventQueue(limit: 4) {}
        let task = Task { await queue.next() }
        task.cancel()
        #expect(await task.value == nil)
        _ = queue.append(event(1))
        #expect(await queue.next() == event(1))
    }

    @Test func `very many pass through`() async {
        let queue = EventQueue(limit: 100_000) {}
        for number in 0..<10_000 { _ = queue.append(event(number)) }
        for number in 0..<10_000 {
            #expect(await queue.next() == event(number))
            _ = queue.append(event(number))
        }
    }
}
