package import Engine
package import Journal
import Market

/// A journal read from end to end: what happened on which day, for reports.
package struct JournalDigest {
    package private(set) var days: [DaySummary] = []
    package private(set) var policy: Policy?
    package private(set) var runs = 0
    /// Every record except those that name the process: equal for equal inputs, whoever ran it and when.
    package private(set) var decisions: [String] = []

    package init(_ reader: JournalReader) throws {
        var entries = try reader.entries(after: 0)
        while let entry = try entries.next() {
            let record = try RecordCodec.decode(entry.body)
            take(record)
            switch record {
            case .runBegan, .checkpoint: break
            case .targetsAdopted(let day, let batches):
                // Where the files lay is no part of what was decided.
                let names = batches.map { batch in
                    var batch = batch
                    batch.source = batch.source.split(separator: "/").last.map(String.init) ?? ""
                    return batch
                }
                try remember(.targetsAdopted(day: day, batches: names))
            default: try remember(record)
            }
        }
    }

    private mutating func remember(_ record: Record) throws {
        let body = String(decoding: try RecordCodec.encode(record), as: UTF8.self)
        decisions.append("\(RecordCodec.kind(of: record)) \(body)")
    }

    private mutating func take(_ record: Record) {
        switch record {
        case .runBegan: runs += 1
        case .policyInForce(let policy): self.policy = policy
        case .dayBegan(let day): days.append(DaySummary(day: day))
        case .planned(let rebalance): change { $0.rebalance = rebalance }
        case .rebalanceClosed(let results, _): change { $0.rebalance?.results = results }
        case .intended(let intent): change { $0.orders.append(intent) }
        case .orderChanged(let id, let state, _, _, _): change { $0.states[id] = state }
        case .operatorResolved(let id, let word, _, _, _):
            change { $0.states[id] = .closed(word == .neverPlaced ? .neverPlaced : .resolved) }
        case .filled(let fill):
            change { day in
                if !day.fills.contains(where: { $0.tradeID == fill.tradeID }) { day.fills.append(fill) }
            }
        case .equityObserved(let equity, _, _): change { $0.equity = equity }
        case .dayClosed(let close): change { $0.close = close }
        case .checkpoint, .managed, .targetsAdopted, .targetsRefused, .phaseChanged, .denied, .cancelRequested,
            .replacing, .strangerAccepted, .halted, .reduced, .armed, .resumed, .cancelAllAsked, .flattenAsked,
            .approved, .exposureChanged, .entryAdjusted, .feesShared, .stopFired, .stopsEnded, .highsObserved,
            .flowObserved, .liquidationBegan, .peakReset, .marketExposureChanged:
            break
        }
    }

    private mutating func change(_ body: (inout DaySummary) -> Void) {
        guard !days.isEmpty else { return }
        body(&days[days.count - 1])
    }
}
