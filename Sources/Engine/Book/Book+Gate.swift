import Market

// What the gate asks of the book for one order. Inlined: a call would copy the whole book first.
extension Book {
    /// Our open order on the other side of the same security.
    @inline(__always)
    func openOpposite(of submission: Submission) -> ClientOrderID? {
        let others = submission.side == .buy ? tally.openSells : tally.openBuys
        return others == 0 ? nil : Book.openOpposite(of: submission, in: orders, on: day)
    }

    private static func openOpposite(
        of submission: Submission, in orders: [OrderLife], on day: Day?
    ) -> ClientOrderID? {
        orders.first {
            $0.isOpen && $0.symbol == submission.symbol && $0.side != submission.side && $0.intent.day == day
        }?.id
    }

    /// The line of the plan that the order is for, and what its orders have taken of it; nil where there is none.
    @inline(__always)
    func gateLine(of submission: Submission) -> GateOrder.Line? {
        guard let index = rebalance?.lineIndex(of: submission.symbol), let line = rebalance?.lines[index] else {
            return nil
        }
        var claimed = Shares.zero
        var order = lastOrder(ofLine: index)
        while order >= 0 {
            if orders[order].side == submission.side {
                claimed += orders[order].isOpen ? orders[order].volume : orders[order].filled
            }
            order = orderBefore(order)
        }
        return GateOrder.Line(
            side: line.side, planned: line.shares, claimed: claimed, projected: line.projected)
    }

    /// Deposits less withdrawals of `day` so far, shares at their reference prices.
    func flow(on day: Day?) -> Money {
        guard hasStanding, let day, risk.flowOfDay.day == day else { return .zero }
        return risk.flowOfDay.cash + risk.flowOfDay.shares
    }
}
