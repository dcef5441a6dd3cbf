import Foundation
import GRDB
import Market
import Testing

@testable import Journal

/// A journal too long to be read whole at each start: what state is rebuilt from is verified then, the rest by `verify`.
@Suite struct LongJournalTests {
    /// 60,000 entries in three runs, a checkpoint at 58,000; made once.
    private static let made = Result { () throws -> Data in
        let place = try Workplace(inMemory: true)
        for run in 0..<3 {
            let journal = try place.open()
            _ = try journal.begin()
            for part in 0..<10 {
                let first = run * 20_000 + part * 2_000
                _ = try journal.append(
                    (first..<first + 2_000).map { number in
                        var entry = NewEntry.sample(number)
                        entry.kind = number + 1 == 58_000 ? "checkpoint" : "filled"
                        return entry
                    })
            }
            if run == 0 { try journal.endRun("stopped", at: Workplace.start) }
        }
        return try #require(try place.bytes())
    }

    private let place: Workplace

    init() throws {
        place = try Workplace(inMemory: true)
        try place.write(try Self.made.get(), to: "journal.sqlite")
    }

    @Test func `a start reads from before the last checkpoint, and the newest entries at least`() throws {
        let journal = try place.open()
        #expect(journal.verifiedFrom == 60_000 - JournalContents.shortJournal + 1)
        #expect(journal.head.seq == 60_000)
        #expect(try journal.verify().verifiedFrom == 1)
        _ = try journal.begin()
        #expect(try journal.append([.sample(60_000)]) == 60_001...60_001)
    }

    @Test func `without a checkpoint, or with an old one, a start reads all that state is rebuilt from`() throws {
        try place.tamper("UPDATE entries SET kind = 'filled' WHERE seq = 58000")
        let thrown = failure { _ = try place.open() }
        #expect(thrown?.code == .damaged && thrown?.what.contains("58000") == true, "the edit itself is found")

        let other = try Workplace(inMemory: true)
        let journal = try other.open()
        _ = try journal.begin()
        for part in 0..<26 {
            _ = try journal.append(
                (0..<2_000).map { number in
                    var entry = NewEntry.sample(number)
                    entry.kind = part == 0 && number == 99 ? "checkpoint" : "filled"
                    return entry
                })
        }
        let report = try journal.contents.report(schema: .current, .start)
        #expect(report.verifiedFrom == 100 && report.isWhole)
    }

    static let edits: [(name: String, sql: String)] = [
        ("the last entry", "UPDATE entries SET body = '{}' WHERE seq = 60000"),
        ("an entry after the checkpoint", "UPDATE entries SET body = '{}' WHERE seq = 59000"),
        ("the checkpoint", "UPDATE entries SET body = '{}' WHERE seq = 58000"),
        ("the tail is gone", "DELETE FROM entries WHERE seq > 59990"),
        (
            "the tail is gone and the head forged",
            """
            DELETE FROM entries WHERE seq > 30000;
            UPDATE head SET seq = 30000, hash = (SELECT hash FROM entries WHERE seq = 30000)
            """
        ),
        ("all but the tail is gone", "DELETE FROM entries WHERE seq < 50000"),
        ("the first entry is gone", "DELETE FROM entries WHERE seq = 1"),
        ("an entry of the tail is gone", "DELETE FROM entries WHERE seq = 59999"),
        ("the head is gone", "DELETE FROM head"),
        ("the head is another", "UPDATE head SET seq = 59999"),
        ("the border of an old run", "UPDATE entries SET hash = zeroblob(32) WHERE seq = 20000"),
        ("an old run's end", "UPDATE runs SET ended_how = 'x' WHERE number = 1"),
        ("an old run's begin", "UPDATE runs SET program = 'x' WHERE number = 2"),
        ("an old run's place", "UPDATE runs SET first_seq = 20002 WHERE number = 2"),
        ("the last run is gone", "DELETE FROM runs WHERE number = 3"),
        ("an end undone", "UPDATE runs SET ended_at_ms = NULL, ended_how = NULL, last_seq = NULL, end_hash = NULL"),
        ("a table more", "CREATE TABLE more (id INTEGER)"),
        ("the genesis", "UPDATE meta SET value = '7' WHERE key = 'created_at_ms'"),
    ]

    @Test(arguments: edits.map(\.name))
    func `H05 H06: what a start goes on from is verified, however long the journal`(name: String) throws {
        let sql = try #require(Self.edits.first { $0.name == name }).sql
        try place.tamper(sql)
        #expect(failure { _ = try place.open() }?.code == .damaged)
    }

    @Test func `H05: an edit of an old entry is left to the nightly verification, which finds it`() throws {
        try place.tamper("UPDATE entries SET body = '{}' WHERE seq = 5000")
        #expect(try place.open().head.seq == 60_000)
        #expect(try JournalReader(at: place.path).verify().firstBadSeq == 5_000)
        #expect(
            failure { _ = try JournalReader(at: place.path).backup(to: place.directory + "/copy") }?.code == .damaged)
    }

    @Test(arguments: [21] as [UInt64])
    func `H06: a long journal cut anywhere is refused`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let whole = try #require(try place.bytes())
        for _ in 0..<40 {
            let length = Int.random(in: 1..<whole.count, using: &random)
            try place.write(whole.prefix(length), to: "journal.sqlite")
            #expect(failure { _ = try place.open() } != nil, "seed \(seed), cut at \(length)")
        }
    }
}
