import Foundation
import GRDB
import Market

@testable import Journal

/// What a daemon does to its journal in a few minutes, in a small file: runs that begin and end, commits of one and of many
/// entries, small and large, a log that is taken into the file several times, a restart in the middle.
struct Session {
    let seed: UInt64
    var commits = 24
    /// Set on the connection after the journal has been opened as always: the test of the test.
    var synchronous = "FULL"
    /// Is given the handle whose append failed.
    var afterFailure: (Journal) throws -> Void = { _ in }

    /// What the journal has said yes to.
    final class Acknowledged {
        /// The last entry.
        var end: Int64 = 0
        var epoch: Int64 = 0
        /// All entries that were ever given to `append`, in order, those of the commit under way included.
        var offered: [NewEntry] = []
        /// Where the commit ends that is under way or was the last.
        var offeredEnd: Int64 = 0
    }

    func entries(_ random: inout SplitMix64, from number: Int) -> [NewEntry] {
        let count = Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 2...40, using: &random) : 1
        return (0..<count).map { index in
            var entry = NewEntry.sample(number + index)
            let padding = Int.random(in: 0..<5, using: &random) == 0 ? Int.random(in: 0...5000, using: &random) : 0
            let text = String(repeating: "x", count: padding)
            entry.body = Data(#"{"seed":\#(seed),"n":\#(number + index),"pad":"\#(text)"}"#.utf8)
            return entry
        }
    }

    /// Throws what the journal throws. `acknowledged` is right at every moment in between.
    func run(on disk: FakeDisk, _ acknowledged: Acknowledged) throws {
        var random = SplitMix64(seed: seed)
        let restart = Int.random(in: 0..<commits, using: &random)
        var open: Journal? = try begin(disk, acknowledged)
        for commit in 0..<commits {
            if commit == restart {
                if Bool.random(using: &random) { try open?.endRun("stopped", at: Workplace.start) }
                // The first handle goes before the second comes: its lock.
                open = nil
                open = try begin(disk, acknowledged)
            }
            guard let journal = open else { return }
            let batch = entries(&random, from: Int(journal.head.seq))
            acknowledged.offered += batch
            acknowledged.offeredEnd = journal.head.seq + Int64(batch.count)
            do {
                acknowledged.end = try journal.append(batch).upperBound
            } catch {
                try afterFailure(journal)
                throw error
            }
        }
        try open?.endRun("stopped", at: Workplace.start)
    }

    private func begin(_ disk: FakeDisk, _ acknowledged: Acknowledged) throws -> Journal {
        let journal = try disk.place.open()
        try journal.contents.queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = \(synchronous)")
        }
        journal.logLimit = 12
        acknowledged.epoch = try journal.begin().epoch
        return journal
    }
}
