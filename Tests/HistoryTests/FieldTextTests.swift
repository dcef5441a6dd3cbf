import Market
import Testing

@testable import History

@Suite struct FieldTextTests {
    private func with<Value>(_ text: String, _ body: (FieldText.Bytes) -> Value) -> Value {
        Array(text.utf8).withUnsafeBufferPointer(body)
    }

    @Test(arguments: [
        ("12.30", 12300), ("12.3", 12300), ("12", 12000), ("0.001", 1), ("12.3000", 12300), ("0", 0),
        ("9223372036854775.807", Int64.max), ("007.5", 7500),
    ])
    func `decimals scale to whole numbers`(text: String, value: Int64) {
        #expect(with(text) { FieldText.decimal($0, places: 3) } == value)
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "1.2.3", "-1", "+1", "1e3", " 1", "1 ", "0x1", "nan", "1.2345", "1,2", "１",
        "9223372036854775.808", "99999999999999999999",
    ])
    func `what is not a plain decimal is refused`(text: String) {
        #expect(with(text) { FieldText.decimal($0, places: 3) } == nil)
    }

    @Test func `whole numbers allow no places but zeros`() {
        #expect(with("120") { FieldText.decimal($0, places: 0) } == 120)
        #expect(with("120.00") { FieldText.decimal($0, places: 0) } == 120)
        #expect(with("120.5") { FieldText.decimal($0, places: 0) } == nil)
    }

    /// The parser over strings in `Market` is the slower twin.
    @Test func `decimals agree with the shared parser`() {
        let seed: UInt64 = 20_260_105
        var random = SplitMix64(seed: seed)
        let alphabet = Array("0123456789.-")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...9, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "0" })
            let expected = text.hasPrefix("-") ? nil : FixedDecimal.parse(text, places: 3)
            #expect(with(text) { FieldText.decimal($0, places: 3) } == expected, "seed \(seed), '\(text)'")
        }
    }

    @Test func `days are read in one form only`() {
        #expect(with("2026-02-28") { FieldText.day($0) } == Day("2026-02-28"))
        for text in [
            "", "2026-2-28", "2026/02/28", "20260228", "2026-02-29", "2026-13-01", "2026-02-28 ", "x026-02-28",
        ] {
            #expect(with(text) { FieldText.day($0) } == nil, "'\(text)'")
        }
    }

    @Test func `symbols are read in one form only`() {
        for text in ["600000.SH", "000001.SZ", "920001.BJ"] {
            #expect(with(text) { FieldText.symbol($0) } == Symbol(text))
        }
        for text in ["", "600000", "600000.SS", "sh600000", "60000.SH", "600000.sh", "600000.SHX", "60000x.SH"] {
            #expect(with(text) { FieldText.symbol($0) } == nil, "'\(text)'")
        }
    }

    @Test func `a long field is cut in messages`() {
        #expect(with(String(repeating: "9", count: 40)) { FieldText.shown($0) }.count == 40)
        #expect(
            with(String(repeating: "9", count: 41)) { FieldText.shown($0) } == String(repeating: "9", count: 40) + "…")
    }
}
