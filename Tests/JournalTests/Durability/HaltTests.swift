import CFakeDisk
import Engine
import Foundation
import Market
import Testing

@testable import Journal

/// A halt outlives whatever happens while it is written, and a full disk does not keep one from being written.
@Suite struct HaltTests {
    private static let day = Day(number: 20_777)

    private static func entry(_ record: Record) throws -> NewEntry {
        NewEntry(at: Workplace.start, kind: RecordCodec.kind(of: record), body: try RecordCodec.encode(record))
    }

    private static func halt(_ reason: String) -> Record {
        .halted(TradingState.Halt(cause: .operator, by: "uid 1000", reason: reason, since: Workplace.start))
    }

    private func journal(_ place: Workplace) throws -> Journal {
        let journal = try place.open()
        let run = try journal.begin()
        _ = try journal.append([
            Self.entry(.runBegan(run: run.number, epoch: run.epoch, afterUncleanEnd: false, at: Workplace.start)),
            Self.entry(.checkpoint(Book())), Self.entry(.dayBegan(Self.day)),
        ])
        return journal
    }

    private func isHalted(_ journal: Journal) throws -> Bool { try journal.foldedBook().book.trading.halt != nil }

    @Test func `A13: the power fails at any write of a halt: it is halted, or the run is known to have ended badly`()
        throws
    {
        for number in 0..<16 {
            let disk = try FakeDisk()
            let journal = try journal(disk.place)
            var moments: [(FakeDisk.Snapshot, isAcknowledged: Bool)] = [(try disk.snapshot(), false)]
            disk.observe { if let snapshot = try? disk.snapshot() { moments.append((snapshot, false)) } }
            // Reasons of every length: the write ends anywhere in a page.
            _ = try journal.append([try Self.entry(Self.halt(String(repeating: "why ", count: number * 100)))])
            disk.observe(nil)
            moments.append((try disk.snapshot(), true))
            for (index, moment) in moments.enumerated() {
                let found = try moment.0.afterPowerLoss(seed: UInt64(number * 100 + index)).place.open()
                #expect(found.previousRunWasUnclean, "an unfinished run is reconciled before anything is sent")
                if moment.isAcknowledged { #expect(try isHalted(found), "reason \(number)") }
                #expect(try found.foldedBook().book.day == Self.day)
            }
        }
    }

    @Test func `A13: a log cut at any byte of a halt gives the halt or the moment before it`() throws {
        let place = try Workplace(inMemory: true)
        let journal = try journal(place)
        let before = try #require(try place.bytes("-wal")).count
        _ = try journal.append([try Self.entry(Self.halt("seen"))])
        let (file, log) = (try #require(try place.bytes()), try #require(try place.bytes("-wal")))
        var halted = 0
        for length in stride(from: before, through: log.count, by: 37) + [log.count - 1, log.count] {
            let copy = try Workplace(inMemory: true)
            try copy.write(file, to: "journal.sqlite")
            try copy.write(log.prefix(length), to: "journal.sqlite-wal")
            let found = try copy.open()
            #expect(found.previousRunWasUnclean)
            if try isHalted(found) { halted += 1 } else { #expect(length < log.count, "cut at \(length)") }
        }
        #expect(halted == 1, "only the whole log has it")
    }

    @Test func `H01: after a full disk the ballast makes room for the halt, and nothing else`() throws {
        let disk = try FakeDisk()
        let ballast = Ballast(beside: disk.place.path, bytes: 1 << 20)
        try ballast.fill()
        let journal = try journal(disk.place)
        let before = disk.counts
        disk.fail { $0.full_from_write = before.writes + 1 }
        let intent = NewEntry(at: Workplace.start, kind: "filled", body: Data("{}".utf8))
        #expect(failure { _ = try journal.append([intent]) }?.code == .full)
        disk.heal()
        try journal.appendLastWords([try Self.entry(Self.halt("the disk is full"))], givingUp: ballast)
        #expect(!ballast.isWhole)
        #expect(journal.isPoisoned, "these were the last words")
        #expect(failure { _ = try journal.append([intent]) }?.code == .poisoned)

        let reader = try JournalReader(at: disk.place.path)
        #expect(try reader.verify().isWhole)
        #expect(try reader.entries(after: 3).collect().map(\.kind) == ["halted"])
        #expect(try reader.foldedBook().book.trading.halt?.reason == "the disk is full")
    }

    @Test func `H01: last words that fail leave the journal as it was`() throws {
        for number in Int64(1)... {
            let disk = try FakeDisk()
            let ballast = Ballast(beside: disk.place.path, bytes: 4096)
            do {
                let journal = try journal(disk.place)
                var before = disk.counts
                disk.fail { $0.full_from_write = before.writes + 1 }
                #expect(failure { _ = try journal.append([.sample(0)]) }?.code == .full)
                before = disk.counts
                disk.fail { $0.full_from_write = before.writes + number }
                let words = [try Self.entry(Self.halt("full"))]
                if failure({ try journal.appendLastWords(words, givingUp: ballast) }) == nil { break }
            }
            disk.heal()
            #expect(try disk.place.open().head.seq == 3)
        }
    }

    @Test func `H01: there are no last words after any other failure`() throws {
        let disk = try FakeDisk()
        let ballast = Ballast(beside: disk.place.path, bytes: 4096)
        try ballast.fill()
        let journal = try journal(disk.place)
        let words = [try Self.entry(Self.halt("x"))]
        #expect(failure { try journal.appendLastWords(words, givingUp: ballast) }?.code == .poisoned)
        let before = disk.counts
        disk.fail { $0.fail_sync = before.syncs + 1 }
        #expect(failure { _ = try journal.append(words) }?.code == .storage)
        #expect(failure { try journal.appendLastWords(words, givingUp: ballast) }?.code == .poisoned)
        #expect(ballast.isWhole)
    }
}
