import Foundation
import Market
import Testing

@Suite struct TimeOfDayTests {
    @Test func `every second of the day, and odd milliseconds, read back from their text`() {
        let wrong = (Int32(0)..<86_400).map { TimeOfDay(milliseconds: $0 * 1000) }
            .filter { TimeOfDay($0.description) != $0 || $0.description.utf8.count != 8 }
        #expect(wrong.isEmpty)
        for milliseconds in stride(from: Int32(1), to: 86_400_000, by: 98_765) {
            let time = TimeOfDay(milliseconds: milliseconds)
            #expect(TimeOfDay(time.description) == time)
        }
        #expect(TimeOfDay(milliseconds: 34_262_005).description == "09:31:02.005")
    }

    @Test func `minutes alone mean a full minute`() {
        #expect(TimeOfDay("09:15") == TimeOfDay(9, 15))
        #expect(TimeOfDay("23:59:59") == TimeOfDay(23, 59, 59))
    }

    @Test(arguments: [
        "", "9:15", "24:00", "09:60", "09:15:60", "09:15:", "0915", "09-15", "09:15:00.1", "09:15:00.1234",
        "09:15:00,123",
        "09:15.123", "-9:15", "+9:15", "09:1a", "09:15 ",
    ])
    func `what is no time is refused`(text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test func `JSON holds the text`() throws {
        let times = [TimeOfDay(9, 15), TimeOfDay(milliseconds: 1)]
        let data = try JSONEncoder().encode(times)
        #expect(String(decoding: data, as: UTF8.self) == #"["09:15:00","00:00:00.001"]"#)
        #expect(try JSONDecoder().decode([TimeOfDay].self, from: data) == times)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([TimeOfDay].self, from: Data(#"["25:00"]"#.utf8))
        }
    }

    @Test func `order is that of the clock`() {
        #expect(TimeOfDay(9, 15) < TimeOfDay(9, 15, 1))
        #expect(TimeOfDay(0, 0) < TimeOfDay(23, 59, 59))
    }
}
