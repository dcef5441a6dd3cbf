import Market
import Testing

@Suite struct FixedDecimalTests {
    @Test func `text and value are inverse for any number of places`() {
        let seed: UInt64 = 11
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let value = random.amount(upTo: .max) * (Bool.random(using: &random) ? 1 : -1)
            let places = Int.random(in: 0...18, using: &random)
            let least = Int.random(in: 0...places, using: &random)
            let text = FixedDecimal.text(value, places: places, atLeast: least)
            #expect(FixedDecimal.parse(text, places: places) == value, "\(text), \(places) places, seed \(seed)")
        }
    }

    @Test func `text keeps at least the places asked for and no trailing zeros beyond`() {
        #expect(FixedDecimal.text(10_000, places: 3, atLeast: 2) == "10.00")
        #expect(FixedDecimal.text(10_005, places: 3, atLeast: 2) == "10.005")
        #expect(FixedDecimal.text(-5, places: 3, atLeast: 2) == "-0.005")
        #expect(FixedDecimal.text(0, places: 6, atLeast: 0) == "0")
        #expect(FixedDecimal.text(42, places: 0, atLeast: 0) == "42")
        #expect(FixedDecimal.text(.min, places: 3, atLeast: 2) == "-9223372036854775.808")
    }

    @Test(arguments: [
        "", "-", ".", "1.", ".5", "-.5", "+1", " 1", "1 ", "1e3", "1,000", "0x1", "1.2.3", "--1", "1-", "NaN", "١",
    ])
    func `anything but a plain decimal is refused`(text: String) {
        #expect(FixedDecimal.parse(text, places: 3) == nil)
        #expect(FixedDecimal.parse(text, places: 3, roundingExcess: true) == nil)
    }

    @Test func `places beyond those asked for are refused unless they are zeros`() {
        #expect(FixedDecimal.parse("1.2340", places: 3) == 1234)
        #expect(FixedDecimal.parse("1.2345", places: 3) == nil)
        #expect(FixedDecimal.parse("1.20001", places: 3) == nil)
    }

    @Test func `rounding goes half away from zero`() {
        #expect(FixedDecimal.parse("1.2345", places: 3, roundingExcess: true) == 1235)
        #expect(FixedDecimal.parse("1.23449999", places: 3, roundingExcess: true) == 1234)
        #expect(FixedDecimal.parse("-1.2345", places: 3, roundingExcess: true) == -1235)
        #expect(FixedDecimal.parse("-1.23449", places: 3, roundingExcess: true) == -1234)
        #expect(FixedDecimal.parse("0.5", places: 0, roundingExcess: true) == 1)
        #expect(FixedDecimal.parse("0.49", places: 0, roundingExcess: true) == 0)
    }

    @Test func `what does not fit 64 bits is refused`() {
        #expect(FixedDecimal.parse("9223372036854775.807", places: 3) == Int64.max)
        #expect(FixedDecimal.parse("9223372036854775.808", places: 3) == nil)
        #expect(FixedDecimal.parse("9223372036854775807", places: 0) == Int64.max)
        #expect(FixedDecimal.parse("9223372036854775807.5", places: 0, roundingExcess: true) == nil)
        #expect(FixedDecimal.parse("9223372036854775807", places: 1) == nil)
        #expect(FixedDecimal.parse(String(repeating: "9", count: 400), places: 3) == nil)
        #expect(FixedDecimal.parse("0." + String(repeating: "0", count: 400), places: 3) == 0)
    }
}
