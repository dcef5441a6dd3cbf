import Simulation
import Testing

/// Each fault alone, by its id: it strikes, and what the catalogue expects holds.
@Suite struct CrashFaultTests {
    @Test func `A01: a plan that was not committed is made again from the same targets`() throws {
        try alone(.crashBeforePlan, .goesOn)
    }

    @Test func `A02: a plan without orders goes on after a restart`() throws {
        try alone(.crashAfterPlan, .goesOn)
    }

    @Test func `A03: an order that was not committed was never sent, and is decided anew`() throws {
        try alone(.crashBeforeIntent, .goesOn)
    }

    @Test func `A04: an order that was committed and not sent is settled as never placed`() throws {
        try alone(.crashAfterIntent, .goesOn)
    }

    @Test func `A05: half a line is never executed, and its order is settled as never placed`() throws {
        try alone(.crashInSend, .goesOn)
    }

    @Test func `A06: an order that was sent and not heard of is found, not repeated`() throws {
        try alone(.crashAfterSend, .goesOn)
    }

    @Test func `A07: an answer that died with the process is asked for again`() throws {
        try alone(.crashOnAnswer, .goesOn)
    }

    @Test func `A08: a fill that died with the process is counted once`() throws {
        try alone(.crashOnFill, .goesOn)
    }

    @Test func `A09: a rebalance is closed once, and not begun again`() throws {
        try alone(.crashBeforeClose, .goesOn)
    }

    @Test func `A10: a cancel is repeatable, and the order follows the broker`() throws {
        try alone(.crashInCancel, .goesOn, with: [.thinVolume])
    }

    @Test func `A11: buys are planned from the broker's cash after a restart`() throws {
        try alone(.crashBetweenSellsAndBuys, .goesOn)
    }

    @Test func `A13: a halt that was being written is there or is asked for again`() throws {
        try alone(.crashInHalt, .keeps, with: [.operatorHalts])
    }

    @Test func `P01, P03, P10: a process that dies anywhere leaves nothing doubled`() throws {
        try alone(.crashAnywhere, .goesOn)
    }

    @Test func `F14: two starts within a second use no id twice`() throws {
        try alone(.crashTwiceAtOnce, .goesOn)
    }

    @Test func `H07: nothing that was acknowledged is lost with the power`() throws {
        try alone(.powerLoss, .goesOn)
    }

    @Test func `P02: an orderly end goes on where it stopped`() throws {
        try alone(.termination, .goesOn)
    }

    @Test func `A15: a daemon whose account was taken sends nothing more`() throws {
        try alone(.secondDaemon, .keeps)
    }

    @Test func `A16: an order that the shim had not given on is settled as never placed`() throws {
        try alone(.shimCrashBeforeDispatch, .goesOn)
    }

    @Test func `A17: an order that the terminal may have is looked for, not sent again`() throws {
        try alone(.shimCrashInDispatch, .goesOn)
    }

    @Test func `A18, Q19: a restarted shim does not play its queue again`() throws {
        try alone(.shimRestart, .goesOn)
    }
}
