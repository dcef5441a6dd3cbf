import Engine
import Market
import Testing

@Suite struct SlicesTests {
    private let day = World.today

    @Test func `slices begin at equal distances of trading, and lunch is none`() {
        let slices = Slices(from: TimeOfDay(9, 31), to: TimeOfDay(14, 50), count: 4)
        // 229 minutes of session, 57 and a quarter each.
        #expect(
            (0..<4).map { slices.start(of: $0) } == [
                TimeOfDay(9, 31), TimeOfDay(10, 28, 15), TimeOfDay(11, 25, 30), TimeOfDay(13, 52, 45),
            ])
        #expect(slices.index(at: TimeOfDay(9, 0)) == 0)
        #expect(slices.index(at: TimeOfDay(11, 25, 29)) == 1)
        #expect(slices.index(at: TimeOfDay(12, 0)) == 2)
        #expect(slices.index(at: TimeOfDay(14, 59)) == 3)
    }

    @Test func `a slice that would begin at lunch begins after it`() {
        let slices = Slices(from: TimeOfDay(11, 0), to: TimeOfDay(13, 30), count: 2)
        #expect(slices.start(of: 1) == TimeOfDay(13, 0))
    }

    @Test func `each slice is in progress from its first moment on, for any window and count`() {
        var seed = SplitMix64(state: 5)
        print("seed 5")
        for _ in 0..<2_000 {
            let from = TimeOfDay(milliseconds: Int32(34_200_000 + seed.next() % 5_400_000))
            let to = TimeOfDay(milliseconds: from.milliseconds + Int32(60_000 + seed.next() % 15_000_000))
            let count = Int(1 + seed.next() % 50)
            let slices = Slices(from: from, to: to, count: count)
            for index in 1..<max(count, 2) where index < count {
                let start = slices.start(of: index)
                #expect(slices.index(at: start) >= index, "\(from) to \(to), \(index) of \(count)")
                let before = TimeOfDay(milliseconds: start.milliseconds - 1)
                #expect(slices.index(at: before) < index || start == TimeOfDay(13, 0))
            }
        }
    }

    @Test func `the parts of all slices are lawful and sum to the whole, on every board`() {
        var seed = SplitMix64(state: 6)
        print("seed 6")
        for code in ["600000.SH", "688981.SH", "300750.SZ"] {
            guard let kind = InstrumentClass(World.symbol(code)) else { continue }
            let lots = kind.lotRule(on: day)
            for _ in 0..<2_000 {
                let shares = lots.unbounded.largestBuy(upTo: Shares(Int64(200 + seed.next() % 20_000)))
                let count = Int(1 + seed.next() % 20)
                let slices = Slices(from: TimeOfDay(9, 31), to: TimeOfDay(14, 50), count: count)
                var rest = shares
                for index in 0..<count {
                    let allowed = slices.allowance(of: shares, in: index, lots: lots)
                    let part = lots.part(upTo: rest - (shares - allowed), of: rest)
                    #expect(part == 0 || lots.unbounded.isBuyable(part), "\(code): \(part) of \(shares) in \(count)")
                    rest -= part
                    #expect(rest == 0 || rest >= lots.minimum)
                    #expect(index == count - 1 || shares - rest <= allowed)
                }
                #expect(rest == 0, "\(code): \(rest) of \(shares) are left after \(count) slices")
            }
        }
    }
}

@Suite struct TwapTests {
    private let symbol = World.symbol("600000.SH")

    private func world(slices: Int = 4, _ change: (inout Policy.Execution) -> Void = { _ in }) -> World {
        var world = World {
            $0.execution.manner.style = .twap
            $0.execution.manner.slices = slices
            change(&$0.execution)
        }
        world.stocks[symbol] = World.Stock("10.00")
        return world
    }

    @Test func `a buy leaves in whole lots over the window, the remainder in the last slice`() {
        var world = world()
        world.target([("600000.SH", "0.5023")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        // 50,200 shares: quarters of 12,550 rounded down to the lot.
        #expect(world.submitted.map(\.volume) == [12_500, 12_600, 12_500, 12_600])
        #expect(
            world.submittedAt.map(\.timeOfDay) == [
                TimeOfDay(9, 31), TimeOfDay(10, 28, 15), TimeOfDay(11, 25, 30), TimeOfDay(13, 52, 45),
            ])
        #expect(world.positions[symbol]?.volume == 50_200)
        #expect(world.engine.book.rebalance?.results.first?.reason == nil)
        #expect(world.violations == [])
    }

    @Test func `sells are sliced as well, the odd lot goes with the last`() {
        var world = world(slices: 3)
        world.hold("600000.SH", 1_037, at: "20.00")
        world.target([])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.volume) == [300, 300, 437])
        #expect(world.positions[symbol]?.volume == 0)
        #expect(world.violations == [])
    }

    @Test func `a late start has as many slices over what is left of the window`() {
        var world = world(slices: 3)
        world.now = World.today.at(TimeOfDay(13, 50))
        world.target([("600000.SH", "0.3")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(
            world.submittedAt.map(\.timeOfDay) == [TimeOfDay(13, 50), TimeOfDay(14, 10), TimeOfDay(14, 30)])
        #expect(world.submitted.map(\.volume) == [10_000, 10_000, 10_000])
    }

    @Test func `a restart in mid-session goes on with the same slices and makes up what it missed`() {
        var world = world()
        world.target([("600000.SH", "0.4")])
        world.start()
        world.run(to: TimeOfDay(10, 0))
        world.now = World.today.at(TimeOfDay(11, 26))
        world.crash()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.volume) == [10_000, 20_000, 10_000])
        #expect(world.positions[symbol]?.volume == 40_000)
        #expect(world.violations == [])
    }

    @Test func `a slice that is too small for an order waits for the next one`() {
        var world = world(slices: 4) { $0.minimumOrder = .yuan(20_000) }
        world.target([("600000.SH", "0.04")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        // 4,000 shares; a quarter is worth 10,000 yuan.
        #expect(world.submitted.map(\.volume) == [2_000, 2_000])
    }

    @Test func `cash that sells bring slice by slice pays for slices of buys`() {
        var world = world(slices: 4)
        world.cash = .zero
        world.hold("600036.SH", 8_000, at: "40.00")
        world.target([("600000.SH", "0.9")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.filter { $0.side == .sell }.map(\.volume) == [2_000, 2_000, 2_000, 2_000])
        #expect(world.submitted.count { $0.side == .buy } >= 4)
        #expect(world.positions[symbol]?.volume ?? 0 >= 28_000)
        #expect(world.violations == [])
    }

    @Test func `what risk demands is not spread`() {
        var world = world(slices: 4)
        world.hold("600000.SH", 1_000, at: "9.00")
        world.restore(.entryAdjusted(symbol, Entry(shares: 1_000, cost: .yuan(10_000)), because: .external))
        world.target([("600000.SH", "0.01")])
        world.start()
        world.run(to: TimeOfDay(15, 30))
        #expect(world.submitted.map(\.volume) == [1_000])
    }
}
