import Engine
import Foundation
import Market
import Testing

@testable import Journal

/// Copies: made while the journal is written, proven, put in its place.
@Suite struct RestoreTests {
    private let place: Workplace
    private var copy: String { place.directory + "/copy.sqlite" }
    private static let day = Day(number: 20_777)

    init() throws { place = try Workplace() }

    private static func entry(_ record: Record) throws -> NewEntry {
        NewEntry(at: Workplace.start, kind: RecordCodec.kind(of: record), body: try RecordCodec.encode(record))
    }

    /// What a day leaves that changes the book with every entry.
    private static func equity(_ number: Int) throws -> NewEntry {
        let money = Money.yuan(Int64(1_000_000 + number))
        return try entry(.equityObserved(equity: money, peak: money, at: Workplace.start))
    }

    private func journal(observations count: Int) throws -> Journal {
        let journal = try place.open()
        let run = try journal.begin()
        _ = try journal.append([
            Self.entry(.runBegan(run: run.number, epoch: run.epoch, afterUncleanEnd: false, at: Workplace.start)),
            Self.entry(.dayBegan(Self.day)),
        ])
        for number in 0..<count { _ = try journal.append([try Self.equity(number)]) }
        return journal
    }

    // MARK: Copies

    @Test func `H12: copies made between and during commits all pass the drill`() throws {
        let journal = try journal(observations: 3)
        let path = place.path
        for number in 0..<12 {
            // Half a transaction lies in the log, from the same connection or as another program's.
            let isOpen = number % 2 == 0
            if isOpen {
                let (seq, body) = (journal.head.seq + 1, String(repeating: "x", count: 50_000))
                try journal.execute("BEGIN; INSERT INTO entries VALUES (\(seq), 1, 0, 'k', '\(body)', zeroblob(32))")
            }
            let target = place.directory + "/copy\(number)"
            let report = try JournalReader(at: path).backup(to: target)
            #expect(report.head == journal.head && report.isWhole)
            if isOpen { try journal.execute("ROLLBACK") }
            _ = try journal.append([try Self.equity(100 + number)])
            let drill = try RestoreDrill(copy: target, of: path)
            #expect(drill.newer == 1 && drill.report.head == report.head)
        }
    }

    @Test func `H12: copies made by another thread while the journal is written all pass the drill`() async throws {
        let journal = try journal(observations: 3)
        let (path, directory) = (place.path, place.directory)
        let copying = Task.detached {
            for number in 0..<15 { _ = try JournalReader(at: path).backup(to: directory + "/copy\(number)") }
        }
        for number in 0..<400 { _ = try journal.append([try Self.equity(number)]) }
        try await copying.value
        for number in 0..<15 {
            let drill = try RestoreDrill(copy: directory + "/copy\(number)", of: path)
            #expect(drill.report.head.seq >= 5 && drill.newer == journal.head.seq - drill.report.head.seq)
        }
    }

    @Test func `the drill sees a copy of another history, a damaged one and another account's`() throws {
        let elsewhere = try Workplace()
        do {
            let journal = try journal(observations: 4)
            _ = try journal.backup(to: copy)
        }
        let drill = try RestoreDrill(copy: copy, of: place.path)
        #expect(drill.newer == 0 && drill.digest.count == 64)

        // The copy goes on by itself: from then on the two are different histories.
        do {
            let other = try place.open(copy)
            _ = try other.begin()
            _ = try other.append([try Self.equity(7)])
        }
        #expect(failure { _ = try RestoreDrill(copy: copy, of: place.path) }?.what.contains("another history") == true)
        do {
            let journal = try place.open()
            _ = try journal.begin()
            _ = try journal.append([try Self.equity(8)])
        }
        #expect(failure { _ = try RestoreDrill(copy: copy, of: place.path) }?.what.contains("another history") == true)

        do { _ = try elsewhere.open(identity: .init(account: "2", mode: .live)) }
        #expect(failure { _ = try RestoreDrill(copy: elsewhere.path, of: place.path) }?.code == .otherIdentity)
        #expect(failure { _ = try RestoreDrill(copy: place.directory + "/none", of: place.path) }?.code == .missing)
    }

