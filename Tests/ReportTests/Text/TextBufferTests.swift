import Market
import Testing

@testable import Report

@Suite struct TextBufferTests {
    private func text(_ write: (inout TextBuffer) -> Void) -> String {
        var buffer = TextBuffer()
        write(&buffer)
        return buffer.text
    }

    @Test(
        arguments: [
            (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
            (Int64.min, "-9,223,372,036,854,775,808"),
        ] as [(Int64, String)])
    func `whole numbers in groups`(number: Int64, expected: String) {
        #expect(text { $0.add(grouped: number) } == expected)
        #expect(text { $0.add(number) } == String(number))
    }

    @Test(
        arguments: [
            (1.005, 2, "1.00"), (2.5, 0, "3"), (-2.5, 0, "-3"), (-0.004, 2, "0.00"), (0, 1, "0.0"),
            (1234.5, 1, "1,234.5"), (.nan, 2, "–"), (.infinity, 2, "–"), (1e300, 2, "–"), (0.1, 12, "0.100000000000"),
        ] as [(Double, Int, String)])
    func `numbers with fixed places`(number: Double, places: Int, expected: String) {
        #expect(text { $0.add(number, places: places, grouped: true) } == expected)
    }

    @Test func `a sign where one is wanted`() {
        #expect(text { $0.add(0.5, places: 1, signed: true) } == "+0.5")
        #expect(text { $0.add(0.01, places: 1, signed: true) } == "0.0")
        #expect(text { $0.add(shown: -0.5, places: 1) } == "−0.5")
        #expect(text { $0.add(percent: -0.1234, places: 1) } == "−12.3%")
        #expect(text { $0.add(percent: nil) } == "–")
    }

    @Test(
        arguments: [
            (0, "0.000", "0", "0.00"), (1, "0.001", "0", "0.00"), (-5, "-0.005", "0", "−0.01"),
            (499, "0.499", "0", "0.50"), (500, "0.500", "1", "0.50"), (-1_234_567, "-1234.567", "−1,235", "−1,234.57"),
        ] as [(Int64, String, String, String)])
    func `money for files, in whole yuan, in fen`(li: Int64, file: String, whole: String, fen: String) {
        #expect(text { $0.add(Money(li: li)) } == file)
        #expect(text { $0.add(wholeYuan: Money(li: li)) } == whole)
        #expect(text { $0.add(yuan: Money(li: li)) } == fen)
    }

    @Test func `values of the market read as elsewhere`() throws {
        let day = try #require(Day("2024-02-29"))
        #expect(text { $0.add(day) } == "2024-02-29")
        for time in [TimeOfDay(9, 30), TimeOfDay(0, 0), TimeOfDay(milliseconds: 34_200_007)] {
            #expect(text { $0.add(time) } == time.description)
        }
        for name in ["000001.SZ", "600000.SH", "920001.BJ"] {
            let symbol = try #require(Symbol(name))
            #expect(text { $0.add(symbol) } == name)
        }
        #expect(text { $0.add(decimal: 16_000_000_000, scale: 12, atLeast: 1) } == "0.016")
        #expect(text { $0.add(decimal: 1_000_000_000_000, scale: 12, atLeast: 1) } == "1.0")
    }

    @Test func `markup is escaped, controls are not let through`() {
        #expect(
            text { $0.add(escaped: "<a href=\"x\">'&\u{0}\n贵") } == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;\u{FFFD} 贵")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""), ("two\nlines", "\"two\nlines\""),
        ("cr\r", "\"cr\r\""), ("", ""), ("废单", "废单"),
    ])
    func `fields are quoted where they must be`(field: String, expected: String) {
        #expect(text { $0.add(field: field) } == expected)
    }

    @Test func `strings of JSON are escaped`() {
        #expect(text { $0.add(quoted: "a\"b\\c\nd\u{1}") } == #""a\"b\\c\nd\u0001""#)
    }
}
