import Foundation
import GRDB
import Glibc
import Market

@testable import Journal

/// A directory of its own for one test, removed with it, and the usual moves on a journal in it.
final class Workplace {
    let directory: String

    /// `inMemory`: where the machine has a file system in memory, for tests that make thousands of journals.
    init(inMemory: Bool = false) throws {
        let memory = "/dev/shm"
        let hasMemory = inMemory && access(memory, W_OK) == 0
        let parent = hasMemory ? memory : FileManager.default.temporaryDirectory.path
        directory = parent + "/journal-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var path: String { directory + "/journal.sqlite" }

    static let identity = JournalIdentity(account: "1000000365", mode: .live)
    static let start = Timestamp(milliseconds: 1_795_219_200_000)

    func open(
        _ path: String? = nil, identity: JournalIdentity = Workplace.identity, mayCreate: Bool = true,
        maximumBytes: Int64? = nil, schema: JournalSchema = .current
    ) throws -> Journal {
        try Journal.open(
            at: path ?? self.path, identity: identity, at: Workplace.start, mayCreate: mayCreate,
            maximumBytes: maximumBytes, schema: schema)
    }

    /// A journal with a run and `count` entries in it, still open.
    func journal(entries count: Int = 0, perCommit: Int = 1) throws -> Journal {
        let journal = try open()
        _ = try journal.begin()
        var entry = 0
        while entry < count {
            let batch = (entry..<min(entry + perCommit, count)).map { NewEntry.sample($0) }
            _ = try journal.append(batch)
            entry += batch.count
        }
        return journal
    }

    /// A file with everything in it, closed, without a log: two runs, the first ended, the second not.
    func closedJournal(entries count: Int) throws {
        do {
            let journal = try journal(entries: count / 2)
            try journal.endRun("stopped", at: Workplace.start.adding(seconds: 60))
        }
        let journal = try open()
        _ = try journal.begin()
        _ = try journal.append((count / 2..<count).map { NewEntry.sample($0) })
    }

    /// Changes the file behind the journal's back, triggers out of the way and put back afterwards.
    func tamper(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in
            let triggers = try Row.fetchAll(db, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger.text(0) ?? "")") }
            try db.execute(sql: sql)
            for trigger in triggers { try db.execute(sql: trigger.text(1) ?? "") }
        }
        try queue.close()
    }

    /// Another program that has the file open, and may leave a transaction open.
    func intruder() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// What another program does to the file and goes.
    func intrude(_ sql: String) throws {
        let queue = try intruder()
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    func bytes(_ suffix: String = "") throws -> Data? {
        guard FileManager.default.fileExists(atPath: path + suffix) else { return nil }
        return try Data(contentsOf: URL(fileURLWithPath: path + suffix))
    }

    func write(_ data: Data, to name: String, mode: mode_t = 0o600) throws {
        let path = directory + "/" + name
        try data.write(to: URL(fileURLWithPath: path))
        chmod(path, mode)
    }

    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }

    func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }
}

extension NewEntry {
    static func sample(_ number: Int) -> NewEntry {
        NewEntry(
            at: Workplace.start.adding(milliseconds: Int64(number)), kind: number % 7 == 3 ? "checkpoint" : "filled",
            body: Data(#"{"fill":\#(number),"symbol":"600000.SH","note":"第\#(number)笔"}"#.utf8))
    }
}

extension Journal {
    func begin(at now: Timestamp = Workplace.start, floor: Int64 = 1) throws -> Run {
        try beginRun(program: "qmtd 0.1.0", configurationDigest: "c0ffee", at: now, epochFloor: floor)
    }

    /// On its own connection, past everything that it does itself.
    func execute(_ sql: String) throws { try contents.queue.inDatabase { try $0.execute(sql: sql) } }

    func allEntries() throws -> [JournalEntry] { try entries(after: 0).collect() }
}

extension JournalEntries {
    consuming func collect() throws -> [JournalEntry] {
        var all: [JournalEntry] = []
        while let entry = try next() { all.append(entry) }
        return all
    }
}

/// The failure that `body` throws; nil where it throws none.
func failure(_ body: () throws -> Void) -> JournalFailure? {
    do { try body() } catch { return error as? JournalFailure }
    return nil
}
