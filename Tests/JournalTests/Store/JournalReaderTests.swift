import Foundation
import GRDB
import Glibc
import Market
import Testing

@testable import Journal

@Suite struct JournalReaderTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `it follows a journal that is being written`() throws {
        let journal = try place.journal(entries: 3)
        let reader = try JournalReader(at: place.path)
        #expect(reader.identity == Workplace.identity)
        #expect(try reader.head() == journal.head)
        var entries = try reader.entries(after: 1)
        #expect(try entries.next()?.seq == 2)
        for number in 3..<40 { _ = try journal.append([.sample(number)]) }
        #expect(try entries.next()?.seq == 3)
        #expect(try entries.next() == nil)
        #expect(try reader.entries(after: 3).collect() == journal.entries(after: 3).collect())
        #expect(try reader.lastEntry(kind: "checkpoint") == journal.lastEntry(kind: "checkpoint"))
        #expect(try reader.verify().isWhole)
        #expect(try reader.runs().map(\.end) == [nil])
        try journal.endRun("stopped", at: Workplace.start)
        #expect(try reader.runs().map(\.end?.how) == ["stopped"])
    }

    @Test func `H12: it sees whole commits only`() throws {
        let journal = try place.journal(entries: 2)
        let reader = try JournalReader(at: place.path)
        try journal.contents.queue.inDatabase { db in
            try db.execute(sql: "BEGIN; INSERT INTO entries VALUES (3, 1, 0, 'k', '{}', zeroblob(32))")
        }
        #expect(try reader.verify().entries == 2)
        let copy = place.directory + "/copy.sqlite"
        #expect(try reader.backup(to: copy).entries == 2)
        try journal.contents.queue.inDatabase { try $0.execute(sql: "ROLLBACK") }
        #expect(try JournalReader(at: copy).entries(after: 0).collect() == journal.allEntries())
    }

    @Test func `a reader neither keeps the writer out nor is kept out`() throws {
        try place.closedJournal(entries: 4)
        let reader = try JournalReader(at: place.path)
        #expect(try reader.head().seq == 4)
        let journal = try place.open()
        _ = try journal.begin()
        _ = try journal.append([.sample(4)])
        #expect(try reader.head().seq == 5)
        #expect(try JournalReader(at: place.path).head().seq == 5)
    }

    @Test(arguments: ["copy.sqlite", "a copy, 100%? #1.sqlite", "日志.sqlite"])
    func `it reads a copy where it lies and leaves nothing beside it`(name: String) throws {
        try place.closedJournal(entries: 6)
        let elsewhere = try Workplace()
        try elsewhere.write(try #require(try place.bytes()), to: name, mode: 0o444)
        let reader = try JournalReader(at: elsewhere.directory + "/" + name)
        #expect(try reader.verify().isWhole)
        #expect(try reader.entries(after: 0).collect().count == 6)
        #expect(try elsewhere.files() == [name])
    }

    @Test func `it reads a copy that was taken together with its log`() throws {
        let journal = try place.journal(entries: 9)
        let elsewhere = try Workplace()
        try elsewhere.write(try #require(try place.bytes()), to: "journal.sqlite")
        try elsewhere.write(try #require(try place.bytes("-wal")), to: "journal.sqlite-wal")
        let reader = try JournalReader(at: elsewhere.path)
        #expect(try reader.entries(after: 0).collect() == journal.allEntries())
    }

    @Test func `what is not there, or no journal, is said`() throws {
        #expect(failure { _ = try JournalReader(at: place.path) }?.code == .missing)
        try place.write(Data(repeating: 7, count: 5000), to: "journal.sqlite")
        #expect(failure { _ = try JournalReader(at: place.path) }?.code == .notAJournal)
        #expect(failure { _ = try JournalReader(at: place.directory) } != nil)
    }

    @Test func `a copy is verified, private, and opens as a journal`() throws {
        let journal = try place.journal(entries: 30)
        let copy = place.directory + "/backup.sqlite"
        let report = try journal.backup(to: copy)
        #expect(report.isWhole && report.head == journal.head)
        #expect(place.mode(copy) == 0o600)
        #expect(try place.files().filter { $0.hasPrefix("backup") } == ["backup.sqlite"])
        _ = try journal.append([.sample(30)])

        let restored = try place.open(copy)
        #expect(restored.head.seq == 30)
        #expect(restored.previousRunWasUnclean)
        // What the shim has seen since is above the floor that it is given.
        #expect(try restored.begin(floor: 12).epoch == 12)
        #expect(try restored.append([.sample(31)]) == 31...31)
    }

    @Test func `a copy of a damaged journal is refused and removed`() throws {
        try place.closedJournal(entries: 6)
        try place.tamper("UPDATE entries SET at_ms = 0 WHERE seq = 3")
        let thrown = failure { _ = try JournalReader(at: place.path).backup(to: place.directory + "/backup.sqlite") }
        #expect(thrown?.code == .damaged)
        #expect(try place.files().filter { $0.hasPrefix("backup") }.isEmpty)
    }

    @Test func `every failure says where, what, and what to do`() throws {
        try place.write(Data(), to: "journal.sqlite")
        let thrown = try #require(failure { _ = try place.open() })
        #expect(!thrown.what.isEmpty && !thrown.remedy.isEmpty && thrown.path == place.path)
        #expect(thrown.description == "journal \(place.path): \(thrown.what); \(thrown.remedy)")
    }
}
