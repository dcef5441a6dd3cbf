import Market

/// Positions of days in a calendar by one array access, for loops over millions of rows.
struct SessionIndex {
    private let first: Int32
    /// By days since the first; -1 is no trading day.
    private var positions: [Int32]
    /// Of the days.
    let count: Int

    /// `days` ascend and are not empty.
    init(_ days: [Day]) {
        first = days[0].number
        count = days.count
        positions = Array(repeating: -1, count: days[0].distance(to: days[days.count - 1]) + 1)
        for (position, day) in days.enumerated() { positions[Int(day.number - first)] = Int32(position) }
    }

    subscript(_ day: Day) -> Int? {
        let offset = Int(day.number) - Int(first)
        guard positions.indices.contains(offset), positions[offset] >= 0 else { return nil }
        return Int(positions[offset])
    }
}
