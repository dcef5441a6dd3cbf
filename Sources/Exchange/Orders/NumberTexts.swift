import Market

/// The texts of consecutive numbers. Ids start again every day, and making their texts anew would be a tenth of an order's
/// whole cost.
struct NumberTexts: Hashable, Sendable {
    let start: Int
    private var texts: [Word] = []

    init(from start: Int) {
        self.start = start
    }

    /// The text of `start` + `index`.
    @inline(__always)
    mutating func text(at index: Int) -> Word {
        if index >= texts.count { extend(to: index) }
        return texts[index]
    }

    private mutating func extend(to index: Int) {
        while texts.count <= index { texts.append(Word(String(start + texts.count))) }
    }
}
