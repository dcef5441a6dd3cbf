import Foundation
import GRDB
import Glibc
import Market
import Testing

@testable import Journal

@Suite struct JournalOpeningTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `A15: a second opener is told who is first`() throws {
        let journal = try place.open()
        let thrown = failure { _ = try place.open() }
        #expect(thrown?.code == .locked)
        #expect(thrown?.description.contains("this process") == true)
        withExtendedLifetime(journal) {}
    }

    @Test func `another process is named by its number, or as another where it left none`() throws {
        let descriptor = Glibc.open(place.path + ".lock", O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(failure { _ = try place.open() }?.description.contains("another process") == true)
        #expect(pwrite(descriptor, "4242\n", 5, 0) == 5)
        #expect(failure { _ = try place.open() }?.description.contains("process 4242") == true)
        #expect(try place.files() == ["journal.sqlite.lock"])
    }

    @Test func `the lock goes with the handle`() throws {
        do { _ = try place.journal(entries: 1) }
        #expect(try place.open().head.seq == 1)
    }

    @Test func `a missing journal is not made unasked`() throws {
        let thrown = failure { _ = try place.open(mayCreate: false) }
        #expect(thrown?.code == .missing)
        #expect(try place.files() == ["journal.sqlite.lock"])
    }

    @Test func `a making that was cut off is begun anew`() throws {
        try place.write(Data("half".utf8), to: "journal.sqlite.new")
        try place.write(Data("half".utf8), to: "journal.sqlite.new-journal")
        #expect(try place.open().head.seq == 0)
        #expect(try place.files().filter { $0.contains("new") }.isEmpty)
    }

    static let strangers: [(JournalIdentity, String)] = [
        (JournalIdentity(account: "1000000366", mode: .live), "another account"),
        (JournalIdentity(account: "1000000365", mode: .paper), "the other mode"),
    ]

    @Test(arguments: strangers.map(\.1))
    func `it opens only for the account and mode that it was made for`(name: String) throws {
        let identity = try #require(Self.strangers.first { $0.1 == name }).0
        try place.closedJournal(entries: 4)
        let before = try place.bytes()
        let thrown = failure { _ = try place.open(identity: identity) }
        #expect(thrown?.code == .otherIdentity)
        #expect(thrown?.description.contains("1000000365") == false, "account ids are masked in messages")
        #expect(try place.bytes() == before)
        #expect(try place.files() == ["journal.sqlite", "journal.sqlite.lock"])
        #expect(try place.open().head.seq == 4)
    }

    @Test func `an account must have a name`() throws {
        #expect(failure { _ = try place.open(identity: .init(account: "", mode: .live)) }?.code == .invalidEntry)
    }

    @Test func `what is not a journal is left alone`() throws {
        let text = Data(String(repeating: "not a database\n", count: 100).utf8)
        try place.write(text, to: "journal.sqlite")
        #expect(failure { _ = try place.open() }?.code == .notAJournal)
        #expect(try place.bytes() == text)

        let other = place.directory + "/other.sqlite"
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE mine (id INTEGER)") }
        chmod(other, 0o600)
        #expect(failure { _ = try place.open(other) }?.code == .notAJournal)
        #expect(
            try DatabaseQueue(path: other).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") } == 1
        )
    }

    @Test func `an empty file is damage, and so is a log without its file`() throws {
        try place.write(Data(), to: "journal.sqlite")
        #expect(failure { _ = try place.open() }?.code == .damaged)
        try FileManager.default.removeItem(atPath: place.path)
        try place.write(Data("frames".utf8), to: "journal.sqlite-wal")
        #expect(failure { _ = try place.open() }?.code == .damaged)
        #expect(try place.bytes() == nil)
        try place.write(Data(), to: "journal.sqlite-wal")
        #expect(try place.open().head.seq == 0)
    }

    @Test func `a file that others could have changed is refused`() throws {
        try place.closedJournal(entries: 2)
        chmod(place.path, 0o660)
        #expect(failure { _ = try place.open() }?.code == .unsafeFile)
        chmod(place.path, 0o640)
        #expect(failure { _ = try place.open() } == nil)
        chmod(place.directory, 0o777)
        #expect(failure { _ = try place.open() }?.code == .unsafeFile)
        chmod(place.directory, 0o1777)
        #expect(failure { _ = try place.open() } == nil)
    }

    @Test func `links and directories are refused`() throws {
        try place.closedJournal(entries: 2)
        let link = place.directory + "/link.sqlite"
        #expect(symlink(place.path, link) == 0)
        #expect(failure { _ = try place.open(link) }?.code == .unsafeFile)
        #expect(failure { _ = try place.open(place.directory) }?.code == .unsafeFile)
        #expect(unlink(link) == 0)
        #expect(Glibc.link(place.path, link) == 0)
        #expect(failure { _ = try place.open() }?.code == .unsafeFile)
    }

    @Test(.enabled(if: geteuid() == 0, "needs root to give a file away"))
    func `a file of another user is refused`() throws {
        try place.closedJournal(entries: 2)
        #expect(chown(place.path, 1, 1) == 0)
        let thrown = failure { _ = try place.open() }
        #expect(thrown?.code == .unsafeFile)
        #expect(thrown?.description.contains("user 1") == true)
    }

    @Test func `a directory that is not there is named`() throws {
        let thrown = failure { _ = try place.open(place.directory + "/none/journal.sqlite") }
        #expect(thrown?.code == .storage)
        #expect(thrown?.description.contains("none") == true)
    }

    @Test func `a tool that holds the file while it opens is waited for, one that writes later is not`() throws {
        try place.closedJournal(entries: 2)
        let other = try place.intruder()
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let journal = try place.open()
        #expect(failure { _ = try journal.begin() }?.code == .busy)
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    }
}
