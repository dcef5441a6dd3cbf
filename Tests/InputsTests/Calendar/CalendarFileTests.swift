import Foundation
import Market
import Testing

@testable import Inputs

@Suite struct CalendarFileTests {
    private func parse(_ text: String) throws(Refusal) -> TradingCalendar {
        try CalendarFile.parse(Array(text.utf8), source: "calendar.csv")
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a header, then the days`(lineEnd: String) throws {
        let text = ["trade_date", "2026-11-19", "2026-11-20", "2026-11-23"].joined(separator: lineEnd)
        for end in ["", lineEnd] where end == "" ? lineEnd == "\n" : true {
            let calendar = try parse(text + end)
            #expect(calendar.first == day("2026-11-19") && calendar.last == day("2026-11-23"))
            #expect(try calendar.next(after: day("2026-11-20")) == day("2026-11-23"))
        }
    }

    static let bad: [(text: String, code: Refusal.Code, line: Int?)] = [
        ("", .wrongHeader, 1), ("\n", .wrongHeader, 1), ("2026-11-20\n", .wrongHeader, 1),
        ("date\n2026-11-20\n", .wrongHeader, 1),
        ("\u{FEFF}trade_date\n2026-11-20\n", .byteOrderMark, 1), ("trade_date\n", .noRows, nil),
        ("trade_date", .noRows, nil),
        ("trade_date,is_open\n2026-11-20,1\n", .wrongHeader, 1), ("trade_date\n20261120\n", .badDate, 2),
        ("trade_date\n2026-11-20\n\n", .badDate, 3), ("trade_date\n2026-11-20\n2026-11-2", .badDate, 3),
        ("trade_date\n2026-11-20 \n", .badDate, 2), ("trade_date\n2026-02-29\n", .badDate, 2),
        ("trade_date\n2026-11-20\n2026-11-20\n", .notAscending, 3),
        ("trade_date\n2026-11-20\n2026-11-19\n", .notAscending, 3),
        ("trade_date\n2026-11-20\n2026-11-21\n", .notTradingDay, 3), ("trade_date\n2026-11-22\n", .notTradingDay, 2),
    ]

    @Test(arguments: bad.map(\.text))
    func `F09 F10: a bad calendar is refused at its line`(text: String) throws {
        let expected = try #require(Self.bad.first { $0.text == text })
        let thrown = refusal { _ = try parse(text) }
        #expect(thrown?.code == expected.code && thrown?.line == expected.line, "\(String(describing: thrown))")
        #expect(thrown?.message.contains("; ") == true)
    }

    @Test func `it is read from a file, and from no other than its checksum is of`() throws {
        let place = try Workplace()
        let text = "trade_date\n2026-11-20\n"
        let path = try place.write(text, to: "calendar.csv")
        #expect(try CalendarFile.read(path).first == today)
        try place.writeSummed(text, to: "calendar.csv")
        #expect(try CalendarFile.read(path).first == today)
        try place.write(text + "2026-11-23\n", to: "calendar.csv")
        #expect(refusal { _ = try CalendarFile.read(path) }?.code == .checksumMismatch)
        #expect(refusal { _ = try CalendarFile.read(place.directory + "/none.csv") }?.code == .missing)
        try place.write(Data(repeating: 10, count: CalendarFile.maximumBytes + 1), to: "calendar.csv")
        #expect(refusal { _ = try CalendarFile.read(path) }?.code == .tooLarge)
    }

    @Test(arguments: [
        ("2026-10-20", nil), ("2026-10-21", nil), ("2026-10-22", "ends on 2026-11-20, in 29 days"),
        ("2026-11-20", "ends on 2026-11-20, in 0 days"), ("2026-11-21", "ended on 2026-11-20"),
    ])
    func `F10: the end of the calendar is told a month ahead`(today: String, expected: String?) throws {
        let calendar = try parse("trade_date\n2026-11-19\n2026-11-20\n")
        let notice = CalendarFile.notice(calendar, today: day(today))
        #expect((notice != nil) == (expected != nil))
        if let expected { #expect(notice?.contains(expected) == true, "\(notice ?? "")") }
    }
}
