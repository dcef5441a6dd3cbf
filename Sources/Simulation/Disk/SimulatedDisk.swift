import Engine
import Market

/// The journal on a fake disk: transactions go to the page cache first and are there for good once flushed. What a process
/// sees after a crash is the cache; what is left after a loss of power is what was flushed, and perhaps half of what followed.
package struct SimulatedDisk: Sendable {
    package enum Outcome: Hashable, Sendable {
        case durable
        /// No room: nothing of the transaction is there.
        case full
        /// It is in the cache, and whether it will ever be on the disk is not known.
        case notFlushed
    }

    /// Each transaction is whole or not there; recovery cuts a torn one off, as the journal's chain of hashes does.
    private var transactions: [[Record]] = []
    /// So many of them are on the disk.
    private var flushed = 0
    /// The last transaction on the disk is torn: half of its rows are there and its commit mark is not.
    private var isTailTorn = false
    /// With `synchronous=NORMAL` a commit does not flush. The real journal flushes with each.
    package var flushesEachCommit = true
    /// Runs are rows of their own; the epoch rises with each, durably, before anything is sent.
    package private(set) var run = 0
    package private(set) var epoch: Int64 = 0
    package private(set) var endedCleanly = true

    package init() {}

    /// Transactions whose commit was acknowledged to the process.
    package var count: Int { transactions.count }

    mutating func append(_ records: [Record], isFull: Bool, flushFails: Bool) -> Outcome {
        if isFull { return .full }
        transactions.append(records)
        if flushFails { return .notFlushed }
        if flushesEachCommit { flushed = transactions.count }
        return .durable
    }

    /// A process died: what it wrote is in the cache, and the cache is written out in time.
    mutating func processDied() { flushed = transactions.count }

    /// The machine died. True where something was lost.
    mutating func powerFailed(tearsTail: Bool) -> Bool {
        guard flushed < transactions.count else {
            isTailTorn = tearsTail
            return false
        }
        transactions.removeSubrange(flushed...)
        isTailTorn = tearsTail
        return true
    }

    /// The journal of so many transactions ago. Runs are a part of it.
    mutating func restoreBackup(droppingLast count: Int, run: Int, epoch: Int64) {
        transactions.removeLast(min(count, transactions.count))
        flushed = transactions.count
        self.run = run
        self.epoch = epoch
    }

    /// Opens it: the longest valid prefix. A torn tail is no transaction.
    mutating func recover() -> [Record] {
        isTailTorn = false
        flushed = transactions.count
        let begin = transactions.lastIndex { $0.contains(where: \.isCheckpoint) } ?? 0
        let records = transactions[begin...].flatMap(\.self)
        return records.lastIndex(where: \.isCheckpoint).map { Array(records[$0...]) } ?? records
    }

    /// Facts in the journal.
    var recordCount: Int { transactions.reduce(0) { $0 + $1.count } }

    mutating func beginRun(epochFloor: Int64, raisesEpoch: Bool) -> (run: Int, epoch: Int64, wasUnclean: Bool) {
        let wasUnclean = !endedCleanly
        run += 1
        epoch = max(raisesEpoch ? epoch + 1 : max(epoch, 1), epochFloor)
        endedCleanly = false
        return (run, epoch, wasUnclean)
    }

    mutating func endRun() { endedCleanly = true }
}

extension SimulatedDisk {
    /// Everything that was acknowledged is on the disk.
    var isFlushed: Bool { flushed == transactions.count }
}

extension Record {
    fileprivate var isCheckpoint: Bool { if case .checkpoint = self { true } else { false } }
}
