import Market

/// The bars of a day, and for those that somebody asked for the number of their security: most of a sheet is never asked
/// for, and their rules are not worked out.
struct BarIndex: Hashable, Sendable {
    /// Ascending by symbol.
    private var bars: [DayBar] = []
    private var numbers: [Int32] = []

    init() {}

    init(_ bars: [DayBar]) {
        self.bars = bars
        numbers = Array(repeating: -1, count: bars.count)
    }

    subscript(symbol: Symbol) -> DayBar? {
        index(of: symbol).map { bars[$0] }
    }

    /// Where the symbol stands; nil where the sheet does not have it.
    func index(of symbol: Symbol) -> Int? {
        var low = 0
        var high = bars.count
        while low < high {
            let middle = (low + high) >> 1
            if bars[middle].symbol.packed < symbol.packed { low = middle + 1 } else { high = middle }
        }
        return low < bars.count && bars[low].symbol.packed == symbol.packed ? low : nil
    }

    func bar(at index: Int) -> DayBar { bars[index] }

    /// The number of the security of this bar; nil where nobody has asked for it.
    func number(at index: Int) -> Int? { numbers[index] < 0 ? nil : Int(numbers[index]) }
    mutating func setNumber(_ number: Int, at index: Int) { numbers[index] = Int32(number) }
}
