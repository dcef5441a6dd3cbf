import Glibc

/// Keeps trading away from a full disk: a disk that is found full by a commit is found too late for the orders that are at
/// the broker. Looked at when the daemon starts, each minute, and before trading is resumed.
package struct DiskGuard: Sendable {
    package var ballast: Ballast
    /// With less free space than this, in bytes, nothing new is sent.
    package var floor: Int64
    /// Free bytes for this user where the journal lies; nil where the system does not say.
    private let free: @Sendable () -> Int64?

    package init(journal path: String, ballast: Int64, floor: Int64) {
        self.init(ballast: Ballast(beside: path, bytes: ballast), floor: floor) { DiskGuard.free(at: path) }
    }

    init(ballast: Ballast, floor: Int64, free: @escaping @Sendable () -> Int64?) {
        self.ballast = ballast
        self.floor = floor
        self.free = free
    }

    /// Looks, fills the ballast where it is missing and there is room for it, and says why nothing new may be sent; nil where
    /// there is room.
    package func problem() -> String? {
        let before = free()
        var failure: JournalFailure?
        if !ballast.isWhole, DiskGuard.isRoomy(before, floor: floor, for: ballast.bytes) {
            do { try ballast.fill() } catch { failure = error }
        }
        return DiskGuard.problem(
            free: free(), floor: floor, isBallastWhole: ballast.isWhole, ballast: ballast, failure: failure)
    }

    /// The ballast must not be what brings the disk below its floor.
    static func isRoomy(_ free: Int64?, floor: Int64, for bytes: Int64) -> Bool {
        guard let free else { return false }
        return free >= bytes && free - bytes >= floor
    }

    /// What cannot be found out counts as full.
    static func problem(
        free: Int64?, floor: Int64, isBallastWhole: Bool, ballast: Ballast, failure: JournalFailure? = nil
    ) -> String? {
        guard let free else {
            return "the free space beside \(ballast.path) cannot be read; check that its disk is there"
        }
        if free < floor {
            return "the journal's disk has \(megabytes(free)) free, less than journal.free_space_min_mb "
                + "(\(megabytes(floor))); free some space, then resume"
        }
        if isBallastWhole { return nil }
        if let failure { return "\(failure.what); \(failure.remedy)" }
        return "there is no room for the ballast of \(megabytes(ballast.bytes)) beside the journal; free some space, "
            + "then resume"
    }

    /// Rounded down, so that what is below a floor never looks like it.
    private static func megabytes(_ bytes: Int64) -> String { "\(bytes >> 20) MiB" }

    /// In the folder of `path`.
    static func free(at path: String) -> Int64? {
        var status = statvfs()
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard statvfs(directory, &status) == 0 else { return nil }
        let (bytes, isOver) = Int64(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int64(clamping: status.f_frsize))
        return isOver ? .max : bytes
    }
}
