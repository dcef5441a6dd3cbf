import Foundation
import GRDB
import Market
import Testing

@testable import Journal

@Suite struct JournalDamageTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    /// Any bit of the file: either the start is refused with a reason, or everything reads as it was written (the bit
    /// lay where nothing is kept). Never a trap, never other content. QMTD_BIT_FLIPS sets how many.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `H05: a flipped bit is found, or lies where nothing is kept`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try place.closedJournal(entries: 12)
        let whole = try #require(try place.bytes())
        let entries = try place.open().allEntries()
        let runs = try JournalReader(at: place.path).runs()
        var codes: [JournalFailure.Code: Int] = [:]
        for flip in 0..<setting("QMTD_BIT_FLIPS", default: 480) / 4 {
            let bit = Int.random(in: 0..<whole.count * 8, using: &random)
            var bytes = whole
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let name = "flip\(flip).sqlite"
            try place.write(bytes, to: name)
            let path = place.directory + "/" + name
            do {
                let journal = try place.open(path)
                #expect(try journal.allEntries() == entries, "seed \(seed), bit \(bit)")
                #expect(try journal.contents.runs().map(\.run) == runs, "seed \(seed), bit \(bit)")
            } catch {
                let failure = try #require(error as? JournalFailure, "seed \(seed), bit \(bit)")
                codes[failure.code, default: 0] += 1
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes, "seed \(seed), bit \(bit): changed")
            }
            for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        #expect(codes[.damaged, default: 0] > 10, "most of what is kept should have been hit: \(codes)")
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `H05: a page of noise is found`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try place.closedJournal(entries: 200)
        let whole = try #require(try place.bytes())
        for page in 0..<whole.count / 4096 {
            let noise = (0..<512).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
            let bytes = whole.prefix(page * 4096) + noise + whole.dropFirst((page + 1) * 4096)
            try place.write(bytes, to: "journal.sqlite")
            #expect(failure { _ = try place.open() } != nil, "seed \(seed), page \(page)")
            #expect(try place.bytes() == bytes)
        }
    }

    @Test func `H05: a file cut at any page is refused`() throws {
        try place.closedJournal(entries: 200)
        let whole = try #require(try place.bytes())
        for length in stride(from: 1, to: whole.count, by: 1024) {
            try place.write(whole.prefix(length), to: "journal.sqlite")
            #expect(failure { _ = try place.open() } != nil, "cut at \(length)")
        }
    }

    @Test func `a trigger that is gone is found`() throws {
        try place.closedJournal(entries: 2)
        try DatabaseQueue(path: place.path).write { try $0.execute(sql: "DROP TRIGGER entries_are_not_deleted") }
        let thrown = failure { _ = try place.open() }
        #expect(thrown?.code == .damaged)
        #expect(thrown?.what.contains("triggers") == true)
    }

    static let forbidden: [(sql: String, reason: String)] = [
        ("UPDATE entries SET body = '{}' WHERE seq = 1", "an entry is never changed"),
        ("UPDATE entries SET seq = 9 WHERE seq = 4", "an entry is never changed"),
        ("DELETE FROM entries WHERE seq = 4", "an entry is never deleted"),
        ("DELETE FROM entries", "an entry is never deleted"),
        ("INSERT INTO entries VALUES (6, 1, 0, 'k', '{}', x'')", "an entry has the next number"),
        (
            "INSERT INTO entries (run, at_ms, kind, body, hash) VALUES (1, 0, 'k', '{}', x'')",
            "an entry has the next number"
        ),
        ("INSERT OR REPLACE INTO entries VALUES (4, 1, 0, 'k', '{}', x'')", "an entry has the next number"),
        ("INSERT INTO entries VALUES (5, 7, 0, 'k', '{}', x'')", "FOREIGN KEY"),
        ("INSERT INTO entries VALUES (5, 1, 'noon', 'k', '{}', x'')", "cannot store TEXT"),
        ("DELETE FROM runs", "a run is never deleted"),
        ("UPDATE runs SET epoch = 50 WHERE number = 2", "a run is written once"),
        ("UPDATE runs SET ended_how = 'killed' WHERE number = 1", "a run is written once"),
        ("UPDATE runs SET ended_at_ms = NULL WHERE number = 1", "a run is written once"),
        ("INSERT INTO runs VALUES (4, 9, 0, NULL, NULL, '', '', 5, NULL, x'', NULL)", "a run has the next number"),
        ("INSERT INTO runs VALUES (3, 2, 0, NULL, NULL, '', '', 5, NULL, x'', NULL)", "a run has the next number"),
        ("UPDATE head SET seq = 3", "the head only rises"),
        ("UPDATE head SET hash = x''", "the head only rises"),
        ("DELETE FROM head", "the head is never deleted"),
        ("INSERT INTO head VALUES (2, 9, x'')", "CHECK"),
    ]

    @Test(arguments: forbidden.map(\.sql))
    func `the file itself refuses to be changed`(sql: String) throws {
        let reason = try #require(Self.forbidden.first { $0.sql == sql }).reason
        try place.closedJournal(entries: 4)
        let queue = try DatabaseQueue(path: place.path)
        do {
            try queue.write { try $0.execute(sql: sql) }
            Issue.record("it was carried out")
        } catch let error as DatabaseError {
            #expect(error.message?.contains(reason) == true, "\(error)")
        }
        #expect(try place.open().verify().isWhole)
    }
}
