/// Which word may have been meant by one that is not known.
enum Spelling {
    /// The nearest of `words` that is at most two changes, and no more than half of `word`, away; of several the first in
    /// order. A change is a letter too many, too few, another one, or two that changed places.
    static func nearest(to word: String, of words: Set<String>) -> String? {
        // A longer word is no slip of the fingers.
        guard word.utf8.count <= 60 else { return nil }
        return words.map { (distance: distance(Array(word.utf8), Array($0.utf8)), word: $0) }
            .filter { $0.distance <= 2 && $0.distance * 2 <= word.utf8.count }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
    }

    private static func distance(_ from: [UInt8], _ to: [UInt8]) -> Int {
        var rows = [Array(0...to.count)]
        for (i, byte) in from.enumerated() {
            var row = [i + 1]
            for (j, other) in to.enumerated() {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (byte == other ? 0 : 1))
                if i > 0, j > 0, byte == to[j - 1], from[i - 1] == other { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[from.count][to.count]
    }
}
