import Simulation
import Testing

/// Each fault alone, by its id: it strikes, and what the catalogue expects holds.
@Suite struct LinesFaultTests {
    @Test func `C01: a reply that comes twice is taken once`() throws {
        try alone(.repeatedReply, .goesOn)
    }

    @Test func `C02, Q15: a notification that comes twice is counted once`() throws {
        try alone(.repeatedEvent, .goesOn)
    }

    @Test func `C03: notifications in any order give one end`() throws {
        try alone(.reorderedEvents, .goesOn)
    }

    @Test func `C04: a missing number leads to a new look at the account`() throws {
        try alone(.lostEvent, .goesOn)
    }

    @Test func `C05, Q1, Q21: a reply after its deadline is evidence and nothing else`() throws {
        try alone(.lateReply, .keeps)
    }

    @Test func `C05: an order that comes after it was promised never to be placed stops trading, and its fills count`()
        throws
    {
        try alone(.lateOrder, .halts, with: [.throttled])
    }

    @Test func `C11, Q29: an unknown status counts as live`() throws {
        try alone(.unknownStatus, .goesOn)
    }

    @Test func `C13: an answer about another order proves nothing`() throws {
        try alone(.foreignAnswer, .keeps)
    }

    @Test func `C15, Q17: a row that is another order's stops trading`() throws {
        try alone(.remainingAsVolume, .halts)
    }
}
