import Foundation
import GRDB
import Market
import Testing

@testable import Journal

/// What a crash or a power loss leaves: the file, and a log that ends anywhere.
@Suite struct JournalCrashTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    /// Copies the file and the first `length` bytes of its log, as they are while the journal is open.
    private func copy(_ file: Data, _ log: Data, length: Int) throws -> Workplace {
        let copy = try Workplace()
        try copy.write(file, to: "journal.sqlite")
        try copy.write(log.prefix(length), to: "journal.sqlite-wal")
        return copy
    }

    @Test func `a killed process loses nothing that was acknowledged`() throws {
        let journal = try place.journal(entries: 25)
        let copy = try copy(try #require(try place.bytes()), try #require(try place.bytes("-wal")), length: .max)
        let found = try copy.open()
        #expect(try found.allEntries() == journal.allEntries())
        #expect(found.head == journal.head)
        #expect(found.previousRunWasUnclean)
        #expect(try found.begin().epoch == 2)
    }

    /// Commits of three entries: what opens is a prefix of them, whole commits only, and the longer the log the more of
    /// it.
    @Test func `H06: whatever is left of the log, what opens is a prefix`() throws {
        let journal = try place.journal(entries: 60, perCommit: 3)
        let (file, log) = (try #require(try place.bytes()), try #require(try place.bytes("-wal")))
        let entries = try journal.allEntries()
        let frame = 24 + 4096
        let frames = (log.count - 32) / frame
        var lengths = Set(0...33)
        for index in 0...frames {
            lengths.formUnion([32 + index * frame - 1, 32 + index * frame, 32 + index * frame + 1])
        }
        lengths.formUnion(stride(from: 0, to: log.count, by: 2999))
        var last = 0
        var counts = Set<Int>()
        for length in lengths.sorted() {
            let found = try copy(file, log, length: length).open()
            let read = try found.allEntries()
            #expect(read == Array(entries.prefix(read.count)), "log cut at \(length)")
            #expect(read.count % 3 == 0 && read.count >= last, "log cut at \(length)")
            last = read.count
            counts.insert(last)
        }
        #expect(last == 60 && counts.count == 21, "each commit should have been the last one once")
    }

    @Test(arguments: [5, 6] as [UInt64])
    func `H06: noise in the log ends it, and what was before it stands`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let journal = try place.journal(entries: 30)
        let (file, log) = (try #require(try place.bytes()), try #require(try place.bytes("-wal")))
        let entries = try journal.allEntries()
        for _ in 0..<60 {
            var torn = log
            let at = Int.random(in: 0..<log.count, using: &random)
            for index in at..<min(at + 512, log.count) { torn[index] = UInt8.random(in: 0...255, using: &random) }
            let read = try copy(file, torn, length: .max).open().allEntries()
            #expect(read == Array(entries.prefix(read.count)), "seed \(seed), byte \(at)")
        }
    }

    @Test func `H06: a lost log shows as a shorter journal, never as a wrong one`() throws {
        do { _ = try place.journal(entries: 10) }
        let journal = try place.open()
        _ = try journal.begin()
        _ = try journal.append([.sample(10)])
        let found = try copy(try #require(try place.bytes()), Data(), length: 0).open()
        #expect(found.head.seq == 10)
        #expect(found.previousRun?.number == 1)
    }

    /// Prefixes of the log from before a restart must not come back: the log's salt changes.
    @Test func `H06: a log of an earlier life is not replayed`() throws {
        let old: Data
        do {
            let journal = try place.journal(entries: 5)
            old = try #require(try place.bytes("-wal"))
            try journal.endRun("stopped", at: Workplace.start)
        }
        let journal = try place.open()
        _ = try journal.begin()
        _ = try journal.append([.sample(5)])
        let file = try #require(try place.bytes())
        let log = try #require(try place.bytes("-wal"))
        let found = try copy(file, log + old.dropFirst(32), length: .max).open()
        #expect(found.head == journal.head)
    }
}
