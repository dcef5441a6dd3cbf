import Foundation
import Glibc
import Market
import Synchronization
import Testing

@testable import Journal

@Suite struct DiskGuardTests {
    private let place: Workplace
    private let mebibyte: Int64 = 1 << 20

    init() throws { place = try Workplace() }

    private func disk(free: Int64?, ballast: Int64 = 4 << 20, floor: Int64 = 100 << 20) -> DiskGuard {
        DiskGuard(ballast: Ballast(beside: place.path, bytes: ballast), floor: floor) { free }
    }

    @Test func `H01: with room, the ballast is made of real blocks and nothing is wrong`() throws {
        let disk = disk(free: 200 * mebibyte)
        #expect(!disk.ballast.isWhole)
        #expect(disk.problem() == nil)
        #expect(disk.ballast.isWhole)
        var status = stat()
        #expect(stat(disk.ballast.path, &status) == 0)
        #expect(status.st_blocks * 512 >= 4 * mebibyte && place.mode(disk.ballast.path) == 0o600)
    }

    @Test func `H01: below the floor the reason says how much is free and what to do`() {
        let problem = disk(free: 100 * mebibyte - 1).problem()
        #expect(problem?.contains("99 MiB free") == true && problem?.contains("resume") == true)
        #expect(problem?.contains("journal.free_space_min_mb") == true)
    }

    @Test func `H01: exactly the floor is enough, with the ballast in place`() throws {
        try Ballast(beside: place.path, bytes: 4 * mebibyte).fill()
        #expect(disk(free: 100 * mebibyte).problem() == nil)
        #expect(disk(free: 100 * mebibyte - 1).problem() != nil)
    }

    @Test func `H01: a ballast that would bring the disk below its floor is not made, and trading waits`() {
        let disk = disk(free: 103 * mebibyte)
        #expect(disk.problem()?.contains("no room for the ballast") == true)
        #expect(!disk.ballast.isWhole)
        #expect(self.disk(free: 104 * mebibyte).problem() == nil)
    }

    @Test func `H01: free space that cannot be read counts as none`() {
        #expect(disk(free: nil).problem()?.contains("cannot be read") == true)
        #expect(disk(free: nil, ballast: 0).problem() != nil)
    }

    @Test func `H01: a ballast that was given up is made again when there is room`() throws {
        let free = Mutex<Int64>(200 << 20)
        let disk = DiskGuard(ballast: Ballast(beside: place.path, bytes: 4096), floor: 100 << 20) {
            free.withLock { $0 }
        }
        #expect(disk.problem() == nil)
        try disk.ballast.release()
        try disk.ballast.release()
        free.withLock { $0 = 50 << 20 }
        #expect(disk.problem() != nil && !disk.ballast.isWhole)
        free.withLock { $0 = 200 << 20 }
        #expect(disk.problem() == nil && disk.ballast.isWhole)
    }

    @Test func `H01: without a ballast only the floor counts`() throws {
        #expect(disk(free: 100 * mebibyte, ballast: 0).problem() == nil)
        #expect(try place.files().isEmpty)
    }

    @Test func `H01: a sparse or short file is no ballast, and a link is none either`() throws {
        let ballast = Ballast(beside: place.path, bytes: 4 * mebibyte)
        let descriptor = open(ballast.path, O_RDWR | O_CREAT, 0o600)
        #expect(ftruncate(descriptor, off_t(4 * mebibyte)) == 0)
        close(descriptor)
        #expect(!ballast.isWhole)
        try ballast.fill()
        #expect(ballast.isWhole)
        try ballast.release()
        #expect(symlink("/etc/hostname", ballast.path) == 0)
        #expect(!ballast.isWhole)
        #expect(failure { try ballast.fill() } != nil)
    }

    @Test func `H01: the space of the real disk is read`() {
        let disk = DiskGuard(journal: place.path, ballast: 4096, floor: 1)
        #expect(disk.problem() == nil && disk.ballast.isWhole)
        #expect(DiskGuard(journal: place.path, ballast: 0, floor: .max).problem() != nil)
        #expect(DiskGuard(journal: place.directory + "/none/journal.sqlite", ballast: 0, floor: 1).problem() != nil)
    }

    /// More than any disk has: what the system says becomes a sentence, and nothing is left lying about.
    @Test func `H01: a ballast for which the disk is too small is told and leaves nothing`() throws {
        let ballast = Ballast(beside: place.path, bytes: 1 << 50)
        let thrown = failure { try ballast.fill() }
        #expect(thrown != nil && thrown?.path == ballast.path)
        #expect(try place.files().isEmpty)
    }
}
