import Foundation
import Market
import Testing

@testable import Journal

@Suite struct JournalRunTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `a new journal had no run before`() throws {
        let journal = try place.open()
        #expect(journal.previousRun == nil)
        #expect(!journal.previousRunWasUnclean)
        let run = try journal.begin()
        #expect(run.number == 1 && run.epoch == 1 && run.firstSeq == 1 && run.end == nil)
        #expect(run.program == "qmtd 0.1.0" && run.configurationDigest == "c0ffee" && run.startedAt == Workplace.start)
    }

    @Test func `P10: a run that ended is not reported, one that did not is`() throws {
        do { try place.journal(entries: 1).endRun("stopped", at: Workplace.start.adding(seconds: 5)) }
        do {
            let journal = try place.open()
            #expect(!journal.previousRunWasUnclean)
            #expect(journal.previousRun?.end == Run.End(at: Workplace.start.adding(seconds: 5), how: "stopped"))
            _ = try journal.begin()
        }
        do {
            let journal = try place.open()
            #expect(journal.previousRunWasUnclean)
            #expect(journal.previousRun?.number == 2)
        }
        // A process that never began a run leaves the last one as it is.
        #expect(try place.open().previousRunWasUnclean)
    }

    @Test func `H08: epochs rise strictly, over crashes and from a given floor`() throws {
        var epochs: [Int64] = []
        for (index, floor) in ([1, 1, 100, 7, 1] as [Int64]).enumerated() {
            let journal = try place.open()
            let run = try journal.begin(floor: floor)
            #expect(run.number == index + 1)
            epochs.append(run.epoch)
            if index % 2 == 0 { try journal.endRun("stopped", at: Workplace.start) }
        }
        #expect(epochs == [1, 2, 100, 101, 102])
    }

    @Test func `two runs in one process are two runs`() throws {
        let journal = try place.journal(entries: 1)
        try journal.endRun("stopped", at: Workplace.start)
        #expect(journal.run == nil)
        #expect(try journal.begin().epoch == 2)
        #expect(try journal.append([.sample(1)]) == 2...2)
        #expect(try journal.verify().isWhole)
    }

    @Test func `a run begins once, ends once, and takes nothing afterwards`() throws {
        #expect(failure { _ = try place.journal().begin() }?.code == .wrongRun)
        #expect(failure { try place.open().endRun("stopped", at: Workplace.start) }?.code == .wrongRun)
        let thrown = failure {
            let journal = try place.open()
            _ = try journal.begin()
            try journal.endRun("stopped", at: Workplace.start)
            _ = try journal.append([.sample(0)])
        }
        #expect(thrown?.code == .wrongRun)
    }

    @Test func `the last epoch there can be is an error, not a trap`() throws {
        do { _ = try place.open().begin(floor: .max) }
        #expect(failure { _ = try place.open().begin() }?.code == .damaged)
    }

    @Test func `texts that would be cut are refused`() throws {
        let thrown = failure {
            _ = try place.open().beginRun(program: "qmtd\u{0}", configurationDigest: "", at: Workplace.start)
        }
        #expect(thrown?.code == .invalidEntry)
        #expect(failure { try place.journal().endRun("a\u{0}b", at: Workplace.start) }?.code == .invalidEntry)
    }

    @Test func `a begun run is durable before anything is appended`() throws {
        let journal = try place.open()
        let run = try journal.begin()
        let reader = try JournalReader(at: place.path)
        #expect(try reader.runs() == [run])
    }
}
