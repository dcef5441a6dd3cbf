import Simulation
import Testing

/// Each fault alone, by its id: it strikes, and what the catalogue expects holds.
@Suite struct BrokerFaultTests {
    @Test func `D01, Q10: unknown positions are not taken for none`() throws {
        try alone(.unknownPositions, .waits)
    }

    @Test func `D24: unknown lists prove nothing`() throws {
        try alone(.unknownLists, .waits)
    }

    @Test func `D02: an old snapshot is not planned from`() throws {
        try alone(.oldSnapshot, .waits)
    }

    @Test func `D03, Q23: money of zero beside holdings is not believed`() throws {
        try alone(.zeroAsset, .keeps)
    }

    @Test func `D04: a snapshot whose fills do not add up is read again`() throws {
        try alone(.tornSnapshot, .goesOn)
    }

    @Test func `Q9: lists that lag do not make an order vanish`() throws {
        try alone(.cacheLag, .goesOn)
    }

    @Test func `D08: an ended order stays ended`() throws {
        try alone(.statusBackwards, .goesOn)
    }

    @Test func `D09: filled shares never become fewer`() throws {
        try alone(.filledFalls, .goesOn)
    }

    @Test func `D11, Q16: a fill before its answer is counted once`() throws {
        try alone(.fillFirst, .goesOn)
    }

    @Test func `D12, D05, D06, E01: somebody else's orders count and are left alone`() throws {
        try alone(.humanTrades, .keeps)
    }

    @Test func `D13: an order that a person cancelled is not sent again`() throws {
        try alone(.humanCancels, .goesOn, with: [.thinVolume])
    }

    @Test func `D14, D25, E02: what a person sold is not sold again`() throws {
        try alone(.humanSells, .keeps)
    }

    @Test func `D16: a fill after the end of its order still counts`() throws {
        try alone(.lateFill, .goesOn, with: [.thinVolume])
    }

    @Test func `D17, Q13: a refused cancel is asked for again later, not at once`() throws {
        try alone(.cancelRefused, .goesOn, with: [.thinVolume])
    }

    @Test func `D18, Q24: an ignored cancel lets nothing replace the order`() throws {
        try alone(.cancelIgnored, .goesOn, with: [.thinVolume])
    }

    @Test func `D19, Q3: a submit that seems to fail is looked for, not sent again`() throws {
        try alone(.failsButLive, .goesOn)
    }

    @Test func `D20, Q2, Q12: an order that never was is settled by the shim's word`() throws {
        try alone(.succeedsButNever, .keeps)
    }

    @Test func `D21: the broker's number is not the order's name`() throws {
        try alone(.numberChanges, .goesOn)
    }

    @Test func `Q8: two rows of one order are one order`() throws {
        try alone(.twoRows, .goesOn, with: [.thinVolume])
    }

    @Test func `D23, Q6, Q7: rows without our id are not guessed at`() throws {
        try alone(.blankRemark, .goesOn)
    }

    @Test func `D26: multiplied shares are not a loss`() throws {
        try alone(.bonusOvernight, .keeps)
    }

    @Test func `D27: money that the owner moves is not spent twice`() throws {
        try alone(.ownerMovesCash, .keeps)
    }

    @Test func `D28: a day that cannot be read is closed when it can`() throws {
        try alone(.queriesFailAfterClose, .goesOn)
    }

    @Test func `D29: yesterday's account is not today's`() throws {
        try alone(.lateDaySwitch, .goesOn)
    }

    @Test func `D30: a side whose clock is wrong is not traded with`() throws {
        try alone(.terminalClock, .keeps)
    }

    @Test func `D22: two orders of one id stop trading`() throws {
        try alone(.twins, .halts)
    }

    @Test func `E06: what may be suspended is not traded`() throws {
        try alone(.suspensionUnknown, .goesOn)
    }

    @Test func `D10, H06: an order of our form that nobody here placed stops trading`() throws {
        try alone(.stranger, .halts)
    }

    @Test func `E01, E03, E21, Q30: what the counter refuses is not asked again and again`() throws {
        try alone(.counterRefuses, .goesOn)
    }
}
