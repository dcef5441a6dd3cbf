import Foundation
import GRDB
import Market
import Testing

@testable import Journal

@Suite struct JournalPoisonTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `H04: every call refuses after a write that another program kept from being done`() throws {
        let journal = try place.journal(entries: 1)
        let other = try place.intruder()
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let thrown = failure { _ = try journal.append([.sample(1)]) }
        #expect(thrown?.code == .busy)
        #expect(thrown?.description.contains(place.path) == true)
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }

        #expect(journal.isPoisoned)
        let calls: [(Journal) throws -> Void] = [
            { _ = try $0.append([.sample(1)]) }, { _ = try $0.begin() },
            { try $0.endRun("stopped", at: Workplace.start) },
            { _ = try $0.entries(after: 0) }, { _ = try $0.lastEntry(kind: "filled") }, { _ = try $0.verify() },
            { [place] in _ = try $0.backup(to: place.directory + "/copy") },
        ]
        for call in calls { #expect(failure { try call(journal) }?.code == .poisoned) }
    }

    @Test func `H11: a row that somebody else wrote is noticed by the next append`() throws {
        let journal = try place.journal(entries: 1)
        let other = try place.intruder()
        try other.write { db in
            try db.execute(sql: "INSERT INTO entries VALUES (2, 1, 0, 'k', '{}', zeroblob(32))")
        }
        #expect(failure { _ = try journal.append([.sample(1)]) }?.code == .damaged)
        #expect(journal.isPoisoned)
    }

    /// The file may grow to `pages`; the disk is full at every point in turn, from the first commit on.
    @Test func `H01 H10: a file at its limit of size loses nothing acknowledged and keeps nothing that was not`() throws
    {
        var met = Set<Int64>()
        for pages in Int64(16)..<48 {
            let place = try Workplace()
            _ = try place.open()
            var acknowledged: Int64 = 0
            do {
                let journal = try place.open(maximumBytes: pages * 4096)
                let thrown = failure {
                    _ = try journal.begin()
                    var random = SplitMix64(seed: UInt64(pages))
                    while acknowledged < 400 {
                        let size = Int.random(in: 1...6, using: &random)
                        let body = Data(repeating: UInt8(ascii: "x"), count: Int.random(in: 1...6000, using: &random))
                        let batch = (0..<size).map { _ in NewEntry(at: Workplace.start, kind: "k", body: body) }
                        acknowledged = try journal.append(batch).upperBound
                    }
                }
                #expect(thrown?.code == .full, "at \(pages) pages")
                #expect(journal.isPoisoned)
                #expect(failure { _ = try journal.append([.sample(0)]) }?.code == .poisoned)
            }
            met.insert(acknowledged)
            let journal = try place.open()
            #expect(journal.head.seq == acknowledged, "at \(pages) pages")
            #expect(try journal.allEntries().count == Int(acknowledged))
        }
        #expect(met.count > 8, "the limit should have struck at different commits: \(met.sorted())")
    }

    @Test func `a copy that fails does not end the journal`() throws {
        let journal = try place.journal(entries: 2)
        try place.write(Data("mine".utf8), to: "taken")
        #expect(failure { _ = try journal.backup(to: place.directory + "/taken") }?.code == .exists)
        #expect(failure { _ = try journal.backup(to: place.directory + "/no/where") }?.code == .storage)
        #expect(!journal.isPoisoned)
        #expect(try journal.append([.sample(2)]) == 3...3)
    }
}
