import Glibc

/// Puts a copy in a journal's place.
package enum Restoring {
    package struct Outcome: Hashable, Sendable {
        /// Of the copy that is in place now.
        package var report: JournalReport
        /// The last epoch of the journal that was there and of the copy: the next run's must be higher. Nil where the
        /// journal that was there cannot be read.
        package var lastEpoch: Int64?
        /// What was there, under the name it has now; nil where nothing was.
        package var kept: String?
    }

    /// Checks everything, then does it, unless `isDrill`. The journal must be nobody's: its lock is taken. What lies there is
    /// kept beside it with all that belongs to it: a log left behind would be taken for the copy's own.
    package static func restore(
        from copy: String, to path: String, identity: JournalIdentity, isDrill: Bool = false
    ) throws(JournalFailure) -> Outcome {
        let lock = try FileLock.acquire(for: path)
        defer { withExtendedLifetime(lock) {} }
        let reader = try JournalReader(at: copy)
        guard reader.identity == identity else {
            throw JournalFailure(
                .otherIdentity, at: copy, "it belongs to \(reader.identity), not to \(identity)",
                remedy: "give a copy of that account's own journal")
        }
        let report = try reader.verify()
        if let problem = report.problems.first {
            throw JournalFailure(.damaged, at: copy, "\(problem)", remedy: "restore another copy")
        }
        var outcome = Outcome(report: report, lastEpoch: try reader.runs().last?.epoch ?? 0)
        let isThere = try JournalFile.exists(path)
        if isThere {
            // It may be the damaged one that is to be replaced.
            if let runs = try? JournalReader(at: path).runs() {
                outcome.lastEpoch = max(outcome.lastEpoch ?? 0, runs.last?.epoch ?? 0)
            } else {
                outcome.lastEpoch = nil
            }
        }
        if isDrill { return outcome }
        let unfinished = path + ".restoring"
        try JournalFile.removeLeftover(unfinished)
        _ = try reader.backup(to: unfinished)
        if isThere { outcome.kept = try putAside(path) }
        try JournalFile.publish(unfinished, as: path)
        return outcome
    }

    /// The file before its log: a file without its log would open as a shorter journal, a log without its file is refused.
    private static func putAside(_ path: String) throws(JournalFailure) -> String {
        var (number, name) = (1, path + ".replaced-1")
        while try JournalFile.exists(name) {
            number += 1
            name = path + ".replaced-\(number)"
        }
        for suffix in ["", "-wal", "-shm"] where rename(path + suffix, name + suffix) != 0 && errno != ENOENT {
            throw .system(path + suffix, "putting it aside")
        }
        return name
    }
}
