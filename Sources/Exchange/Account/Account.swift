import Market

/// Cash and positions of the one account.
struct Account: Hashable, Sendable {
    /// Can buy now.
    var cash: Money
    /// Held by open buy orders.
    var frozen: Money = .zero
    /// Those held at the start of the day come first and ascend by symbol; those of today follow as they came, so that an
    /// index holds all day.
    var positions: [Position] = []
    private var priorCount = 0
    /// After the one that was asked for last: a list of securities mostly ascends.
    private var next = Hint()
    var figures: LedgerFigures
    /// Announced cash whose day has not come.
    var receivables: [Receivable] = []

    struct Receivable: Hashable, Sendable {
        var payDay: Day
        var cash: Money
    }

    init(opening: Money, _ positions: [SimulatedExchange.Configuration.OpeningPosition]) {
        cash = opening
        figures = LedgerFigures(opening: opening)
        for opening in positions where opening.volume > 0 {
            var position = Position(opening.symbol)
            position.volume = opening.volume
            position.cost = max(opening.cost, .zero)
            self.positions.append(position)
        }
        rollPositions()
    }

    /// The index of a position that was held at the start of the day.
    mutating func findPrior(_ symbol: Symbol) -> Int? {
        let near = next.index
        if near < priorCount, positions[near].symbol == symbol {
            next.index += 1
            return near
        }
        // Between two neighbours there is nothing.
        if near < priorCount, positions[near].symbol > symbol, near == 0 || positions[near - 1].symbol < symbol {
            return nil
        }
        guard let index = priorIndex(of: symbol) else { return nil }
        next.index = index + 1
        return index
    }

    /// The same for those who may not change anything.
    func priorIndex(of symbol: Symbol) -> Int? {
        var low = 0
        var high = priorCount
        while low < high {
            let middle = (low + high) >> 1
            if positions[middle].symbol < symbol { low = middle + 1 } else { high = middle }
        }
        return low < priorCount && positions[low].symbol == symbol ? low : nil
    }

    /// Ascending by symbol.
    var sortedPositions: [Position] {
        // Those of before ascend, and those of today mostly came in order too.
        var turn = 1
        while turn < positions.count, positions[turn - 1].symbol < positions[turn].symbol { turn += 1 }
        if turn >= positions.count { return positions }
        var today = positions[turn...]
        if !today.indices.dropFirst().allSatisfy({ today[$0 - 1].symbol < today[$0].symbol }) {
            today.sort { $0.symbol < $1.symbol }
        }
        var merged: [Position] = []
        merged.reserveCapacity(positions.count)
        var (prior, new) = (0, turn)
        while prior < turn || new < today.endIndex {
            if new == today.endIndex || prior < turn && positions[prior].symbol < today[new].symbol {
                merged.append(positions[prior])
                prior += 1
            } else {
                merged.append(today[new])
                new += 1
            }
        }
        return merged
    }

    mutating func freeze(_ amount: Money) {
        cash -= amount
        frozen += amount
    }

    mutating func release(_ amount: Money) {
        cash += amount
        frozen -= amount
    }

    /// A new day: all that is held can be sold, what is gone is forgotten.
    mutating func rollPositions() {
        positions.removeAll { $0.volume == 0 }
        positions = sortedPositions
        for index in positions.indices { positions[index].beginDay() }
        priorCount = positions.count
    }
}
