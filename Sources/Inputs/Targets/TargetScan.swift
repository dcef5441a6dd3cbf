package import Market

/// What a source of targets holds at one moment.
package struct TargetScan: Hashable, Sendable {
    /// By day, then strategy; one for each.
    package var batches: [TargetBatch]
    /// In the order of sources and lines.
    package var refusals: [Refusal]

    package init(batches: [TargetBatch] = [], refusals: [Refusal] = []) {
        self.batches = batches
        self.refusals = refusals
    }

    package var newestSignalDay: Day? { batches.last?.signalDay }

    /// Puts sources together. The same targets twice are one batch. Different ones for one strategy and day are
    /// refused, all of them, each naming another: nobody can tell which is meant.
    package static func merging(_ batches: [TargetBatch], refusals: [Refusal] = []) -> TargetScan {
        var scan = TargetScan(refusals: refusals)
        let sorted = batches.sorted { left, right in
            (left.signalDay, left.strategy, left.source) < (right.signalDay, right.strategy, right.source)
        }
        var rest = sorted[...]
        while let first = rest.first {
            let group = rest.prefix { $0.signalDay == first.signalDay && $0.strategy == first.strategy }
            rest = rest.dropFirst(group.count)
            if group.allSatisfy({ $0.digest == first.digest }) {
                var batch = first
                batch.validUntil = group.compactMap(\.validUntil).min()
                scan.batches.append(batch)
            } else {
                scan.refusals += group.map { refusal($0, group) }
            }
        }
        scan.refusals.sort()
        return scan
    }

    private static func refusal(_ batch: TargetBatch, _ group: ArraySlice<TargetBatch>) -> Refusal {
        let other = group.first { $0.digest != batch.digest } ?? batch
        return Refusal(
            .conflict, in: batch.source,
            "its targets for \(Excerpt(batch.strategy)) on \(batch.signalDay) are not those of \(other.source)",
            remedy: "remove the one that is wrong; until then neither is used")
    }
}
