import Foundation
import Market
import Testing

@Suite struct DayTests {
    @Test func `three hundred years of days follow one another without a gap`() throws {
        let first = try #require(Day(year: 1900, month: 1, day: 1))
        var expected = first
        // 1900-01-01 was a Monday.
        var weekday = 1
        var wrong: [Day] = []
        for year in 1900...2199 {
            let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            for (month, length) in zip(1...12, [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                for number in 1...length {
                    let day = try #require(Day(year: year, month: month, day: number))
                    if day != expected || day.components != (year, month, number) || day.weekday != weekday {
                        wrong.append(day)
                    }
                    expected = expected.advanced(by: 1)
                    weekday = weekday % 7 + 1
                }
                #expect(Day(year: year, month: month, day: length + 1) == nil)
            }
        }
        #expect(wrong.isEmpty)
        #expect(first.distance(to: expected) == 109_573)
    }

    @Test func `the epoch and known weekdays`() throws {
        #expect(try #require(Day("1970-01-01")).number == 0)
        #expect(try #require(Day("1970-01-01")).weekday == 4)
        #expect(try #require(Day("2024-02-29")).weekday == 4)
        #expect(try #require(Day("2026-11-21")).weekday == 6)
    }

    @Test func `text reads back, also without dashes for ids`() throws {
        for number in stride(from: Int32(-25_000), through: 84_000, by: 17) {
            let day = Day(number: number)
            #expect(Day(day.description) == day)
            #expect(day.description.utf8.count == 10)
            #expect(day.compact == day.description.split(separator: "-").joined())
        }
        #expect(try #require(Day("2005-01-04")).compact == "20050104")
    }

    @Test(arguments: [
        "", "2024-2-01", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "20240101", "2024/01/01",
        "2024-01-01 ", " 2024-01-01", "1899-12-31", "2200-01-01", "-024-01-01", "2024-01-0１",
    ])
    func `what is no date is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `JSON holds the text, and a bad one is named`() throws {
        let day = try #require(Day("2026-07-06"))
        #expect(String(decoding: try JSONEncoder().encode([day]), as: UTF8.self) == #"["2026-07-06"]"#)
        #expect(try JSONDecoder().decode([Day].self, from: Data(#"["2026-07-06"]"#.utf8)) == [day])
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Day].self, from: Data(#"["2026-7-6"]"#.utf8))
        }
        #expect("\(String(describing: error))".contains("2026-7-6"))
    }

    @Test func `F04: a day begins at midnight in Shanghai`() throws {
        let day = try #require(Day("2026-11-20"))
        #expect(day.start.description == "2026-11-20T00:00:00.000+08:00")
        #expect(day.at(TimeOfDay(9, 31, 2)).description == "2026-11-20T09:31:02.000+08:00")
        #expect(day.start.day == day)
        #expect(day.start.adding(milliseconds: -1).day == day.advanced(by: -1))
    }
}
