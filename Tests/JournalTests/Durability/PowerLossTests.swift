import CFakeDisk
import Market
import Testing

@testable import Journal

/// Invariant 27: what was acknowledged survives, and what is there beyond it is a prefix of what was being written.
@Suite struct PowerLossTests {
    @Test(arguments: [1, 2] as [UInt64])
    func `H07: the power fails at every write and flush of a session, and nothing acknowledged is lost`(
        seed: UInt64
    ) throws {
        let power = try PowerLoss(Session(seed: seed)) { _ in true }
        #expect(power.changes > 150 && power.moments.count == power.changes)
        var losses = fakedisk_losses()
        for moment in power.moments {
            for luck in 0..<2 {
                let loss = try power.loss(
                    at: moment, seed: seed << 40 | UInt64(moment.change * 2 + luck), losses: &losses)
                #expect(loss == nil, "session \(seed), change \(moment.change), luck \(luck)")
            }
        }
        #expect(
            losses.lost > 500 && losses.kept > 500 && losses.torn > 50, "the disk should have been cruel: \(losses)")
    }

    /// A copy has no log yet: the first start on it rewrites the file's first page with a rollback journal.
    @Test func `H07 H08: the power fails at every write of the first start on a restored copy`() throws {
        let power = try PowerLoss(Session(seed: 3, commits: 2), isCopy: true) { _ in true }
        #expect(power.changes > 15)
        var losses = fakedisk_losses()
        for moment in power.moments {
            for luck in 0..<12 {
                let loss = try power.loss(at: moment, seed: UInt64(moment.change * 12 + luck), losses: &losses)
                #expect(loss == nil, "change \(moment.change), luck \(luck)")
            }
        }
    }

    /// QMTD_POWER_LOSSES power losses, 300 unless set, in sessions of 60 each from the seed QMTD_SEED on.
    @Test func `H07: power losses at random moments of random sessions lose nothing acknowledged`() throws {
        let (count, first) = (setting("QMTD_POWER_LOSSES", default: 300), setting("QMTD_SEED", default: 1_000))
        let each = 60
        var losses = fakedisk_losses()
        for number in 0..<(count + each - 1) / each {
            let seed = UInt64(first + number)
            var random = SplitMix64(seed: seed &* 0x9E37_79B9)
            let power = try PowerLoss(Session(seed: seed)) { _ in Int.random(in: 0..<4, using: &random) == 0 }
            for _ in 0..<each {
                let moment = try #require(power.moments.randomElement(using: &random))
                let luck = random.next()
                let loss = try power.loss(at: moment, seed: luck, losses: &losses)
                #expect(loss == nil, "QMTD_SEED=\(seed), change \(moment.change), luck \(luck)")
            }
        }
        print("power losses: \(count) from seed \(first), unflushed sectors \(losses)")
    }

    /// The harness finds what it is there to find: the same sessions, with a setting that does not wait for the disk.
    @Test func `H07: with synchronous=NORMAL the same test finds entries that were acknowledged and are gone`() throws {
        let found = try self.losses(Session(seed: 1, synchronous: "NORMAL"))
        #expect(found.lost > 50, "NORMAL should have lost commits: \(found)")
        // It loses the newest ones, and keeps the order of what is left.
        #expect(found.wrong == 0)
    }

    @Test func `H07: on a disk that only says that it flushed, the same test finds the loss`() throws {
        let found = try self.losses(Session(seed: 2)) { $0.lies = 1 }
        #expect(found.lost + found.wrong > 50, "\(found)")
    }

    private func losses(
        _ session: Session, faults: (inout fakedisk_faults) -> Void = { _ in }
    ) throws -> (lost: Int, wrong: Int) {
        let power = try PowerLoss(session, faults: faults) { _ in true }
        var (lost, wrong, losses) = (0, 0, fakedisk_losses())
        for moment in power.moments {
            switch try power.loss(at: moment, seed: UInt64(moment.change), losses: &losses) {
            case .lost: lost += 1
            case .wrong: wrong += 1
            case nil: break
            }
        }
        return (lost, wrong)
    }
}
