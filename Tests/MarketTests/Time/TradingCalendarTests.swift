import Market
import Testing

@Suite struct TradingCalendarTests {
    /// Weekdays of some years less a few, by the generator.
    private static func calendar(_ random: inout SplitMix64) throws -> (calendar: TradingCalendar, days: Set<Day>) {
        var days: [Day] = []
        for number in Int32(17_000)..<18_500 {
            let day = Day(number: number)
            if day.weekday <= 5, random.next() % 12 != 0 { days.append(day) }
        }
        return (try TradingCalendar(days: days), Set(days))
    }

    @Test func `it answers like a plain set of days`() throws {
        let seed: UInt64 = 71
        var random = SplitMix64(seed: seed)
        let (calendar, days) = try Self.calendar(&random)
        var day = calendar.first
        while day <= calendar.last {
            #expect(try calendar.isTradingDay(day) == days.contains(day), "\(day), seed \(seed)")
            if day < calendar.last {
                var next = day.advanced(by: 1)
                while !days.contains(next) { next = next.advanced(by: 1) }
                #expect(try calendar.next(after: day) == next)
            }
            if day > calendar.first {
                var previous = day.advanced(by: -1)
                while !days.contains(previous) { previous = previous.advanced(by: -1) }
                #expect(try calendar.previous(before: day) == previous)
            }
            day = day.advanced(by: 1)
        }
    }

    @Test func `a range gives its trading days, both ends included`() throws {
        let seed: UInt64 = 72
        var random = SplitMix64(seed: seed)
        let (calendar, days) = try Self.calendar(&random)
        let span = calendar.first.distance(to: calendar.last)
        for _ in 0..<500 {
            let low = calendar.first.advanced(by: Int.random(in: 0...span, using: &random))
            let high = low.advanced(by: Int.random(in: 0...low.distance(to: calendar.last), using: &random))
            let expected = days.filter { low <= $0 && $0 <= high }.sorted()
            #expect(Array(try calendar.tradingDays(in: low...high)) == expected, "\(low) to \(high), seed \(seed)")
        }
    }

    @Test func `F09 F10: it refuses to guess outside its days`() throws {
        let calendar = try TradingCalendar(days: [Day(number: 100), Day(number: 103)])
        let outside = Day(number: 104)
        let failure = TradingCalendar.Failure.outside(outside, first: Day(number: 100), last: Day(number: 103))
        #expect(throws: failure) { try calendar.isTradingDay(outside) }
        #expect(throws: failure) { try calendar.next(after: outside) }
        #expect(throws: failure) { try calendar.tradingDays(in: Day(number: 101)...outside) }
        #expect(throws: TradingCalendar.Failure.self) { try calendar.isTradingDay(Day(number: 99)) }
        #expect(throws: TradingCalendar.Failure.self) { try calendar.next(after: Day(number: 103)) }
        #expect(throws: TradingCalendar.Failure.self) { try calendar.previous(before: Day(number: 100)) }
        #expect(failure.description.contains("install a calendar that covers it"))
    }

    @Test func `days must be there and ascend`() {
        #expect(throws: TradingCalendar.Failure.empty) { try TradingCalendar(days: []) }
        #expect(throws: TradingCalendar.Failure.notAscending(Day(number: 5))) {
            try TradingCalendar(days: [Day(number: 5), Day(number: 5)])
        }
        #expect(throws: TradingCalendar.Failure.notAscending(Day(number: 4))) {
            try TradingCalendar(days: [Day(number: 3), Day(number: 5), Day(number: 4)])
        }
    }
}
