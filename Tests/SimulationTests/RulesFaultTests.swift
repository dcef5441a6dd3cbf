import Engine
import Simulation
import Testing

/// Each fault alone, by its id: it strikes, and what the catalogue expects holds.
@Suite struct RulesFaultTests {
    @Test func `E20: a request that was refused for its rate is in doubt, and settled`() throws {
        try alone(.throttled, .goesOn)
    }

    @Test func `E06: what does not trade is not ordered`() throws {
        try alone(.suspended, .keeps)
    }

    @Test func `E04: what stands at its upper limit is not chased`() throws {
        try alone(.lockedUp, .keeps)
    }

    @Test func `E05: what stands at its lower limit is not pushed`() throws {
        try alone(.lockedDown, .keeps)
    }

    @Test func `E19, D15: what fills in part ends with a reason`() throws {
        try alone(.thinVolume, .goesOn)
    }

    @Test func `E14, Q25: without a price there is no order`() throws {
        try alone(.noPrice, .waits)
    }

    @Test func `E15: yesterday's quote prices nothing`() throws {
        try alone(.staleQuote, .waits)
    }

    @Test func `E16: a price outside the limits orders nothing`() throws {
        try alone(.absurdQuote, .waits)
    }

    @Test func `E17: without limits there is no order`() throws {
        try alone(.noLimits, .waits)
    }

    @Test func `F01, F02: a clock that steps opens no window at the exchange`() throws {
        try alone(.clockStep, .keeps)
    }

    @Test func `G11: a code of no known board is left out with its reason`() throws {
        try alone(.strangeCode, .goesOn)
    }

    @Test func `R05, R06: deep falls end what they stop and cut the rest`() throws {
        try alone(.marketFalls, .goesOn)
    }

    /// AC12: each of them is seen in the runs of the one fault that leads to it.
    @Test(arguments: [
        (Fault.suspensionUnknown, Reason.suspensionUnknown), (.strangeCode, .unknownInstrument),
        (.marketFalls, .stopLoss), (.marketFalls, .drawdown),
    ])
    func `each fault of the market leads to its reason`(fault: Fault, reason: Reason) throws {
        let place = try #require(Reason.allCases.firstIndex(of: reason))
        let count = (UInt64(1)...200).reduce(0) { sum, seed in
            sum + Simulation.run(seed, RunOptions(faults: [fault])).coverage.reasons[place]
        }
        #expect(count > 0, "\(fault.name) led to \(reason.rawValue) in none of 200 runs")
    }
}
