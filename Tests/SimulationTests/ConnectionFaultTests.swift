import Simulation
import Testing

/// Each fault alone, by its id: it strikes, and what the catalogue expects holds.
@Suite struct ConnectionFaultTests {
    @Test func `B01: a link that cannot be made is tried again`() throws {
        try alone(.linkRefused, .goesOn)
    }

    @Test func `B02: a request that never left is settled by proof`() throws {
        try alone(.dropBeforeLeaving, .goesOn)
    }

    @Test func `B03, Q4: an order whose answer was lost is found by its id`() throws {
        try alone(.dropAfterArrival, .goesOn)
    }

    @Test func `B04: a snapshot that breaks off is no snapshot`() throws {
        try alone(.dropInSnapshot, .waits)
    }

    @Test func `B05, Q20: a dead connection is noticed, and everything is read again`() throws {
        try alone(.halfOpen, .goesOn)
    }

    @Test func `B06: requests that do not arrive end in doubt, not in repetition`() throws {
        try alone(.oneWay, .goesOn)
    }

    @Test func `B07: every new connection is reconciled before anything is sent`() throws {
        try alone(.flapping, .keeps)
    }

    @Test func `B08, Q14: a day told twice changes nothing`() throws {
        try alone(.replayedDay, .goesOn)
    }

    @Test func `B09, Q22: news of long ago change nothing`() throws {
        try alone(.oldEvent, .goesOn)
    }

    @Test func `B10, C18: another account is never traded with`() throws {
        try alone(.wrongAccount, .waits)
    }

    @Test func `B10, L05: a real side is never taken for a simulated one`() throws {
        try alone(.wrongSide, .waits)
    }

    @Test func `B11: without the broker nothing is concluded`() throws {
        try alone(.brokerDown, .keeps)
    }

    @Test func `B16: after the host's sleep everything is read before anything is sent`() throws {
        try alone(.hostSleeps, .keeps)
    }

    @Test func `B17: late messages let no order run past its deadline`() throws {
        try alone(.latency, .keeps)
    }

    @Test func `B18, Q5: a slow terminal places nothing after its deadline`() throws {
        try alone(.slowTerminal, .keeps)
    }
}
