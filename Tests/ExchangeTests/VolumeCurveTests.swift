import Market
import Testing

@testable import Exchange

@Suite struct VolumeCurveTests {
    @Test func `the opening call has five parts, a minute one, the closing call three`() {
        let curve = VolumeCurve(total: 2450, hasClosingCall: true)
        #expect(curve.volume(of: .openingCall) == 50)
        #expect(curve.volume(of: .firstMinute) == 10)
        #expect(curve.volume(of: Slot(index: 236)) == 10)
        #expect(curve.volume(of: .closingCall) == 30)
        #expect(curve.volume(through: .closingCall) == 2450)
    }

    @Test func `without a closing call every minute has its part`() {
        let curve = VolumeCurve(total: 2450, hasClosingCall: false)
        #expect(curve.volume(of: Slot(index: 239)) == 10)
        #expect(curve.volume(through: Slot(index: 239)) == 2450)
    }

    @Test(arguments: [0, 1, 244, 245, 999_999, 12_345_678_901], [true, false])
    func `the slots sum to the day, whatever it divides by`(total: Int64, hasClosingCall: Bool) {
        let curve = VolumeCurve(total: Shares(total), hasClosingCall: hasClosingCall)
        let minutes = hasClosingCall ? Array(0...236) + [240] : Array(0...239)
        var sum = curve.volume(of: .openingCall)
        for index in minutes {
            let slice = curve.volume(of: Slot(index: index))
            #expect(slice >= 0)
            sum += slice
            #expect(curve.volume(through: Slot(index: index)) == sum)
        }
        #expect(sum == Shares(total))
    }
}
