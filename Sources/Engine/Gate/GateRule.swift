/// The checks of the gate, in the order in which they are made: the rule set of this program. There is no other way for a
/// check to be there, or for one of these to be left out: the compiler wants each of them below.
package enum GateRule: String, Hashable, Sendable, CaseIterable {
    case account
    case mode
    case tradingState = "trading_state"
    case session
    case deadline
    case duplicateIntent = "duplicate_intent"
    case symbol
    case restricted
    case suspension
    case lot
    case tick
    case limits
    case quote
    case cage
    case priceCollar = "price_collar"
    case orderCap = "order_cap"
    case volumeShare = "volume_share"
    case sellable
    case cash
    case positionWeight = "position_weight"
    case turnover
    case dailyLoss = "daily_loss"
    case rate
    case rates
    case budget
    case breaker
    case oppositeOrder = "opposite_order"

    /// Whether the settings ask for it; the others are always on.
    package func isOn(_ limits: Policy.Limits) -> Bool {
        switch self {
        case .restricted: !limits.restricted.isEmpty
        case .priceCollar: limits.priceCollar != nil
        case .orderCap: limits.orderValueMaximum != nil || limits.orderSharesMaximum != nil
        case .volumeShare: limits.volumeShare != nil
        case .positionWeight: limits.positionWeight != nil
        case .turnover: limits.turnover != nil
        case .dailyLoss: limits.loss != nil
        case .rates: limits.ordersPerMinute != nil || limits.ordersPerSymbolMinute != nil
        case .budget: limits.messagesPerDay != nil || limits.cancelRatio != nil
        case .breaker: limits.refusalsPerKind != nil || limits.refusalsPerDay != nil
        case .account, .mode, .tradingState, .session, .deadline, .duplicateIntent, .symbol, .suspension, .lot,
            .tick, .limits, .quote, .cage, .sellable, .cash, .rate, .oppositeOrder:
            true
        }
    }

    @inline(__always)
    func check(_ order: GateOrder, _ gate: OrderGate) throws(OrderGate.Denial) {
        switch self {
        case .account: try AccountCheck.check(order, gate)
        case .mode: try ModeCheck.check(order, gate)
        case .tradingState: try TradingStateCheck.check(order, gate)
        case .session: try SessionCheck.check(order, gate)
        case .deadline: try DeadlineCheck.check(order, gate)
        case .duplicateIntent: try DuplicateIntentCheck.check(order, gate)
        case .symbol: try SymbolCheck.check(order, gate)
        case .restricted: try RestrictedCheck.check(order, gate)
        case .suspension: try SuspensionCheck.check(order, gate)
        case .lot: try LotCheck.check(order, gate)
        case .tick: try TickCheck.check(order, gate)
        case .limits: try LimitsCheck.check(order, gate)
        case .quote: try QuoteCheck.check(order, gate)
        case .cage: try CageCheck.check(order, gate)
        case .priceCollar: try PriceCollarCheck.check(order, gate)
        case .orderCap: try OrderCapCheck.check(order, gate)
        case .volumeShare: try VolumeShareCheck.check(order, gate)
        case .sellable: try SellableCheck.check(order, gate)
        case .cash: try CashCheck.check(order, gate)
        case .positionWeight: try PositionWeightCheck.check(order, gate)
        case .turnover: try TurnoverCheck.check(order, gate)
        case .dailyLoss: try DailyLossCheck.check(order, gate)
        case .rate: try RateCheck.check(order, gate)
        case .rates: try RatesCheck.check(order, gate)
        case .budget: try BudgetCheck.check(order, gate)
        case .breaker: try BreakerCheck.check(order, gate)
        case .oppositeOrder: try OppositeOrderCheck.check(order, gate)
        }
    }

    package var page: RulePage {
        switch self {
        case .account: AccountCheck.page
        case .mode: ModeCheck.page
        case .tradingState: TradingStateCheck.page
        case .session: SessionCheck.page
        case .deadline: DeadlineCheck.page
        case .duplicateIntent: DuplicateIntentCheck.page
        case .symbol: SymbolCheck.page
        case .restricted: RestrictedCheck.page
        case .suspension: SuspensionCheck.page
        case .lot: LotCheck.page
        case .tick: TickCheck.page
        case .limits: LimitsCheck.page
        case .quote: QuoteCheck.page
        case .cage: CageCheck.page
        case .priceCollar: PriceCollarCheck.page
        case .orderCap: OrderCapCheck.page
        case .volumeShare: VolumeShareCheck.page
        case .sellable: SellableCheck.page
        case .cash: CashCheck.page
        case .positionWeight: PositionWeightCheck.page
        case .turnover: TurnoverCheck.page
        case .dailyLoss: DailyLossCheck.page
        case .rate: RateCheck.page
        case .rates: RatesCheck.page
        case .budget: BudgetCheck.page
        case .breaker: BreakerCheck.page
        case .oppositeOrder: OppositeOrderCheck.page
        }
    }

    /// Names the rule set in one word: it changes when a check is added, taken away or moved.
    package static var digest: String { Fingerprint.text(of: allCases.map(\.rawValue)) }

    /// Why the daemon must not start with the rule set that the operator expects; nil where it is the loaded one, in any order.
    package static func problem(expected: [String]) -> String? {
        let loaded = allCases.map(\.rawValue)
        let missing = expected.filter { !loaded.contains($0) }
        let additional = loaded.filter { !expected.contains($0) }
        let repeated = expected.indices.filter { expected[..<$0].contains(expected[$0]) }.map { expected[$0] }
        if missing.isEmpty, additional.isEmpty, repeated.isEmpty { return nil }
        var parts: [String] = []
        if !missing.isEmpty { parts.append("expected and not in this program: " + missing.joined(separator: ", ")) }
        if !additional.isEmpty {
            parts.append("in this program and not expected: " + additional.joined(separator: ", "))
        }
        if !repeated.isEmpty { parts.append("named twice: " + repeated.joined(separator: ", ")) }
        return parts.joined(separator: "; ")
    }

    /// The same by `digest`.
    package static func problem(expectedDigest: String) -> String? {
        expectedDigest == digest ? nil : "this program's rule set is \(digest), not \(expectedDigest)"
    }
}

/// What the operator's pages of the gate are made of.
package enum GateChecks {
    package static var pages: [RulePage] { GateRule.allCases.map(\.page) }
}

/// A short name of texts: 64 bits of FNV-1a in sixteen hexadecimal digits. It tells different things apart; it does not keep
/// anybody from making two alike on purpose.
package enum Fingerprint {
    package static func text(of parts: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            // So that "ab", "c" is not "a", "bc".
            hash = (hash ^ 0xff) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
