import Market

@testable import Engine

/// An order that passes every check, to be spoilt in one place.
struct GateSample {
    var side = Side.buy
    var shares: Int64 = 1_000
    var price = "10.00"
    var symbol = "600000.SH"
    var now = Make.noon
    var validForMilliseconds: Int64 = 30_000
    var phase = SessionPhase.continuous
    var day: Day? = Make.day
    var trading = TradingState.armed
    var servesAccount: Bool? = true
    var isOfKind: Bool? = true
    var isIDUsed = false
    var line: GateOrder.Line?
    var opposite: ClientOrderID?
    var isOpposedByOthers = false
    var security = Make.security()
    var sellable: Shares? = 1_000
    var cash: Money? = .yuan(1_000_000)
    var hasRates = true
    var inLastSecond = 0
    var traffic: GateOrder.Traffic? = GateOrder.Traffic()
    var dayValue: Money? = .zero
    var equity: Money? = .yuan(1_000_000)
    var openingEquity: Money? = .yuan(1_000_000)
    var averageVolume: Shares? = 100_000
    var refusal: String?
    var execution = Policy.Execution()
    var limits = Policy.Limits()

    init(_ side: Side = .buy) {
        self.side = side
        line = GateOrder.Line(side: side, planned: 1_000_000, claimed: 0, projected: 0)
    }

    var order: GateOrder {
        let submission = Submission(
            clientOrderID: World.anyID, symbol: Make.symbol(symbol), side: side, price: Make.price(price),
            volume: Shares(shares), validUntil: now.adding(milliseconds: validForMilliseconds))
        var rates = FeeRatesOfDay(World.fees)
        let kind = InstrumentClass(venue: .shanghai, board: .main, kind: .stock)
        var order = GateOrder(
            submission, at: now, phase: phase, day: day, trading: trading, servesAccount: servesAccount,
            isOfKind: isOfKind, isIDUsed: isIDUsed, line: line, opposite: opposite,
            isOpposedByOthers: isOpposedByOthers, security: security, sellable: sellable, cash: cash,
            rates: hasRates ? rates.rates(for: kind, on: Make.day) : nil, inLastSecond: inLastSecond)
        order.traffic = traffic
        order.dayValue = dayValue
        order.equity = equity
        order.openingEquity = openingEquity
        order.averageVolume = averageVolume
        order.refusal = refusal
        return order
    }

    /// Nil where the gate lets it pass.
    var denial: OrderGate.Denial? {
        do throws(OrderGate.Denial) {
            let approved = try OrderGate(execution: execution, limits: limits).approve(order)
            precondition(approved.submission == order.submission, "what passes is what was checked")
            return nil
        } catch {
            return error
        }
    }

    /// What one check says by itself, whatever the others do.
    static func denial(
        of rule: GateRule, _ side: Side = .buy, _ change: (inout GateSample) -> Void = { _ in }
    ) -> OrderGate.Denial? {
        var sample = GateSample(side)
        change(&sample)
        do throws(OrderGate.Denial) {
            try rule.check(sample.order, OrderGate(execution: sample.execution, limits: sample.limits))
            return nil
        } catch {
            return error
        }
    }

    /// What the gate says once `change` was made.
    static func denial(_ side: Side = .buy, _ change: (inout GateSample) -> Void = { _ in }) -> OrderGate.Denial? {
        var sample = GateSample(side)
        change(&sample)
        return sample.denial
    }
}
