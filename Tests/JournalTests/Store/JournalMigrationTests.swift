import Foundation
import GRDB
import Market
import Testing

@testable import Journal

@Suite struct JournalMigrationTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    /// As a later version might add it.
    private static let second = JournalSchema.Migration(name: "2 notes") { db in
        try db.execute(
            sql: "CREATE TABLE notes (seq INTEGER PRIMARY KEY REFERENCES entries (seq), note TEXT NOT NULL) STRICT")
    }
    private static let next = JournalSchema(migrations: JournalSchema.current.migrations + [second])

    @Test func `A14: an older journal is copied, then migrated, and keeps its entries`() throws {
        try place.closedJournal(entries: 8)
        let entries = try place.open().allEntries()
        do {
            let journal = try place.open(schema: Self.next)
            #expect(try journal.allEntries() == entries)
            #expect(try journal.verify().format == 2)
            #expect(journal.previousRun?.number == 2)
            _ = try journal.begin()
            #expect(try journal.append([.sample(8)]) == 9...9)
        }
        let copy = place.path + ".format-1"
        #expect(place.mode(copy) == 0o600)
        #expect(try JournalReader(at: copy).verify().isWhole)
        #expect(try JournalReader(at: copy).entries(after: 0).collect() == entries)
        #expect(try place.open(copy).head.seq == 8)
    }

    @Test func `a journal of this format is neither copied nor changed by opening`() throws {
        try place.closedJournal(entries: 4)
        let before = try place.bytes()
        _ = try place.open()
        #expect(try place.bytes() == before)
        #expect(try place.files() == ["journal.sqlite", "journal.sqlite.lock"])
    }

    @Test func `A14: a newer journal is refused and stays as it is`() throws {
        do { _ = try place.open(schema: Self.next) }
        let before = try place.bytes()
        let thrown = failure { _ = try place.open() }
        #expect(thrown?.code == .newer)
        #expect(thrown?.description.contains("2 notes") == true)
        #expect(failure { _ = try JournalReader(at: place.path) }?.code == .newer)
        #expect(try place.bytes() == before)
    }

    @Test func `A14: a migration that fails leaves the journal as it was, and its copy`() throws {
        try place.closedJournal(entries: 4)
        let failing = JournalSchema(
            migrations: JournalSchema.current.migrations + [
                .init(name: "2 fails") { db in
                    try db.execute(sql: "CREATE TABLE notes (seq INTEGER CHECK (seq < 3)) STRICT")
                    try db.execute(sql: "INSERT INTO notes SELECT seq FROM entries")
                }
            ])
        for copy in [".format-1", ".format-1.2"] {
            #expect(failure { _ = try place.open(schema: failing) }?.code == .damaged)
            #expect(try JournalReader(at: place.path + copy).verify().isWhole)
        }
        let journal = try place.open()
        #expect(try journal.verify().isWhole)
        #expect(journal.head.seq == 4)
    }

    @Test func `A14: a migration that breaks the chain is caught, and the copy named`() throws {
        try place.closedJournal(entries: 4)
        let careless = JournalSchema(
            migrations: JournalSchema.current.migrations + [
                .init(name: "2 careless") { db in
                    try db.execute(sql: "DROP TRIGGER entries_are_not_changed")
                    try db.execute(sql: "UPDATE entries SET kind = 'fill'")
                }
            ])
        let thrown = failure { _ = try place.open(schema: careless) }
        #expect(thrown?.code == .damaged)
        #expect(thrown?.description.contains(".format-1") == true)
    }

    @Test(arguments: ["0", "2", "x"])
    func `a format version that the tables deny is damage`(format: String) throws {
        try place.closedJournal(entries: 2)
        try place.tamper("UPDATE meta SET value = '\(format)' WHERE key = 'format'")
        #expect(failure { _ = try place.open() }?.code == .damaged)
    }

    /// A released migration is never edited: this text is what journals of format 1 contain.
    @Test func `format 1 is what it was when it was released`() throws {
        let statements = try JournalSchema.current.statements().joined(separator: "\n")
        let words = statements.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words == Self.frozen.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }

    private static let frozen = """
        table entries: CREATE TABLE entries ( seq INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (number),
        at_ms INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL ) STRICT
        trigger entries_are_not_changed: CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END
        trigger entries_are_not_deleted: CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END
        trigger entries_follow_one_another: CREATE TRIGGER entries_follow_one_another BEFORE INSERT ON entries
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
        BEGIN SELECT RAISE(ABORT, 'an entry has the next number'); END
        table grdb_migrations: CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)
        table head: CREATE TABLE head ( id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL,
        hash BLOB NOT NULL ) STRICT
        trigger head_is_not_deleted: CREATE TRIGGER head_is_not_deleted BEFORE DELETE ON head
        BEGIN SELECT RAISE(ABORT, 'the head is never deleted'); END
        trigger head_only_rises: CREATE TRIGGER head_only_rises BEFORE UPDATE ON head WHEN NEW.seq <= OLD.seq
        BEGIN SELECT RAISE(ABORT, 'the head only rises'); END
        table meta: CREATE TABLE meta ( key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL ) STRICT, WITHOUT ROWID
        table runs: CREATE TABLE runs ( number INTEGER PRIMARY KEY, epoch INTEGER NOT NULL UNIQUE,
        started_at_ms INTEGER NOT NULL, ended_at_ms INTEGER, ended_how TEXT, program TEXT NOT NULL,
        configuration_digest TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER, hash BLOB NOT NULL,
        end_hash BLOB ) STRICT
        trigger runs_are_not_deleted: CREATE TRIGGER runs_are_not_deleted BEFORE DELETE ON runs
        BEGIN SELECT RAISE(ABORT, 'a run is never deleted'); END
        trigger runs_end_once: CREATE TRIGGER runs_end_once BEFORE UPDATE ON runs
        WHEN OLD.ended_at_ms IS NOT NULL OR OLD.number IS NOT NEW.number OR OLD.epoch IS NOT NEW.epoch
        OR OLD.started_at_ms IS NOT NEW.started_at_ms OR OLD.program IS NOT NEW.program
        OR OLD.configuration_digest IS NOT NEW.configuration_digest OR OLD.first_seq IS NOT NEW.first_seq
        OR OLD.hash IS NOT NEW.hash BEGIN SELECT RAISE(ABORT, 'a run is written once and ended once'); END
        trigger runs_follow_one_another: CREATE TRIGGER runs_follow_one_another BEFORE INSERT ON runs
        WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM runs)
        OR NEW.epoch <= (SELECT coalesce(max(epoch), 0) FROM runs)
        BEGIN SELECT RAISE(ABORT, 'a run has the next number and a higher epoch'); END
        """
}
