import Market

extension Security {
    /// A security of an observed market: its bar has not moved, its cage is around the observed book and not of its own making.
    init(
        observed bar: DayBar, _ rules: ClassRules, on day: Day, _ facts: SimulatedExchange.Configuration.Facts?,
        classIndex: Int
    ) {
        self.init(bar, rules, on: day, facts, classIndex: classIndex, isIdeal: false)
        hasCage = false
    }

    /// 6, against the book that was observed. No book at all: against the last price or the reference.
    func checkCage(_ price: Price, _ side: Side, in phase: SessionPhase, observed quote: Quote?) throws(Rejection) {
        let book = TopOfBook(
            bid: quote?.bids.first?.price, ask: quote?.asks.first?.price, last: quote?.last ?? bar.close,
            previousClose: reference)
        guard let bound = kind.cageBound(on: day, phase: phase, side: side, book: book) else { return }
        switch side {
        case .buy: if price > bound { throw .cage(.buy, bound: bound) }
        case .sell: if price < bound { throw .cage(.sell, bound: bound) }
        }
    }
}
