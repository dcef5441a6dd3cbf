import Market

// Kinds about what becomes of an account: costs, what may be sold, corporate actions, taxes, cash.
extension CaseReader {
    mutating func runFees() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try instrument(needsBoard: false)
        let day = try day("date")
        let side: Side = try choice("side")
        let price = try price("price")
        let shares = try shares("qty")
        let rates = CommissionRates(
            ratePerBillion: try decimal("commission_rate", places: 9, upTo: 1_000_000_000),
            minimum: try money("min_commission"),
            isAllIn: try ifPresent("commission_mode") { (reader, name) throws(CaseProblem) in
                try reader.choice(name, CommissionMode.self)
            } != .net)
        let parValue =
            try ifPresent("par_value") { (reader, name) throws(CaseProblem) in try reader.price(name) } ?? .fen(100)
        var expect = try object("expect")
        try finish()
        let fees = FeeSchedule(commission: rates)
            .fees(for: listing, on: day, side: side, turnover: price * shares, shares: shares, parValue: parValue)
        var outcomes = [
            CaseOutcome("commission", try expect.money("commission"), fees.commission),
            CaseOutcome("stamp", try expect.money("stamp"), fees.stampDuty),
            CaseOutcome("transfer", try expect.money("transfer"), fees.transferFee),
        ]
        // A net commission is not checked without the two fees that it leaves out.
        if !rates.isAllIn || expect.has("handling") {
            outcomes.append(CaseOutcome("handling", try expect.money("handling"), fees.handlingFee))
        }
        if !rates.isAllIn || expect.has("regulatory") {
            outcomes.append(CaseOutcome("regulatory", try expect.money("regulatory"), fees.regulatoryFee))
        }
        try expect.finish()
        return outcomes
    }

    mutating func runSellable() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try instrument(needsBoard: false)
        let day = try day("date")
        let prior = try shares("prior")
        let bought = try shares("bought_today")
        let sold = try shares("sold_today")
        let underlying =
            try ifPresent("underlying_t0") { (reader, name) throws(CaseProblem) in try reader.bool(name) } ?? false
        let expected = try shares("sellable")
        try finish()
        let got = listing.sellable(
            prior: prior, boughtToday: bought, soldToday: sold, on: day, underlyingTradesSameDay: underlying)
        return [CaseOutcome("sellable", expected, got)]
    }

    mutating func runExPrice() throws(CaseProblem) -> [CaseOutcome] {
        let previousClose = try price("prev_close")
        let action = try corporateAction()
        let reference = try price("ref_price")
        try finish()
        return [
            CaseOutcome("ref_price", reference, action.referencePrice(previousClose: previousClose, tick: .fen(1)))
        ]
    }

    mutating func runCorporateAction() throws(CaseProblem) -> [CaseOutcome] {
        let position = try shares("position")
        let averageCost = try decimal("avg_cost", places: 6, upTo: 1_000_000_000_000)
        let action = try corporateAction()
        var expect = try object("expect")
        try finish()
        let effect = action.effect(on: position, takesUpRights: true)
        // Millionths of a yuan to li, half up.
        let cost = Money(li: Int64((Int128(averageCost) * Int128(position.count) + 500) / 1000))
        let outcomes = [
            CaseOutcome("position", try expect.shares("position"), effect.position(from: position)),
            CaseOutcome("bonus_shares", try expect.shares("bonus_shares"), effect.bonusShares),
            CaseOutcome("rights_shares", try expect.shares("rights_shares"), effect.rightsShares),
            CaseOutcome("cash_gross", try expect.money("cash_gross"), effect.grossCash),
            CaseOutcome("rights_payment", try expect.money("rights_payment"), effect.rightsPayment),
            CaseOutcome("total_cost", try expect.money("total_cost"), effect.totalCost(from: cost)),
        ]
        try expect.finish()
        return outcomes
    }

    private mutating func corporateAction() throws(CaseProblem) -> CorporateAction {
        // At most a thousand yuan or shares for one: no product leaves 64 bits.
        let limit: Int64 = 1_000_000_000_000
        return CorporateAction(
            cashPerBillion: try decimal("cash", places: 9, upTo: limit),
            bonusPerBillion: try decimal("bonus", places: 9, upTo: limit),
            rightsPerBillion: try decimal("rights", places: 9, upTo: limit),
            rightsPrice: Price(li: try decimal("rights_price", places: 3, upTo: 1_000_000)))
    }

    mutating func runDividendTax() throws(CaseProblem) -> [CaseOutcome] {
        let recordDate = try day("record_date")
        let acquired = try day("acquired")
        let sold = try day("sold")
        let rate = try decimal("rate", places: 9, upTo: 1_000_000_000)
        try finish()
        guard acquired <= sold else { throw .impossible("it sells on \(sold) what it acquires on \(acquired)") }
        let percent = DividendTax.percent(recordDate: recordDate, acquired: acquired, sold: sold)
        return [
            CaseOutcome(
                "rate", FixedDecimal.text(rate, places: 9, atLeast: 2),
                FixedDecimal.text(percent, places: 2, atLeast: 2))
        ]
    }

    mutating func runHighFrequency() throws(CaseProblem) -> [CaseOutcome] {
        let day = try day("date")
        let mostPerSecond = Int(try integer("max_per_second", in: 0...1_000_000_000))
        let perDay = Int(try integer("per_day", in: 0...1_000_000_000))
        let expected = try bool("is_hft")
        try finish()
        let got = HighFrequency.isHighFrequency(on: day, mostPerSecond: mostPerSecond, perDay: perDay)
        return [CaseOutcome("is_hft", expected, got)]
    }

    mutating func runCash() throws(CaseProblem) -> [CaseOutcome] {
        let before = try money("withdrawable_before")
        let proceeds = try money("sell_proceeds_net")
        let buyable = try money("buyable_same_day")
        let withdrawable = try money("withdrawable_same_day")
        let withdrawableNext = try money("withdrawable_next_trading_day")
        try finish()
        let after = SettledCash(buyable: before, withdrawable: before).afterSale(proceeds: proceeds)
        return [
            CaseOutcome("buyable_same_day", buyable, after.buyable),
            CaseOutcome("withdrawable_same_day", withdrawable, after.withdrawable),
            CaseOutcome("withdrawable_next_trading_day", withdrawableNext, after.onNextTradingDay().withdrawable),
        ]
    }
}

private enum CommissionMode: String, CaseIterable {
    case allIn = "all_in"
    case net
}