    @Test func `the state is that of the last checkpoint and what follows it, up to any entry`() throws {
        let journal = try journal(observations: 4)
        let reader = try JournalReader(at: place.path)
        let book = try reader.foldedBook().book
        _ = try journal.append([try Self.entry(.checkpoint(book)), try Self.equity(50)])
        let folded = try reader.foldedBook()
        #expect(folded.folded == 2 && folded.through == 8 && folded.lastRecordAt == Workplace.start)
        #expect(folded.book.equity == .yuan(1_000_050))
        let before = try reader.foldedBook(through: 6)
        #expect(before.book == book && before.folded == 6)
        #expect(try before.digest() != folded.digest())
        #expect(try reader.foldedBook(through: 7).digest() == before.digest())
        #expect(try journal.foldedBook() == folded)
        _ = try journal.append([NewEntry(at: Workplace.start, kind: "tomorrow", body: Data(#"{"x":{}}"#.utf8))])
        #expect(failure { _ = try journal.foldedBook() }?.code == .newer)
    }

    // MARK: Putting one in place

    @Test func `H08: a restored copy goes on with a higher epoch, so that no id is used twice`() throws {
        var used = Set<ClientOrderID>()
        func ids(_ run: Run) -> [ClientOrderID] {
            (1...3).compactMap { ClientOrderID(day: Self.day, epoch: run.epoch, number: $0) }
        }
        do {
            let journal = try journal(observations: 2)
            used.formUnion(ids(try #require(journal.run)))
            _ = try journal.backup(to: copy)
        }
        for _ in 0..<3 { used.formUnion(ids(try place.open().begin())) }
        #expect(used.count == 12)
        let before = try place.bytes()
        let drill = try Restoring.restore(from: copy, to: place.path, identity: Workplace.identity, isDrill: true)
        #expect(try drill.lastEpoch == 4 && drill.kept == nil && place.bytes() == before)

        let outcome = try Restoring.restore(from: copy, to: place.path, identity: Workplace.identity)
        let kept = try #require(outcome.kept)
        #expect(try JournalReader(at: kept).runs().last?.epoch == 4)
        let journal = try place.open()
        #expect(journal.head == outcome.report.head && journal.head.seq == 4)
        let floor = try #require(outcome.lastEpoch) + 1
        let run = try journal.begin(floor: floor)
        #expect(run.epoch == 5)
        #expect(used.isDisjoint(with: ids(run)))
    }

    @Test func `H06 H08: what lay beside the old journal is never taken for the restored one's`() throws {
        do { _ = try journal(observations: 2).backup(to: copy) }
        // A daemon that was killed: its log is there.
        let killed = try Workplace()
        do {
            let journal = try place.open()
            _ = try journal.begin()
            for number in 0..<5 { _ = try journal.append([try Self.equity(number)]) }
            try killed.write(try #require(try place.bytes()), to: "journal.sqlite")
            try killed.write(try #require(try place.bytes("-wal")), to: "journal.sqlite-wal")
        }
        let outcome = try Restoring.restore(from: copy, to: killed.path, identity: Workplace.identity)
        #expect(try killed.files().contains("journal.sqlite.replaced-1-wal"))
        #expect(try killed.open().head == outcome.report.head)
        #expect(try JournalReader(at: killed.path + ".replaced-1").head().seq == 9)
        // Once more: nothing that was kept is overwritten.
        #expect(
            try Restoring.restore(from: copy, to: killed.path, identity: Workplace.identity).kept
                == killed.path + ".replaced-2")
    }

    @Test func `H05 H08: a damaged journal is replaced, a damaged copy is not put in its place`() throws {
        do { _ = try journal(observations: 2).backup(to: copy) }
        try place.write(Data(repeating: 9, count: 9000), to: "journal.sqlite")
        #expect(failure { _ = try place.open() }?.code == .notAJournal)
        let outcome = try Restoring.restore(from: copy, to: place.path, identity: Workplace.identity)
        #expect(outcome.lastEpoch == nil, "the last epoch is not known")
        #expect(try place.open().head.seq == 4)

        try place.tamper("UPDATE entries SET at_ms = 1 WHERE seq = 2")
        let good = place.directory + "/good.sqlite"
        try FileManager.default.copyItem(atPath: copy, toPath: good)
        #expect(
            failure { _ = try Restoring.restore(from: place.path, to: good, identity: Workplace.identity) }?.code
                == .damaged)
        #expect(try place.files().filter { $0.hasPrefix("good") } == ["good.sqlite", "good.sqlite.lock"])
        #expect(try place.open(good).head.seq == 4)
    }

    @Test func `A15 H08: nothing is restored under a running daemon, nor another account's copy`() throws {
        let journal = try journal(observations: 2)
        _ = try journal.backup(to: copy)
        #expect(
            failure { _ = try Restoring.restore(from: copy, to: place.path, identity: Workplace.identity) }?.code
                == .locked)
        #expect(try journal.append([try Self.equity(1)]) == 5...5)
        let other = JournalIdentity(account: "2", mode: .live)
        let elsewhere = try Workplace()
        #expect(
            failure { _ = try Restoring.restore(from: copy, to: elsewhere.path, identity: other) }?.code
                == .otherIdentity)
        #expect(try Restoring.restore(from: copy, to: elsewhere.path, identity: Workplace.identity).kept == nil)
        #expect(try elsewhere.open().head.seq == 4)
    }

    @Test func `F14: two starts at one moment have different epochs, so their ids differ`() throws {
        let runs = try (0..<5).map { _ in try place.open().begin(at: Workplace.start) }
        #expect(runs.map(\.epoch) == [1, 2, 3, 4, 5])
        #expect(Set(runs.map { ClientOrderID(day: Self.day, epoch: $0.epoch, number: 1) }).count == 5)
    }

    @Test func `H11: a second row with a number that is taken is refused, and ends the handle`() throws {
        let journal = try journal(observations: 1)
        // Another program got past the lock and used the next number.
        try place.intrude("INSERT INTO entries VALUES (4, 1, 0, 'k', '{}', zeroblob(32))")
        let thrown = failure { _ = try journal.append([try Self.equity(2)]) }
        #expect(thrown?.code == .damaged && journal.isPoisoned)
        #expect(thrown?.what.contains("next number") == true)
        #expect(try JournalReader(at: place.path).verify().firstBadSeq == 4)
    }
}
