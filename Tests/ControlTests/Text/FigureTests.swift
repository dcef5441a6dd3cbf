import Testing

@testable import Control

@Suite struct FigureTests {
    @Test(
        arguments: [
            (0, "0 ms"), (999, "999 ms"), (1000, "1 s"), (59_999, "59 s"), (60_000, "1 min"), (61_500, "1 min 1 s"),
            (3_599_999, "59 min 59 s"), (3_600_000, "1 h"), (86_399_999, "23 h 59 min"), (86_400_000, "1 d"),
            (100 * 86_400_000 + 3_600_000, "100 d 1 h"), (-1500, "-1 s"), (Int64.max, "106751991167 d 7 h"),
            (Int64.min, "-106751991167 d 7 h"),
        ] as [(Int64, String)])
    func `ages in their two largest units`(milliseconds: Int64, text: String) {
        #expect(Age.text(milliseconds) == text)
    }

    @Test func `ages of durations, and unknown ones`() {
        #expect(Age.text(.milliseconds(5250)) == "5 s")
        #expect(Age.text(Int64?.none) == "unknown")
    }

    @Test(arguments: [
        ("0", "0"), ("0.00", "0.00"), ("999.99", "999.99"), ("1000", "1,000"), ("-1234567.8", "-1,234,567.8"),
        ("-100", "-100"), ("12345678901234567890.123456", "12,345,678,901,234,567,890.123456"),
        ("1e6", "1e6"), ("", ""), ("1.", "1."), (".5", ".5"), ("1,000", "1,000"), ("a\u{1B}b", "a?b"),
    ])
    func `figures are grouped, anything else is shown as it came`(decimal: String, text: String) {
        #expect(Figure.grouped(decimal) == text)
    }

    @Test(
        arguments: [
            (0, "0.00"), (1, "0.00"), (100, "0.01"), (25_049, "2.50"), (1_000_000, "100.00"), (-25_049, "-2.50"),
            (-99, "0.00"), (12_345_678, "1234.56"), (Int64.min, "-922337203685477.58"),
        ] as [(Int64, String)])
    func `millionths as per cent, cut`(ppm: Int64, text: String) {
        #expect(Figure.percent(ppm: ppm) == text)
    }

    @Test func `nil is unknown, never a number`() {
        #expect(Figure.grouped(nil) == "unknown")
        #expect(Figure.count(nil) == "unknown")
        #expect(Figure.percent(ppm: nil) == "unknown")
        #expect(Figure.text(nil) == "unknown")
        #expect(Figure.moment(nil) == "unknown")
        #expect(Figure.moment(nil, age: nil) == "unknown")
        #expect(Figure.moment(nil, age: 1000) == "unknown (1 s ago)")
    }

    @Test(arguments: [
        ("2026-11-20T09:42:03.125+08:00", "09:42:03"), ("2026-11-19T09:42:03.125+08:00", "2026-11-19 09:42:03"),
        ("2026-11-20T01:42:03.125Z", "2026-11-20T01:42:03.125Z"), ("yesterday", "yesterday"), ("", ""),
    ])
    func `moments without what everybody knows`(moment: String, text: String) {
        #expect(Figure.moment(moment, on: "2026-11-20") == text)
    }
}

@Suite struct PlainTextTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("废单", 4), ("a废b", 4), ("e\u{301}", 1), ("，。", 4), ("￥", 2), ("…", 1), ("🀄️", 1), ("🙂", 2),
        ("한국", 4), ("ＡＢ", 4),
    ])
    func `columns on a terminal`(text: String, width: Int) {
        #expect(PlainText.width(text) == width)
    }

    @Test(arguments: [
        ("plain 文字", "plain 文字"), ("a\nb\tc\r\nd", "a b c  d"), ("a\u{1B}[31mb", "a?[31mb"), ("a\u{0}b", "a?b"),
        ("a\u{9B}b", "a?b"), ("a\u{202E}b", "a?b"), ("a\u{200B}b", "a?b"), ("a\u{2028}b", "a?b"), ("a\u{E000}b", "a?b"),
    ])
    func `what a terminal would act upon is not printed`(text: String, printed: String) {
        #expect(PlainText.printable(text) == printed)
        #expect(PlainText.isOneLine(text) == (text == printed))
    }

    @Test func `padding counts columns`() {
        #expect(PlainText.padded("废单", to: 6) == "废单  ")
        #expect(PlainText.padded("12", to: 4, alignedRight: true) == "  12")
        #expect(PlainText.padded("12345", to: 4) == "12345")
    }

    @Test func `long lines are cut with a mark`() {
        #expect(PlainText.line("abcdef", longest: 6) == "abcdef")
        #expect(PlainText.line("abcdefg", longest: 6) == "abcde…")
        #expect(PlainText.trimmed(" \t a b \n") == "a b")
    }

    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]), ("one", 2, ["one"]), ("", 10, []), ("  a  b  ", 10, ["a b"]),
        ("a\nb", 10, ["a b"]), ("停停 停停 停停", 9, ["停停 停停", "停停"]), ("long-word x", 4, ["long-word", "x"]),
    ])
    func `running text is broken at blanks`(text: String, width: Int, lines: [String]) {
        #expect(Wrapped.lines(text, width: width) == lines)
    }
}
