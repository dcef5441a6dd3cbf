import Simulation
import Testing

/// Each fault alone, by its id: it strikes, and what the catalogue expects holds.
@Suite struct OtherFaultTests {
    @Test func `F03, P12: a clock that is a year off trades nothing`() throws {
        try alone(.clockFarOff, .keeps)
    }

    @Test func `F06, P06: after a pause everything is read before anything is sent`() throws {
        try alone(.pause, .goesOn)
    }

    @Test func `F07, F08: a process that starts late does what there is time for`() throws {
        try alone(.startsLate, .keeps)
    }

    @Test func `F09, F12: nothing is done on a day without trading`() throws {
        try alone(.weekend, .goesOn)
    }

    @Test func `G03, G01: late targets are executed when they are there`() throws {
        try alone(.targetsLate, .keeps)
    }

    @Test func `G03: no targets means no buys, and never selling all`() throws {
        try alone(.targetsMissing, .sendsNoBuy)
    }

    @Test func `G05: targets of another day are not executed`() throws {
        try alone(.targetsOfOtherDay, .sendsNoBuy)
    }

    @Test func `G04: all cash is executed where it is said`() throws {
        try alone(.targetsAllCash, .keeps)
    }

    @Test func `G06: the same targets are executed once`() throws {
        try alone(.targetsTwice, .goesOn)
    }

    @Test func `G07: new targets during the work do not mix with the old ones`() throws {
        try alone(.targetsReplaced, .goesOn)
    }

    @Test func `G08, G10, G11: a refused file is not executed in part`() throws {
        try alone(.targetsRefused, .sendsNoBuy)
    }

    @Test func `G14, G15: without the targets of all strategies nothing is traded`() throws {
        try alone(.strategyMissing, .sendsNoBuy)
    }

    @Test func `H01, H02: without room in the journal nothing leaves`() throws {
        try alone(.diskFull, .keeps)
    }

    @Test func `H03: a failed flush ends the process before anything leaves`() throws {
        try alone(.flushFails, .keeps)
    }

    @Test func `H09: a slow disk lets no order run past its deadline`() throws {
        try alone(.slowDisk, .keeps)
    }

    @Test func `H08: a journal from a backup uses no id twice`() throws {
        try alone(.oldBackup, .keeps)
    }

    @Test func `K10, K14: a halt is kept until an operator resumes`() throws {
        try alone(.operatorHalts, .halts)
    }

    @Test func `K08, K11: a command that comes twice is one command`() throws {
        try alone(.operatorRepeats, .keeps, with: [.operatorHalts])
    }

    @Test func `K13: an operator's word settles what is in doubt`() throws {
        try alone(.operatorResolves, .keeps, with: [.throttled])
    }
}
