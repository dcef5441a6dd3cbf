import Foundation
import GRDB
import Market
import Testing

@testable import Journal

@Suite struct JournalChainTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `a whole journal is whole`() throws {
        try place.closedJournal(entries: 20)
        let journal = try place.open()
        let report = try journal.verify()
        #expect(report.isWhole && report.entries == 20 && report.runs == 2 && report.format == 1)
        #expect(report.head == journal.head && report.identity == Workplace.identity && report.firstBadSeq == nil)
    }

    @Test func `equal contents have equal chains, and the account is part of them`() throws {
        let others = [try Workplace(), try Workplace()]
        let first = try place.journal(entries: 5)
        let second = try others[0].journal(entries: 5)
        #expect(first.head == second.head)
        let third = try others[1].open(identity: .init(account: "2", mode: .live))
        _ = try third.begin()
        _ = try third.append((0..<5).map { .sample($0) })
        #expect(third.head.hash != first.head.hash)
    }

    @Test func `the hash of an entry does not change with the program`() throws {
        let journal = try place.journal(entries: 2)
        #expect("\(journal.head.hash)" == Self.frozen, "journals that exist would no longer open")
    }

    /// Of the two sample entries. Computed apart from this code, by the layout in `ChainHasher`.
    static let frozen = "796eb98131c7cde81f99096859c1d999546e68f88a255ad2e757eced879f5647"

    /// Each column of each row, one at a time; `verify` must point at it, and opening must refuse.
    @Test(arguments: [
        "run = 1 - run", "at_ms = at_ms + 1", "kind = kind || 'x'", "body = body || ' '", "hash = zeroblob(32)",
    ])
    func `a changed column shows at its entry`(change: String) throws {
        try place.closedJournal(entries: 6)
        let whole = try #require(try place.bytes())
        for seq in 1...6 {
            try place.write(whole, to: "journal.sqlite")
            try place.tamper("UPDATE entries SET \(change) WHERE seq = \(seq)")
            #expect(try JournalReader(at: place.path).verify().firstBadSeq == Int64(seq))
            #expect(failure { _ = try place.open() }?.code == .damaged)
            #expect(failure { _ = try JournalReader(at: place.path).entries(after: 0).collect() }?.code == .damaged)
        }
    }

    static let edits: [(name: String, sql: String, seq: Int64?)] = [
        ("the last entry is gone", "DELETE FROM entries WHERE seq = 6", 6),
        ("two entries are gone at the end", "DELETE FROM entries WHERE seq > 4", 5),
        ("all entries are gone", "DELETE FROM entries", 1),
        ("an entry in the middle is gone", "DELETE FROM entries WHERE seq = 3", 4),
        ("the first entry is gone", "DELETE FROM entries WHERE seq = 1", 2),
        (
            "two bodies are exchanged",
            """
            UPDATE entries SET body = (SELECT body FROM entries e WHERE e.seq = 5 - entries.seq)
            WHERE seq IN (2, 3)
            """, 2
        ),
        (
            "an entry was added",
            "INSERT INTO entries SELECT 7, run, at_ms, kind, body, hash FROM entries WHERE seq = 6", 7
        ),
        (
            "an entry was added and the head moved",
            """
            INSERT INTO entries SELECT 7, run, at_ms, kind, body, hash FROM entries WHERE seq = 6;
            UPDATE head SET seq = 7
            """, 7
        ),
        ("the tail is gone and the head moved", "DELETE FROM entries WHERE seq > 4; UPDATE head SET seq = 4", 4),
        (
            "the tail is gone and the head is forged",
            """
            DELETE FROM entries WHERE seq > 2;
            UPDATE head SET seq = 2, hash = (SELECT hash FROM entries WHERE seq = 2)
            """, nil
        ),
        ("the head is gone", "DELETE FROM head", nil),
        ("the epoch of the first run", "UPDATE runs SET epoch = 0 WHERE number = 1", nil),
        ("the epoch of the last run", "UPDATE runs SET epoch = 9 WHERE number = 2", nil),
        ("a start", "UPDATE runs SET started_at_ms = 0 WHERE number = 2", nil),
        ("a program", "UPDATE runs SET program = 'qmtd 0.2.0' WHERE number = 1", nil),
        ("a configuration", "UPDATE runs SET configuration_digest = '' WHERE number = 1", nil),
        ("a first entry", "UPDATE runs SET first_seq = 3 WHERE number = 2", nil),
        (
            "a crash made clean",
            "UPDATE runs SET ended_at_ms = 1, ended_how = 'x', last_seq = 6, end_hash = hash WHERE number = 2", nil
        ),
        ("half an end", "UPDATE runs SET ended_at_ms = 1 WHERE number = 2", nil),
        ("an end", "UPDATE runs SET ended_at_ms = 1 WHERE number = 1", nil),
        ("a way to end", "UPDATE runs SET ended_how = 'killed' WHERE number = 1", nil),
        (
            "an end undone", "UPDATE runs SET ended_at_ms = NULL, ended_how = NULL, last_seq = NULL, end_hash = NULL",
            nil
        ),
        ("a last entry", "UPDATE runs SET last_seq = 2 WHERE number = 1", nil),
        ("a run that is gone", "DELETE FROM runs WHERE number = 2", nil),
        ("a making", "UPDATE meta SET value = '5' WHERE key = 'created_at_ms'", nil),
        ("a table more", "CREATE TABLE more (id INTEGER)", nil),
    ]

    @Test(arguments: edits.map(\.name))
    func `H05: an edit is found, named, and refused by the next start`(name: String) throws {
        let edit = try #require(Self.edits.first { $0.name == name })
        try place.closedJournal(entries: 6)
        try place.tamper(edit.sql)
        let report = try JournalReader(at: place.path).verify()
        #expect(!report.isWhole)
        if let seq = edit.seq { #expect(report.firstBadSeq == seq, "\(report.problems)") }
        let before = try place.bytes()
        #expect(failure { _ = try place.open() }?.code == .damaged)
        #expect(try place.bytes() == before, "a start that is refused changes nothing")
    }
}
