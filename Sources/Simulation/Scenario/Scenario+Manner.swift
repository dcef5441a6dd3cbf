import Engine
import Market

// How orders are worked, from a stream of its own: what else a seed means stays as it is.
extension Scenario {
    static func drawManner(_ seed: UInt64, into execution: inout Policy.Execution) {
        var chance = Chance(seed: seed, stream: 7)
        var manner = Policy.Manner()
        manner.style = chance.pick([.window, .window, .twap, .openAuction])
        manner.slices = chance.within(2...8)
        manner.auctionRest = chance.happens(700) ? .window : .drop
        manner.residuals = chance.happens(300) ? .carry : .drop
        execution.pricing = chance.pick([.opposite, .opposite, .mid, .passive])
        manner.ticks = chance.pick([nil, 0, 1, 3])
        manner.repriceAfterSeconds = Int64(chance.pick([0, 10, 30, 60]))
        manner.repricesPerLine = chance.within(1...5)
        manner.repricesPerDay = chance.pick([3, 20, 200])
        manner.buyRelease = chance.happens(700) ? .asCashArrives : .afterSells
        manner.buyPriority = chance.happens(500) ? .line : .gap
        if chance.happens(200) { manner.proceedsReserve = .ppm(Int64(chance.pick([10_000, 100_000, 500_000]))) }
        if chance.happens(250) { manner.participation = .ppm(Int64(chance.pick([1_000, 50_000, 250_000]))) }
        manner.lockedBuys = chance.happens(300) ? .rest : .skip
        execution.manner = manner
    }
}
