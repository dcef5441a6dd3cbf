/// The texts of consecutive numbers. Ids start again every day, and making their texts anew would be a tenth of an order's
/// whole cost.
struct NumberTexts: Hashable, Sendable {
    let start: Int
    private var texts: [String] = []

    init(from start: Int) {
        self.start = start
    }

    /// The text of `start` + `index`.
    mutating func text(at index: Int) -> String {
        while texts.count <= index { texts.append(String(start + texts.count)) }
        return texts[index]
    }
}
