import Engine
import Foundation
import Journal
import Market

extension Benchmarks {
    /// What durability costs: a batch of intents in one commit with synchronous=FULL, and what a start reads.
    static func journal() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/qmtd-benchmark-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let day = Day(year: 2026, month: 3, day: 3) ?? Day(number: 0)
        let now = day.at(TimeOfDay(9, 31))
        let identity = JournalIdentity(account: "1", mode: .paper)
        try commits(folder + "/commits.sqlite", identity, day, now)
        try starts(folder + "/day.sqlite", identity, day, now, old: 0, today: 5_000)
        try starts(folder + "/long.sqlite", identity, day, now, old: 1_000_000, today: 5_000)
    }

    private static func intent(_ number: Int, _ day: Day, _ now: Timestamp) throws -> NewEntry {
        guard let id = ClientOrderID(day: day, epoch: 1, number: number),
            let symbol = Symbol(digits: 600_000, venue: .shanghai)
        else { throw CocoaError(.coderInvalidValue) }
        let submission = Submission(
            clientOrderID: id, symbol: symbol, side: .buy, price: .fen(1_000), volume: Shares(1_000),
            validUntil: now.adding(seconds: 30))
        let record = Record.intended(Intent(submission: submission, day: day, decidedAt: now))
        return NewEntry(at: now, kind: RecordCodec.kind(of: record), body: try RecordCodec.encode(record))
    }

    private static func commits(_ path: String, _ identity: JournalIdentity, _ day: Day, _ now: Timestamp) throws {
        let journal = try Journal.open(at: path, identity: identity, at: now)
        _ = try journal.beginRun(program: "benchmark", configurationDigest: "", at: now)
        for size in [1, 100] {
            let batch = try (1...size).map { try intent($0, day, now) }
            median("commit of \(size) intents, synchronous=FULL", runs: 501) {
                (try? journal.append(batch).count) ?? -1
            }
        }
    }

    /// A journal with `old` entries of earlier days, a checkpoint, and `today` after it.
    private static func starts(
        _ path: String, _ identity: JournalIdentity, _ day: Day, _ now: Timestamp, old: Int, today: Int
    ) throws {
        do {
            let journal = try Journal.open(at: path, identity: identity, at: now)
            _ = try journal.beginRun(program: "benchmark", configurationDigest: "", at: now)
            let entry = try intent(1, day, now)
            let many = [NewEntry](repeating: entry, count: 10_000)
            for _ in 0..<old / many.count { _ = try journal.append(many) }
            let checkpoint = Record.checkpoint(Book())
            _ = try journal.append([
                NewEntry(at: now, kind: RecordCodec.kind(of: checkpoint), body: try RecordCodec.encode(checkpoint))
            ])
            for part in 0..<today / 100 {
                _ = try journal.append(try (1...100).map { try intent(part * 100 + $0, day, now) })
            }
        }
        median("open a journal of \(old + today) entries", runs: 11) {
            (try? Journal.open(at: path, identity: identity, at: now).head.seq).map { Int($0) } ?? -1
        }
        median("open and fold the \(today) entries of the day", runs: 11) {
            guard let journal = try? Journal.open(at: path, identity: identity, at: now),
                let folded = try? journal.foldedBook()
            else { return -1 }
            return folded.folded
        }
        median("verify \(old + today) entries from the first", runs: 3) {
            guard let report = try? JournalReader(at: path).verify(), report.isWhole else { return -1 }
            return Int(report.entries)
        }
    }
}
