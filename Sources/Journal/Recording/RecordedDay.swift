import Engine
package import Foundation
package import Market

/// Decides recorded days anew and holds the decisions against the journal's.
package enum RecordedDay {
    package struct Outcome: Hashable, Sendable {
        package var runs = 0
        package var events = 0
        /// Records of the journal that were decided again, byte for byte.
        package var records = 0
        /// The first that was not; nil where all were.
        package var difference: Difference?
    }

    /// Where the two part. A nil side has nothing there.
    package struct Difference: Hashable, Sendable, CustomStringConvertible {
        package var run: Int
        /// Counted from 1 within the run.
        package var record: Int
        package var journal: Data?
        package var replayed: Data?

        package var description: String {
            func text(_ data: Data?) -> String { data.map { String(decoding: $0, as: UTF8.self) } ?? "nothing" }
            return "run \(run), record \(record): the journal has \(text(journal)), the replay \(text(replayed))"
        }
    }

    /// Gives every recorded run of `directory` to a fresh engine, which begins with what the journal held before the run and
    /// with the policy that was in force. A run that was killed may have told its last event to nobody.
    package static func replay(
        recording directory: String, journal path: String, calendar: TradingCalendar
    ) throws -> Outcome {
        let runs = try RecordedRun.read(directory)
        var outcome = Outcome()
        var earlier: [Record] = []
        var pending: [JournalEntry] = []
        var entries = try JournalReader(at: path).entries(after: 0)
        var next = try entries.next()
        for run in runs {
            for entry in pending { try fold(entry, into: &earlier) }
            pending = []
            while let entry = next, entry.run < run.number {
                try fold(entry, into: &earlier)
                next = try entries.next()
            }
            while let entry = next, entry.run == run.number {
                pending.append(entry)
                next = try entries.next()
            }
            try replay(run, after: earlier, against: pending.map(\.body), calendar, into: &outcome)
            if outcome.difference != nil { return outcome }
        }
        return outcome
    }

    private static func fold(_ entry: JournalEntry, into records: inout [Record]) throws {
        let record = try RecordCodec.decode(entry.body)
        if case .checkpoint = record { records.removeAll(keepingCapacity: true) }
        records.append(record)
    }

    private static func replay(
        _ run: RecordedRun, after earlier: [Record], against journal: [Data], _ calendar: TradingCalendar,
        into outcome: inout Outcome
    ) throws {
        outcome.runs += 1
        outcome.events += run.events.count
        let policies = try journal.prefix(2).map { try RecordCodec.decode($0) }
        guard case .policyInForce(let policy)? = policies.last else {
            // It ended before its first records were in the journal: nothing was decided.
            if let first = journal.first { outcome.difference = Difference(run: run.number, record: 1, journal: first) }
            return
        }
        var engine = Engine(policy: policy, calendar: calendar)
        for record in earlier { engine.restore(record) }
        var place = 0
        for (index, recorded) in run.events.enumerated() {
            for case .record(let record) in engine.handle(recorded.event, at: recorded.at) {
                let body = try RecordCodec.encode(record)
                let expected = journal.indices.contains(place) ? journal[place] : nil
                place += 1
                if body == expected {
                    outcome.records += 1
                } else if expected != nil || index + 1 < run.events.count {
                    outcome.difference = Difference(
                        run: run.number, record: place, journal: expected, replayed: body)
                    return
                }
            }
        }
        if place < journal.count {
            outcome.difference = Difference(run: run.number, record: place + 1, journal: journal[place])
        }
    }
}
