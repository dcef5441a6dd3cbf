/// The prices that the cage is computed from. Nil where there is none; a zero never stands for a price.
package struct TopOfBook: Hashable, Sendable {
    package var bid: Price?
    package var ask: Price?
    package var last: Price?
    package var previousClose: Price?

    package init(bid: Price?, ask: Price?, last: Price?, previousClose: Price?) {
        self.bid = bid
        self.ask = ask
        self.last = last
        self.previousClose = previousClose
    }
}

extension InstrumentClass {
    /// The highest price of a buy or the lowest of a sell that the exchange takes in continuous trading (ashare-rules 7),
    /// next to the daily limits. Nil: no cage, or no price at all to compute it from. Market orders are free of it.
    package func cageBound(on day: Day, phase: SessionPhase, side: Side, book: TopOfBook) -> Price? {
        guard phase == .continuous, let cage = cage(on: day) else { return nil }
        let reference =
            switch side {
            case .buy: book.ask ?? book.bid ?? book.last ?? book.previousClose
            case .sell: book.bid ?? book.ask ?? book.last ?? book.previousClose
            }
        guard let reference else { return nil }
        let tick = tick(on: day)
        let distance = Price(li: tick.li * cage.ticks)
        switch side {
        case .buy:
            return max(
                reference.scaledHalfUp(thousandths: 1000 + cage.thousandths, tick: tick.li), reference + distance)
        case .sell:
            let bound = min(
                reference.scaledHalfUp(thousandths: 1000 - cage.thousandths, tick: tick.li), reference - distance)
            return max(bound, tick)
        }
    }

    /// Whether an order outside the cage waits unseen until the range reaches it, instead of being rejected.
    package func parksOutsideCage(on day: Day) -> Bool {
        // CAG-02
        board == .chinext && day >= .chinextReform && day < .registrationSystem
    }

    /// The distance from the reference: the wider of a part of it and a number of ticks. One tick is the least there is.
    private func cage(on day: Day) -> (thousandths: Int64, ticks: Int64)? {
        guard isShare || kind == .bShare else { return nil }
        return switch board {
        // CAG-01: without the ten ticks.
        case .star: day >= .starOpens ? (20, 1) : nil
        // CAG-02, CAG-03
        case .chinext: day >= .registrationSystem ? (20, 10) : day >= .chinextReform ? (20, 1) : nil
        // CAG-04, CAG-06
        case .main: day >= .registrationSystem ? (20, 10) : nil
        // CAG-05
        case .bse: day >= .beijingOpens ? (50, 10) : nil
        case nil: nil
        }
    }
}
