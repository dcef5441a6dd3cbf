import Market

/// What is to happen when: a heap by time, and among equals by the order of entry. The heap itself holds small entries only;
/// the items lie still.
struct Agenda<Item: Sendable>: Sendable {
    private struct Entry {
        var at: Int64
        var number: Int32
        var place: Int32

        static func < (left: Entry, right: Entry) -> Bool {
            left.at == right.at ? left.number < right.number : left.at < right.at
        }
    }

    private var heap: [Entry] = []
    private var items: [Item?] = []
    private var free: [Int32] = []
    private var count: Int32 = 0

    mutating func add(_ item: Item, at time: Timestamp) {
        count += 1
        let place: Int32
        if let reused = free.popLast() {
            place = reused
            items[Int(place)] = item
        } else {
            place = Int32(items.count)
            items.append(item)
        }
        heap.append(Entry(at: time.milliseconds, number: count, place: place))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func next() -> (at: Timestamp, item: Item)? {
        guard let first = heap.first, let item = items[Int(first.place)] else { return nil }
        items[Int(first.place)] = nil
        free.append(first.place)
        let last = heap.removeLast()
        guard !heap.isEmpty else { return (Timestamp(milliseconds: first.at), item) }
        heap[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { break }
            let right = left + 1
            let least = right < heap.count && heap[right] < heap[left] ? right : left
            guard heap[least] < heap[parent] else { break }
            heap.swapAt(least, parent)
            parent = least
        }
        return (Timestamp(milliseconds: first.at), item)
    }
}
