import Testing

@testable import Control

@Suite struct ConnectionSlotsTests {
    @Test func `K06: one user fills its share, then may only halt, then nothing`() {
        var slots = ConnectionSlots()
        let limits = ControlLimits()
        #expect(
            (0..<6).map { _ in slots.take(uid: 1, limits: limits) } == [.full, .full, .full, .full, .haltOnly, nil])
        #expect(slots.take(uid: 2, limits: limits) == .full)
    }

    @Test func `many users fill the server, and each may still halt`() {
        var slots = ConnectionSlots()
        let limits = ControlLimits()
        for uid in UInt32(1)...4 {
            for _ in 0..<4 { #expect(slots.take(uid: uid, limits: limits) == .full) }
        }
        #expect(
            (1...6).map { slots.take(uid: $0, limits: limits) } == [
                .haltOnly, .haltOnly, .haltOnly, .haltOnly, nil, nil,
            ])
    }

    @Test func `a place given back is free again`() {
        var slots = ConnectionSlots()
        var limits = ControlLimits()
        limits.connectionsPerUser = 1
        #expect(slots.take(uid: 1, limits: limits) == .full)
        #expect(slots.take(uid: 1, limits: limits) == .haltOnly)
        #expect(slots.take(uid: 1, limits: limits) == nil)
        slots.release(.haltOnly, uid: 1)
        #expect(slots.take(uid: 1, limits: limits) == .haltOnly)
        slots.release(.full, uid: 1)
        #expect(slots.take(uid: 1, limits: limits) == .full)
    }

    /// However places are taken and given back, the bounds hold and nothing is lost.
    @Test(arguments: UInt64(1)...20)
    func `the bounds hold`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var slots = ConnectionSlots()
        let limits = ControlLimits()
        var held: [(slot: ConnectionSlots.Slot, uid: UInt32)] = []
        for _ in 0..<2000 {
            if generator.next() % 3 > 0 || held.isEmpty {
                let uid = UInt32(generator.next() % 7)
                if let slot = slots.take(uid: uid, limits: limits) { held.append((slot, uid)) }
            } else {
                let (slot, uid) = held.remove(at: Int(generator.next() % UInt64(held.count)))
                slots.release(slot, uid: uid)
            }
            let full = held.filter { $0.slot == .full }
            #expect(full.count <= 16, "seed \(seed)")
            #expect((0..<7).allSatisfy { uid in full.count { $0.uid == uid } <= 4 }, "seed \(seed)")
            #expect(held.count - full.count <= 4, "seed \(seed)")
        }
        for (slot, uid) in held { slots.release(slot, uid: uid) }
        #expect(slots == ConnectionSlots(), "seed \(seed)")
    }
}
