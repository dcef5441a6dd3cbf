import Market
import Testing

@testable import Exchange

@Suite struct SlotTests {
    @Test(
        arguments: [
            ("09:24:59", nil), ("09:25:00", -1), ("09:29:59", -1), ("09:30:00", 0), ("09:30:59", 0), ("09:31:00", 1),
            ("11:29:59", 119), ("11:30:00", 119), ("12:59:59", 119), ("13:00:00", 120), ("14:59:59", 239),
            ("15:00:00", 240), ("23:59:59", 240),
        ] as [(TimeOfDay, Int?)])
    func `a slot begins with its minute`(time: TimeOfDay, index: Int?) {
        #expect(Slot.latest(at: time) == index.map(Slot.init(index:)))
    }

    @Test func `a slot's time finds it again`() {
        for index in -1...240 {
            #expect(Slot.latest(at: Slot(index: index).time) == Slot(index: index))
        }
    }

    private func made(_ bar: DayBar) throws -> Security {
        let kind = try #require(Security.kind(of: bar.symbol, nil))
        return Security(bar, ClassRules(kind, on: Floor.day), on: Floor.day, nil, isIdeal: false)
    }

    @Test func `a closing call takes the place of the last three minutes`() throws {
        let security = try made(.sample())
        #expect(security.latestSlot(at: "14:59:00") == Slot(index: 236))
        #expect(security.slot(after: Slot(index: 236)) == .closingCall)
        #expect(security.slot(after: .closingCall) == .never)
        #expect(security.slot(after: nil) == .openingCall)
        let fund = try made(.sample("510300.SH"))
        #expect(fund.latestSlot(at: "14:59:00") == Slot(index: 239))
        #expect(fund.latestSlot(at: "15:00:00") == Slot(index: 239))
        #expect(fund.slot(after: Slot(index: 239)) == .never)
    }
}
