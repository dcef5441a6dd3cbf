import Market

/// How many orders are in which state, kept up with every change so that nothing looks through all of them to know.
package struct OrderTally: Hashable, Sendable {
    /// Submits without an answer yet.
    package private(set) var inFlight = 0
    package private(set) var unknown = 0
    package private(set) var working = 0
    /// Of the three together, by side.
    package private(set) var openBuys = 0
    package private(set) var openSells = 0

    /// Of earlier days and not settled yet. They are in none of the other numbers: an order lives for a day, so these take
    /// nothing from today's.
    package private(set) var overdue = 0

    /// In flight, unknown or working.
    package var open: Int { openBuys + openSells }
    /// The same with what earlier days have left.
    package var unsettled: Int { open + overdue }

    mutating func add(_ state: OrderLife.State, _ side: Side) { count(state, side, 1) }
    mutating func remove(_ state: OrderLife.State, _ side: Side) { count(state, side, -1) }

    mutating func addOverdue(_ order: OrderLife) { if order.isOpen { overdue += 1 } }
    mutating func removeOverdue(_ order: OrderLife) { if order.isOpen { overdue -= 1 } }

    private mutating func count(_ state: OrderLife.State, _ side: Side, _ step: Int) {
        switch state {
        case .inFlight: inFlight += step
        case .unknown: unknown += step
        case .working: working += step
        case .closed: return
        }
        switch side {
        case .buy: openBuys += step
        case .sell: openSells += step
        }
    }
}
