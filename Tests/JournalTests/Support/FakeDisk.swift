import CFakeDisk
import Foundation

@testable import Journal

/// A disk that can lose its power, fill up and fail, under one folder: the journal is opened there as it is anywhere, and
/// everything that SQLite reads and writes goes through it.
final class FakeDisk {
    let place: Workplace
    private let disk: OpaquePointer
    private var observer: (() -> Void)?

    struct Refused: Error {}

    init() throws {
        place = try Workplace(inMemory: true)
        guard let disk = fakedisk_attach(place.directory) else { throw Refused() }
        self.disk = disk
    }

    deinit { fakedisk_detach(disk) }

    var counts: fakedisk_counts { fakedisk_count(disk) }

    /// What goes wrong from now on; numbers count from the disk's making.
    func fail(_ change: (inout fakedisk_faults) -> Void) {
        var faults = fakedisk_faults()
        change(&faults)
        fakedisk_set_faults(disk, faults)
    }

    /// The disk is as it should be again: space was freed, the cable put in.
    func heal() { fakedisk_set_faults(disk, fakedisk_faults()) }

    /// Calls `observer` after everything that changes the disk.
    func observe(_ observer: (() -> Void)?) {
        self.observer = observer
        fakedisk_observe(
            disk,
            { context in
                guard let context else { return }
                Unmanaged<FakeDisk>.fromOpaque(context).takeUnretainedValue().observer?()
            },
            Unmanaged.passUnretained(self).toOpaque())
    }

    func snapshot() throws -> Snapshot {
        guard let snapshot = fakedisk_take_snapshot(disk) else { throw Refused() }
        return Snapshot(snapshot)
    }

    /// The disk at one moment.
    final class Snapshot {
        private let snapshot: OpaquePointer

        init(_ snapshot: OpaquePointer) { self.snapshot = snapshot }

        deinit { fakedisk_free_snapshot(snapshot) }

        /// What is there when the power is back.
        func afterPowerLoss(seed: UInt64) throws -> (place: Workplace, losses: fakedisk_losses) {
            let place = try Workplace(inMemory: true)
            var losses = fakedisk_losses()
            guard fakedisk_lose_power(snapshot, seed, place.directory, &losses) == 0 else { throw Refused() }
            return (place, losses)
        }
    }
}

/// A number from the environment, for the long runs.
func setting(_ name: String, default value: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? value
}
