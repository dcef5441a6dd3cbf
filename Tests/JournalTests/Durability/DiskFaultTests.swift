import CFakeDisk
import Foundation
import Market
import Testing

@testable import Journal

/// Disks that fill up and fail: a write that fails is the last one, and what was acknowledged stays.
@Suite struct DiskFaultTests {
    private final class Seen {
        var codes: [JournalFailure.Code: Int] = [:]
        var ends = Set<Int64>()
    }

    /// Runs the session on one disk after the other, with the fault one operation later each time, until none is met.
    /// `after` is given the disk as it was when the session had failed, the fault still there.
    private func strike(
        _ session: Session, _ fault: @escaping (inout fakedisk_faults, fakedisk_counts, Int64) -> Void,
        after: (FakeDisk, Session.Acknowledged, JournalFailure, Int64) throws -> Void = { _, _, _, _ in }
    ) throws -> Seen {
        let seen = Seen()
        for number in Int64(1)... {
            let disk = try FakeDisk()
            do { _ = try disk.place.open() }
            let before = disk.counts
            disk.fail { fault(&$0, before, number) }
            var session = session
            session.afterFailure = { journal in
                #expect(journal.isPoisoned, "operation \(number)")
                // The disk may be well again: nothing is acknowledged all the same.
                disk.heal()
                for _ in 0..<2 {
                    #expect(failure { _ = try journal.append([.sample(0)]) }?.code == .poisoned, "operation \(number)")
                }
                #expect(failure { try journal.endRun("stopped", at: Workplace.start) }?.code == .poisoned)
                disk.fail { fault(&$0, before, number) }
            }
            let acknowledged = Session.Acknowledged()
            guard let thrown = failure({ try session.run(on: disk, acknowledged) }) else { break }
            seen.codes[thrown.code, default: 0] += 1
            seen.ends.insert(acknowledged.end)
            try after(disk, acknowledged, thrown, number)
            disk.heal()
            try expectWhole(disk.place, acknowledged, "operation \(number)")
        }
        return seen
    }

    private func expectWhole(_ place: Workplace, _ acknowledged: Session.Acknowledged, _ name: Comment) throws {
        let journal = try place.open(mayCreate: false)
        let head = journal.head.seq
        #expect(head == acknowledged.end || head == acknowledged.offeredEnd, name)
        #expect(try journal.allEntries().map(\.body) == acknowledged.offered.prefix(Int(head)).map(\.body), name)
        #expect(try journal.verify().isWhole, name)
        #expect((journal.previousRun?.epoch ?? 0) >= acknowledged.epoch, name)
        #expect(try journal.begin().epoch > acknowledged.epoch, name)
        #expect(try journal.append([.sample(0)]) == head + 1...head + 1, name)
    }

    @Test func `H01: a full disk at any commit leaves nothing half-acknowledged`() throws {
        let seen = try strike(Session(seed: 4, commits: 8)) { $0.full_from_write = $1.writes + $2 }
        // While it opens and closes, too, SQLite writes; at commits the disk is said to be full.
        #expect(seen.codes[.full, default: 0] >= 15, "\(seen.codes)")
        #expect(Set(seen.codes.keys).isSubset(of: [.full]), "\(seen.codes)")
        #expect(seen.ends.count > 4, "the disk should have been full at different commits: \(seen.ends)")
    }

    @Test func `H01: an intent that met a full disk is not in the journal after space came back`() throws {
        for number in Int64(1)... {
            let disk = try FakeDisk()
            let journal = try disk.place.journal(entries: 5)
            let before = disk.counts
            disk.fail { $0.full_from_write = before.writes + number }
            let intent = NewEntry(at: Workplace.start, kind: "intended", body: Data(repeating: 0x78, count: 20_000))
            guard let thrown = failure({ _ = try journal.append([intent]) }) else { break }
            #expect(thrown.code == .full && journal.isPoisoned)
            #expect(thrown.remedy.contains("free space"))
            disk.heal()
            #expect(try JournalReader(at: disk.place.path).head().seq == 5, "write \(number)")
        }
    }

    @Test func `H02: a disk that became read-only at any write ends the handle, and all acknowledged is there`() throws
    {
        let seen = try strike(Session(seed: 5, commits: 8)) { $0.read_only_from_write = $1.writes + $2 }
        #expect(seen.codes[.storage, default: 0] >= 15 && seen.codes.count == 1, "\(seen.codes)")
    }

    @Test func `H02: one write that fails at any place ends the handle`() throws {
        let seen = try strike(Session(seed: 6, commits: 8)) { $0.fail_write = $1.writes + $2 }
        #expect(seen.codes[.storage, default: 0] >= 10 && seen.codes.count == 1, "\(seen.codes)")
    }

    /// The kernel calls the pages clean afterwards, so the power fails too: what was acknowledged before is on the disk.
    @Test func `H03: a flush that fails at any place is the last one, also when the power fails next`() throws {
        var losses = fakedisk_losses()
        let seen = try strike(Session(seed: 7, commits: 10)) {
            $0.fail_sync = $1.syncs + $2
        } after: { disk, acknowledged, thrown, number in
            #expect(thrown.what.contains("1034"), "SQLite's word for a failed flush: \(thrown)")
            let snapshot = try disk.snapshot()
            for luck in 0..<6 {
                let (place, gone) = try snapshot.afterPowerLoss(seed: UInt64(number) * 6 + UInt64(luck))
                losses.lost += gone.lost
                try expectWhole(place, acknowledged, "flush \(number), luck \(luck)")
            }
        }
        #expect(seen.codes[.storage, default: 0] >= 8 && seen.codes.count == 1, "\(seen.codes)")
        #expect(losses.lost > 50)
    }

    @Test func `H03: a failed flush while the log is taken into the file is not passed over`() throws {
        let disk = try FakeDisk()
        let journal = try disk.place.journal(entries: 5)
        journal.logLimit = 1
        let before = disk.counts
        // The commit's own flush, then the checkpoint's.
        disk.fail { $0.fail_sync = before.syncs + 2 }
        #expect(failure { _ = try journal.append([.sample(5)]) }?.what.contains("taking the log into the file") == true)
        #expect(journal.isPoisoned)
    }

    @Test func `H03: a read that fails is told, and nothing is made up`() throws {
        var told = 0
        for number in Int64(1)... {
            let disk = try FakeDisk()
            do { _ = try disk.place.journal(entries: 200) }
            let before = disk.counts
            disk.fail { $0.fail_read = before.reads + number }
            do {
                let journal = try disk.place.open()
                #expect(try journal.allEntries().count == 200)
                if disk.counts.reads < before.reads + number { break }
            } catch {
                let failure = try #require(error as? JournalFailure)
                #expect(failure.code == .storage || failure.code == .damaged, "read \(number): \(failure)")
                told += 1
            }
        }
        #expect(told > 5)
    }
}
