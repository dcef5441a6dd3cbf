import Testing

@testable import Market

@Suite struct SessionsTests {
    /// Day and class, then where each phase begins, with `o` where orders and `c` where cancels are taken.
    private static let days = """
        # SES-01: Shenzhen since 2006; the host held orders in the gap until 2016-05-08
        2006-07-03 sz.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap/oc \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        2016-05-06 sz.etf     00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap/oc \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        2016-05-09 sz.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        # SES-08
        2006-06-30 sz.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap/oc \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 15:00=post_close
        # SES-03, SES-04
        2018-08-17 sh.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 15:00=post_close
        2018-08-20 sh.b_share 00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        # SES-05, SES-06, AFT-03
        2026-07-03 sh.etf     00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 15:00=post_close
        2026-07-06 sh.etf     00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=after_hours_wait \
        15:05=after_hours_fixed 15:30=post_close
        2026-07-06 sh.reit    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        2026-07-03 sz.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        2026-07-06 sz.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=after_hours_wait \
        15:05=after_hours_fixed 15:30=post_close
        # AFT-01, AFT-02
        2019-07-22 sh.star    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=after_hours_wait \
        15:05=after_hours_fixed 15:30=post_close
        2020-08-21 sz.chinext 00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        2020-08-24 sz.chinext 00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=after_hours_wait \
        15:05=after_hours_fixed 15:30=post_close
        # SES-07, AFT-04
        2026-10-12 bj.bse     00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        # Bonds: a closing call in Shenzhen alone
        2026-10-12 sh.cb      00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 15:00=post_close
        2026-10-12 sz.cb      00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 14:57=close_call/o 15:00=post_close
        # The circuit breaker, and the days between
        2016-01-04 sh.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 13:12=market_halt/c 13:27=continuous/oc 13:33=market_halt/c \
        15:00=post_close
        2016-01-05 sh.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap \
        09:30=continuous/oc 11:30=lunch 13:00=continuous/oc 15:00=post_close
        2016-01-07 sz.main    00:00=pre_open 09:15=open_call/oc 09:20=open_call_no_cancel/o 09:25=open_gap/oc \
        09:30=continuous/oc 09:42=market_halt/c 09:57=continuous/oc 09:59=market_halt/c 11:30=lunch 13:00=market_halt/c \
        15:00=post_close
        """

    @Test func `E24: the phase of every minute, and of the last moment before it`() throws {
        for row in TextTable.rows(Self.days) {
            let day = try TextTable.day(row[0])
            let listing = try Listings.named(row[1])
            let borders = try row[2...].map(Border.init)
            for minute in Int32(0)..<1440 {
                // Each border is a full minute: its first moment is in the new phase, the millisecond before in the old.
                for milliseconds in [minute * 60_000, minute * 60_000 + 59_999] {
                    let time = TimeOfDay(milliseconds: milliseconds)
                    guard let border = borders.last(where: { $0.time <= time }) else { continue }
                    let phase = listing.sessionPhase(on: day, at: time, isTradingDay: true)
                    let got = Border(
                        time: border.time, phase: phase, takesOrders: listing.acceptsOrders(on: day, in: phase),
                        takesCancels: listing.acceptsCancels(on: day, in: phase))
                    if got != border { Issue.record("\(row[0]) \(row[1]) \(time): \(got), not \(border)") }
                }
            }
        }
    }

    private struct Border: Hashable {
        var time: TimeOfDay
        var phase: SessionPhase
        var takesOrders: Bool
        var takesCancels: Bool

        init(time: TimeOfDay, phase: SessionPhase, takesOrders: Bool, takesCancels: Bool) {
            self.time = time
            self.phase = phase
            self.takesOrders = takesOrders
            self.takesCancels = takesCancels
        }

        /// `09:15=open_call/oc`
        init(_ text: String) throws {
            let parts = text.split(separator: "=")
            let words = parts[1].split(separator: "/")
            time = try #require(TimeOfDay(String(parts[0])))
            phase = try #require(SessionPhase(rawValue: String(words[0])))
            takesOrders = words.count == 2 && words[1].contains("o")
            takesCancels = words.count == 2 && words[1].contains("c")
        }
    }

    @Test func `F09: nothing is open on a day that is no trading day`() {
        for listing in Listings.all {
            for minute in Int32(0)..<1440 {
                let time = TimeOfDay(milliseconds: minute * 60_000)
                let phase = listing.sessionPhase(on: Day(2024, 2, 9), at: time, isTradingDay: false)
                #expect(phase == .closed)
                #expect(!listing.acceptsFixedPriceOrders(on: Day(2026, 10, 10), at: time, isTradingDay: false))
            }
            #expect(!listing.acceptsOrders(on: Day(2024, 2, 9), in: .closed))
            #expect(!listing.acceptsCancels(on: Day(2024, 2, 9), in: .closed))
        }
    }

    @Test
    func `E24: no phase that refuses orders takes cancels but a halt, and a cancel is refused in every closing call`() {
        for listing in Listings.all {
            for day in [Day(2005, 1, 4), Day(2016, 5, 6), Day(2026, 10, 12)] {
                for phase in SessionPhase.allCases where listing.acceptsCancels(on: day, in: phase) {
                    #expect(listing.acceptsOrders(on: day, in: phase) || phase == .marketHalt)
                    #expect(phase != .closeCall && phase != .openCallNoCancel)
                }
            }
        }
    }

    @Test func `fixed-price orders are taken all day where there is an after-hours session`() throws {
        let day = Day(2026, 7, 6)
        func taken(_ name: String, _ time: TimeOfDay, _ day: Day) throws -> Bool {
            try Listings.named(name).acceptsFixedPriceOrders(on: day, at: time, isTradingDay: true)
        }
        #expect(try !taken("sh.main", TimeOfDay(9, 29, 59), day))
        #expect(try taken("sh.main", TimeOfDay(9, 30), day))
        #expect(try !taken("sz.main", TimeOfDay(9, 14, 59), day))
        #expect(try taken("sz.main", TimeOfDay(9, 15), day))
        for name in ["sh.main", "sz.main"] {
            #expect(try taken(name, TimeOfDay(11, 29, 59), day))
            #expect(try !taken(name, TimeOfDay(11, 30), day))
            #expect(try !taken(name, TimeOfDay(12, 59, 59), day))
            #expect(try taken(name, TimeOfDay(13, 0), day))
            #expect(try taken(name, TimeOfDay(15, 29, 59), day))
            #expect(try !taken(name, TimeOfDay(15, 30), day))
            #expect(try !taken(name, TimeOfDay(15, 10), Day(2026, 7, 3)))
        }
        #expect(try !taken("bj.bse", TimeOfDay(15, 10), day))
        #expect(try !taken("sz.lof", TimeOfDay(15, 10), day))
        #expect(try !taken("sh.cb", TimeOfDay(15, 10), day))
    }
}
