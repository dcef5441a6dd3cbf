import Foundation
import Market
import Testing

@testable import Journal

/// Random lives of a journal against a model that is a list: appends, ends, restarts, crashes, copies, readers.
@Suite struct JournalModelTests {
    private struct Model {
        var entries: [NewEntry] = []
        /// Epoch of each run, and whether it said goodbye.
        var runs: [(epoch: Int64, isEnded: Bool)] = []
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `whatever happens to it, a journal is what was acknowledged`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var place = try Workplace()
        var model = Model()
        for life in 0..<10 {
            let journal = try place.open()
            #expect(journal.previousRunWasUnclean == (model.runs.last.map { !$0.isEnded } ?? false), "seed \(seed)")
            try check(journal, model, "seed \(seed), life \(life), at its start")
            try live(journal, &model, &random)
            try check(journal, model, "seed \(seed), life \(life), at its end")
            switch Int.random(in: 0...3, using: &random) {
            case 0: place = try crashed(place)
            case 1: place = try restored(journal)
            default: break
            }
        }
    }

    private func live(_ journal: Journal, _ model: inout Model, _ random: inout SplitMix64) throws {
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let floor = Int64.random(in: 0...40, using: &random)
            let run = try journal.begin(floor: floor)
            #expect(run.number == model.runs.count + 1)
            #expect(run.epoch == max(floor, (model.runs.last?.epoch ?? 0) + 1))
            model.runs.append((run.epoch, false))
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let first = model.entries.count
                let batch = (first..<first + Int.random(in: 1...9, using: &random)).map { NewEntry.sample($0) }
                #expect(try journal.append(batch).lowerBound == Int64(first + 1))
                model.entries += batch
            }
            try journal.endRun("stopped", at: Workplace.start)
            model.runs[model.runs.count - 1].isEnded = true
        }
        if Bool.random(using: &random) {
            model.runs.append((try journal.begin().epoch, false))
            let batch = [NewEntry.sample(model.entries.count)]
            _ = try journal.append(batch)
            model.entries += batch
        }
    }

    /// The files as they are on the disk at this moment, elsewhere.
    private func crashed(_ place: Workplace) throws -> Workplace {
        let next = try Workplace()
        try next.write(try #require(try place.bytes()), to: "journal.sqlite")
        if let log = try place.bytes("-wal") { try next.write(log, to: "journal.sqlite-wal") }
        return next
    }

    private func restored(_ journal: Journal) throws -> Workplace {
        let next = try Workplace()
        #expect(try journal.backup(to: next.path).isWhole)
        return next
    }

    private func check(_ journal: Journal, _ model: Model, _ comment: Comment) throws {
        #expect(
            try journal.allEntries().map { NewEntry(at: $0.at, kind: $0.kind, body: $0.body) } == model.entries, comment
        )
        let reader = try JournalReader(at: journal.path)
        #expect(try reader.runs().map(\.epoch) == model.runs.map(\.epoch), comment)
        #expect(try reader.runs().map { $0.end != nil } == model.runs.map(\.isEnded), comment)
        let last = model.entries.lastIndex { $0.kind == "checkpoint" }
        #expect(try reader.lastEntry(kind: "checkpoint")?.seq == last.map { Int64($0 + 1) }, comment)
        let report = try reader.verify()
        #expect(report.isWhole && report.head == journal.head && report.entries == Int64(model.entries.count), comment)
        #expect(report.runs == model.runs.count, comment)
    }

    @Test func `H13: a reader that pauses does not let the log grow without end`() throws {
        let place = try Workplace()
        let journal = try place.journal()
        let body = Data(repeating: UInt8(ascii: "x"), count: 60_000)
        func write(_ count: Int) throws {
            for _ in 0..<count { _ = try journal.append([NewEntry(at: Workplace.start, kind: "k", body: body)]) }
        }
        try write(40)
        let reader = try JournalReader(at: place.path)
        var entries = try reader.entries(after: 0)
        #expect(try entries.next()?.seq == 1)
        try write(400)
        let log = try #require(try place.bytes("-wal")).count
        #expect(log < 8 << 20, "24 MB were written, the log has \(log) bytes")
        var count = 1
        while try entries.next() != nil { count += 1 }
        #expect(count == 40)
    }
}
