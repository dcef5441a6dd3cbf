import CFakeDisk
import Foundation
import Market

@testable import Journal

/// Runs a session, remembers the disk at moments of it, lets the power fail at each, and looks what is left.
struct PowerLoss {
    struct Moment {
        var change: Int
        var disk: FakeDisk.Snapshot
        var end: Int64
        var offeredEnd: Int64
        var epoch: Int64
    }

    /// What was wrong after the power came back.
    enum Loss: Hashable {
        /// An entry or a run that was acknowledged is gone.
        case lost(String)
        /// What is there is not what was written, or does not open.
        case wrong(String)
    }

    var moments: [Moment] = []
    var changes = 0
    private let acknowledged = Session.Acknowledged()
    private let session: Session

    /// `keep`: of which changes, counted from 0, the disk is remembered. `isCopy`: the journal is a restored copy, which is
    /// opened for the first time; otherwise it has been made and opened already.
    init(
        _ session: Session, isCopy: Bool = false, faults: (inout fakedisk_faults) -> Void = { _ in },
        keep: @escaping (Int) -> Bool
    ) throws {
        self.session = session
        let disk = try FakeDisk()
        if isCopy {
            let original = try Workplace(inMemory: true)
            _ = try original.open().backup(to: disk.place.path)
        } else {
            _ = try disk.place.open()
        }
        disk.fail(faults)
        let acknowledged = acknowledged
        var (count, kept) = (0, [Moment]())
        disk.observe {
            defer { count += 1 }
            guard keep(count), let snapshot = try? disk.snapshot() else { return }
            kept.append(
                Moment(
                    change: count, disk: snapshot, end: acknowledged.end, offeredEnd: acknowledged.offeredEnd,
                    epoch: acknowledged.epoch))
        }
        try session.run(on: disk, acknowledged)
        disk.observe(nil)
        (changes, moments) = (count, kept)
    }

    /// Nil where everything acknowledged is there and the rest is a prefix of what was offered, whole commits only.
    func loss(at moment: Moment, seed: UInt64, losses: inout fakedisk_losses) throws -> Loss? {
        let (place, gone) = try moment.disk.afterPowerLoss(seed: seed)
        losses.kept += gone.kept
        losses.lost += gone.lost
        losses.torn += gone.torn
        let journal: Journal
        do {
            journal = try place.open(mayCreate: false)
        } catch {
            return .wrong("it does not open: \(error)")
        }
        let found: [JournalEntry]
        do { found = try journal.allEntries() } catch { return .wrong("it cannot be read: \(error)") }
        let head = journal.head.seq
        if head < moment.end { return .lost("\(moment.end) entries were acknowledged, \(head) are there") }
        if (journal.previousRun?.epoch ?? 0) < moment.epoch { return .lost("run of epoch \(moment.epoch)") }
        if head != moment.end, head != moment.offeredEnd { return .wrong("it ends within a commit, at \(head)") }
        let offered = acknowledged.offered.prefix(Int(head))
        let isSame =
            found.count == offered.count
            && zip(found, offered).allSatisfy { $0.body == $1.body && $0.kind == $1.kind && $0.at == $1.at }
        if !isSame { return .wrong("its entries are others than those written") }
        let report = try journal.verify()
        if let problem = report.problems.first { return .wrong("\(problem)") }
        // It goes on: a run with a higher epoch, and one more entry.
        let epoch = try journal.begin().epoch
        let next = try journal.append([.sample(0)]).upperBound
        return epoch > moment.epoch && next == head + 1 ? nil : .wrong("it goes on with run \(epoch), entry \(next)")
    }
}
