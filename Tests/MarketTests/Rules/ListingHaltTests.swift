import Testing

@testable import Market

@Suite struct ListingHaltTests {
    private static let morning = TimeOfDay(10, 0)

    private func halt(
        _ name: String = "sh.star", on day: Day = Day(2024, 5, 8), at time: TimeOfDay = morning,
        _ conditions: LimitConditions = LimitConditions(listingDay: 1), price: Price, fired: ListingHalt.Levels = []
    ) throws -> ListingHalt? {
        try Listings.named(name).listingHalt(
            on: day, at: time, conditions: conditions, open: .fen(2000), price: price, fired: fired)
    }

    @Test func `each level stops trading exactly when it is reached`() throws {
        #expect(try halt(price: .fen(2599)) == nil)
        #expect(try halt(price: .fen(2600))?.fired == .up30)
        #expect(try halt(price: .fen(3199), fired: .up30) == nil)
        #expect(try halt(price: .fen(3200), fired: .up30)?.fired == [.up30, .up60])
        #expect(try halt(price: .fen(1401)) == nil)
        #expect(try halt(price: .fen(1400))?.fired == .down30)
        #expect(try halt(price: .fen(801), fired: .down30) == nil)
        #expect(try halt(price: .fen(800), fired: .down30)?.fired == [.down30, .down60])
    }

    @Test func `a jump past both levels stops once, and the lower one is gone`() throws {
        let jump = try #require(try halt(price: .fen(3300)))
        #expect(jump.fired == [.up30, .up60])
        #expect(try halt(price: .fen(2700), fired: jump.fired) == nil)
        #expect(try halt(price: .fen(2700), fired: .up60) == nil)
        #expect(try halt(price: .fen(700))?.fired == [.down30, .down60])
        #expect(try halt(price: .fen(1300), fired: .down60) == nil)
    }

    @Test func `a walk through all prices stops four times at the most`() throws {
        let seed: UInt64 = 131
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            var fired: ListingHalt.Levels = []
            var halts = 0
            var fen: Int64 = 2000
            for _ in 0..<400 {
                fen = max(1, fen + Int64.random(in: -300...300, using: &random))
                guard let halt = try halt(price: .fen(fen), fired: fired) else { continue }
                halts += 1
                #expect(halt.fired.isStrictSuperset(of: fired), "seed \(seed)")
                fired = halt.fired
            }
            #expect(halts <= 4, "seed \(seed)")
        }
    }

    @Test(arguments: [
        (TimeOfDay(9, 30), TimeOfDay(9, 40)), (TimeOfDay(11, 19, 59), TimeOfDay(11, 29, 59)),
        (TimeOfDay(11, 20), TimeOfDay(13, 0)), (TimeOfDay(11, 25), TimeOfDay(13, 5)),
        (TimeOfDay(13, 0), TimeOfDay(13, 10)),
        (TimeOfDay(14, 47), TimeOfDay(14, 57)), (TimeOfDay(14, 47, 1), TimeOfDay(14, 57)),
        (TimeOfDay(14, 56, 59), TimeOfDay(14, 57)),
    ])
    func `a halt lasts ten minutes of trading and ends at 14:57`(start: TimeOfDay, end: TimeOfDay) throws {
        #expect(try halt(at: start, price: .fen(2600))?.resume == end)
    }

    @Test func `nothing stops in the closing call`() throws {
        #expect(try halt(at: TimeOfDay(14, 57), price: .fen(2600)) == nil)
    }

    /// Day, class, condition, whether a move of 30 % stops trading.
    private static let table = """
        2019-07-22 sh.star    day=5 true
        2024-05-08 sh.star    day=6 false
        2020-08-21 sz.chinext day=1 false
        2020-08-24 sz.chinext day=1 true
        2020-08-24 sz.chinext day=2 false
        2023-04-07 sh.main    day=1 false
        2023-04-10 sh.main    day=1 true
        2023-04-14 sz.main    day=5 true
        2023-04-17 sz.main    day=6 false
        2024-05-08 bj.bse     day=1 true
        2024-05-08 bj.bse     day=2 false
        2020-12-30 sh.main    out=1 false
        2020-12-31 sh.main    out=1 true
        2020-12-31 sz.chinext out=2 false
        2021-11-15 bj.bse     out=1 true
        2024-05-08 sh.main    day=- false
        2024-05-08 sh.etf     day=1 false
        """

    @Test func `only days without limits have halts`() throws {
        for row in TextTable.rows(Self.table) {
            let number = Int(row[2].dropFirst(4))
            let conditions =
                row[2].hasPrefix("day") ? LimitConditions(listingDay: number) : LimitConditions(delistingDay: number)
            let got = try halt(row[1], on: TextTable.day(row[0]), conditions, price: .fen(2600))
            #expect("\(got != nil)" == row[3], "\(row.joined(separator: " "))")
        }
    }
}
