package import Market

/// What trading cost, by kind, over the whole replay.
package struct Costs: Hashable, Sendable {
    /// Value of buys and of sells, without fees.
    package var bought: Money = .zero
    package var sold: Money = .zero
    package var commission: Money = .zero
    package var stampDuty: Money = .zero
    package var transferFee: Money = .zero
    /// Handling and regulatory fee, where the commission is not all-in.
    package var otherFees: Money = .zero
    /// Cash that corporate actions paid; no cost, but it belongs to the account's flows.
    package var dividends: Money = .zero

    package var traded: Money { bought + sold }
    package var fees: Money { commission + stampDuty + transferFee + otherFees }
    /// Fees over the value traded; nil where nothing was traded.
    package var feeRate: Double? { Double(fees.li).over(Double(traded.li)) }

    init(_ record: ReplayRecord) {
        for row in record.days {
            bought += row.bought
            sold += row.sold
            commission += row.fees.commission
            stampDuty += row.fees.stampDuty
            transferFee += row.fees.transferFee
            otherFees += row.fees.handlingFee + row.fees.regulatoryFee
            dividends += row.dividends
        }
    }
}

/// How fills compare with the prices that targets were sized with. Above zero is a cost, for buys and sells alike.
package struct Slippage: Hashable, Sendable {
    /// Orders with a fill and a decision price.
    package var orders = 0
    package var cost: Money = .zero
    /// The filled shares at their decision prices.
    package var decided: Money = .zero

    /// Weighted by value, in hundredths of a percent.
    package var basisPoints: Double? { Double(cost.li).over(Double(decided.li)).map { $0 * 10_000 } }

    init(_ record: ReplayRecord) {
        for order in record.orders {
            guard let slippage = order.slippage else { continue }
            orders += 1
            cost += slippage.cost
            decided += slippage.decided
        }
    }
}

extension ReplayRecord.OrderRow {
    /// The filled shares at the decision price, and what they cost more than that (or brought less). Nil without a fill or
    /// without a decision price above zero.
    var slippage: (cost: Money, decided: Money)? {
        guard filled.count > 0, let decisionPrice, decisionPrice.li > 0 else { return nil }
        let decided = decisionPrice * filled
        return (side == .buy ? value - decided : decided - value, decided)
    }

    /// Slippage in hundredths of a percent; above zero is a cost.
    var slippageBasisPoints: Double? {
        slippage.map { Double($0.cost.li) / Double($0.decided.li) * 10_000 }
    }
}
