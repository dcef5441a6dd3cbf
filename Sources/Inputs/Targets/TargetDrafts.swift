import Market

/// Drafts by day and strategy. Rows of a batch mostly follow one another, so the last one is looked at first.
struct TargetDrafts {
    struct Key: Hashable, Comparable {
        var day: Day
        var strategy: String

        static func < (left: Key, right: Key) -> Bool { (left.day, left.strategy) < (right.day, right.strategy) }
    }

    private var indices: [Key: Int] = [:]
    private var drafts: [TargetDraft] = []
    private var last = 0
    private(set) var rows = 0

    mutating func add(
        _ key: Key, _ holding: TargetValues.Holding, _ weight: Weight, row: Int, values: TargetValues
    ) throws(Refusal) {
        rows += 1
        if last >= drafts.count || drafts[last].key != key { try select(key, row, values) }
        try drafts[last].add(holding, weight, row: row, values: values)
    }

    /// Begins the draft with its first row; that is when its day is checked.
    private mutating func select(_ key: Key, _ row: Int, _ values: TargetValues) throws(Refusal) {
        if let index = indices[key] {
            last = index
            return
        }
        try values.check(key.day, row: row)
        last = drafts.count
        indices[key] = last
        drafts.append(TargetDraft(key: key, firstRow: row))
    }

    subscript(key: Key) -> TargetDraft? { indices[key].map { drafts[$0] } }

    /// By day, then strategy.
    var sorted: [TargetDraft] { drafts.sorted { $0.key < $1.key } }
}
