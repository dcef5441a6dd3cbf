import Foundation
import GRDB
import Market
import Testing

@testable import Journal

@Suite struct JournalAppendingTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `commits are flushed, writers are not waited for, and only we may read the files`() throws {
        let journal = try place.journal(entries: 3)
        let settings = try journal.contents.queue.inDatabase { db in
            try ["journal_mode", "synchronous", "busy_timeout", "foreign_keys"].map { name in
                try Row.fetchOne(db, sql: "PRAGMA \(name)").map { "\(name) \($0.text(0) ?? "\($0.integer(0) ?? -1)")" }
            }
        }
        #expect(settings == ["journal_mode wal", "synchronous 2", "busy_timeout 0", "foreign_keys 1"])
        for suffix in ["", "-wal", "-shm", ".lock"] { #expect(place.mode(place.path + suffix) == 0o600) }
    }

    @Test func `sequence numbers have no gaps, over commits, runs and processes`() throws {
        do {
            let journal = try place.journal()
            #expect(try journal.append([.sample(0)]) == 1...1)
            #expect(try journal.append([.sample(1), .sample(2), .sample(3)]) == 2...4)
            try journal.endRun("stopped", at: Workplace.start)
        }
        let journal = try place.open()
        #expect(journal.head.seq == 4)
        #expect(try journal.begin().firstSeq == 5)
        #expect(try journal.append([.sample(4)]) == 5...5)
        #expect(try journal.allEntries().map(\.seq) == [1, 2, 3, 4, 5])
        #expect(try journal.allEntries().map(\.run) == [1, 1, 1, 1, 2])
    }

    @Test(arguments: [1, 2, 3, 20_261_120] as [UInt64])
    func `what was appended is what is read, whatever it is`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var model: [NewEntry] = []
        for _ in 0..<6 {
            let journal = try place.open()
            _ = try journal.begin()
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let batch = (0..<Int.random(in: 1...12, using: &random)).map { _ in entry(&random) }
                let range = try journal.append(batch)
                #expect(range == Int64(model.count + 1)...Int64(model.count + batch.count), "seed \(seed)")
                model += batch
            }
            let read = try journal.allEntries().map { NewEntry(at: $0.at, kind: $0.kind, body: $0.body) }
            #expect(read == model, "seed \(seed)")
            #expect(try journal.verify().isWhole, "seed \(seed)")
        }
    }

    private func entry(_ random: inout SplitMix64) -> NewEntry {
        let lengths = [0, 1, 30, 500, 5000, 300_000]
        let length = lengths[Int.random(in: 0..<lengths.count, using: &random)]
        let scalars = ["a", "\"", "中", "é", "🙂", "\n", "\\"]
        var body = ""
        while body.utf8.count < length { body += scalars[Int.random(in: 0..<scalars.count, using: &random)] }
        return NewEntry(
            at: Timestamp(milliseconds: Int64.random(in: -1...4_000_000_000_000, using: &random)),
            kind: ["filled", "checkpoint", "a.b-C_9"][Int.random(in: 0..<3, using: &random)], body: Data(body.utf8))
    }

    @Test func `reading is in pages that hold about a megabyte`() throws {
        let journal = try place.journal()
        let body = Data(repeating: UInt8(ascii: "x"), count: 700_000)
        for _ in 0..<5 {
            _ = try journal.append([NewEntry(at: Workplace.start, kind: "checkpoint", body: body), .sample(1)])
        }
        let first = try journal.contents.queue.read { db in
            try journal.contents.page(after: journal.contents.head(at: 0, db), through: 10, db)
        }
        #expect(first.map(\.seq) == [1, 2, 3])
        #expect(try journal.allEntries().map(\.seq) == Array(1...10))
        #expect(try journal.entries(after: 7).collect().map(\.seq) == [8, 9, 10])
        #expect(try journal.entries(after: 10).collect().isEmpty)
        #expect(try journal.entries(after: 99).collect().isEmpty)
    }

    @Test func `an iteration ends at what was newest when it began`() throws {
        let journal = try place.journal(entries: 3)
        var entries = try journal.entries(after: 0)
        #expect(try entries.next()?.seq == 1)
        _ = try journal.append([.sample(3)])
        #expect(try entries.collect().map(\.seq) == [2, 3])
    }

    @Test func `state is rebuilt from the last checkpoint and what follows it`() throws {
        let journal = try place.journal(entries: 20)
        let checkpoint = try #require(try journal.lastEntry(kind: "checkpoint"))
        #expect(checkpoint.seq == 18)
        #expect(try journal.entries(after: checkpoint.seq).collect().map(\.seq) == [19, 20])
        #expect(try journal.lastEntry(kind: "never") == nil)
    }

    static let unfit: [(String, NewEntry)] = [
        ("no kind", NewEntry(at: Workplace.start, kind: "", body: Data("{}".utf8))),
        ("a kind with a blank", NewEntry(at: Workplace.start, kind: "a b", body: Data("{}".utf8))),
        ("a kind of 65", NewEntry(at: Workplace.start, kind: String(repeating: "k", count: 65), body: Data("{}".utf8))),
        ("a NUL", NewEntry(at: Workplace.start, kind: "k", body: Data([0x7B, 0, 0x7D]))),
        ("bytes that are no text", NewEntry(at: Workplace.start, kind: "k", body: Data([0x22, 0xC3, 0x28, 0x22]))),
        ("17 MiB", NewEntry(at: Workplace.start, kind: "k", body: Data(repeating: 0x20, count: 17 << 20))),
    ]

    @Test(arguments: unfit.map(\.0))
    func `an entry that cannot be stored takes its whole commit with it and ends the handle`(name: String) throws {
        let unfit = try #require(Self.unfit.first { $0.0 == name }).1
        do {
            let journal = try place.journal(entries: 2)
            let thrown = failure { _ = try journal.append([.sample(2), unfit, .sample(3)]) }
            #expect(thrown?.code == .invalidEntry)
            #expect(journal.isPoisoned)
            #expect(failure { _ = try journal.append([.sample(2)]) }?.code == .poisoned)
            #expect(journal.head.seq == 2)
        }
        #expect(try place.open().allEntries().map(\.seq) == [1, 2])
    }

    @Test func `nothing to append is an error, and so is a run that has not begun`() throws {
        #expect(failure { _ = try place.journal().append([]) }?.code == .invalidEntry)
        #expect(failure { _ = try place.open().append([.sample(0)]) }?.code == .wrongRun)
    }
}
