import Market

// Kinds about what a single order may carry: codes, prices, quantities, types.
extension CaseReader {
    mutating func runCodeBoard() throws(CaseProblem) -> [CaseOutcome] {
        let code = try text("code")
        let expected = try expectedListing()
        let symbolText = try orNull("symbol") { (reader, name) throws(CaseProblem) in try reader.text(name) }
        try finish()
        var symbol = Symbol(securityDigits: code)
        // A code is never an index unless the type says so.
        if expected.kind == .index, symbol.flatMap(InstrumentClass.init)?.kind != .index {
            symbol = Symbol(code + ".SH")
        }
        return expected.outcomes(symbol.flatMap(InstrumentClass.init)) + [
            CaseOutcome("symbol", symbolText, symbol?.description)
        ]
    }

    mutating func runSymbolClass() throws(CaseProblem) -> [CaseOutcome] {
        let text = try text("symbol")
        let expected = try expectedListing()
        try finish()
        guard let symbol = Symbol.lenient(text) else {
            throw .unreadable("symbol", .text(text), allowed: "six digits and an exchange, such as 600000.SH")
        }
        return expected.outcomes(InstrumentClass(symbol))
    }

    /// Null everywhere stands for a code that is refused.
    private mutating func expectedListing() throws(CaseProblem) -> ExpectedListing {
        ExpectedListing(
            venue: try orNull("exchange") { (reader, name) throws(CaseProblem) in try reader.venue(name) },
            board: try orNull("board") { (reader, name) throws(CaseProblem) in try reader.choice(name) },
            kind: try orNull("type") { (reader, name) throws(CaseProblem) in try reader.choice(name) })
    }

    mutating func runLimitPrice() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try instrument()
        let day = try day("date")
        let previousClose = try price("prev_close")
        let days: ClosedRange<Int64> = 1...100_000
        let conditions = LimitConditions(
            isRiskWarned: try bool("st"),
            listingDay: try ifPresent("listing_day") { (reader, name) throws(CaseProblem) in
                Int(try reader.integer(name, in: days))
            },
            delistingDay: try ifPresent("delisting_day") { (reader, name) throws(CaseProblem) in
                Int(try reader.integer(name, in: days))
            },
            issuePrice: try ifPresent("issue_price") { (reader, name) throws(CaseProblem) in try reader.price(name) },
            issueRegime: try ifPresent("issue_regime") { (reader, name) throws(CaseProblem) in try reader.choice(name)
            },
            isUnreformed: try ifPresent("s_share") { (reader, name) throws(CaseProblem) in try reader.bool(name) }
                ?? false)
        let up = try priceOrNull("up")
        let down = try priceOrNull("down")
        try finish()
        let limits = listing.priceLimits(on: day, previousClose: previousClose, conditions: conditions)
        return [CaseOutcome("up", up, limits.up), CaseOutcome("down", down, limits.down)]
    }

    mutating func runTick() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try instrument(needsBoard: false)
        let day = try day("date")
        let price = try billionths("price")
        let isValid = try bool("valid")
        try finish()
        let tick = listing.tick(on: day).li * 1_000_000
        return [CaseOutcome("valid", isValid, price.map { $0 > 0 && $0 % tick == 0 } ?? false)]
    }

    mutating func runLot() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try instrument(needsExchange: false)
        let day = try day("date")
        let side: Side = try choice("side")
        let style: OrderStyle = try choice("order_type")
        let want = try shares("want")
        let position = try shares("position")
        let expected = try shares("ok")
        try finish()
        let rule = listing.lotRule(on: day, style: style)
        let got =
            switch side {
            case .buy: rule.largestBuy(upTo: want)
            case .sell: rule.largestSell(upTo: want, position: position)
            }
        return [CaseOutcome("ok", expected, got)]
    }

    mutating func runCage() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try instrument()
        let phase: SessionPhase = try choice("phase")
        let day = try day("date")
        let side: Side = try choice("side")
        let book = TopOfBook(
            bid: try priceOrNull("best_bid"), ask: try priceOrNull("best_ask"), last: try priceOrNull("last"),
            previousClose: try priceOrNull("prev_close"))
        let bound = try priceOrNull("bound")
        try finish()
        return [CaseOutcome("bound", bound, listing.cageBound(on: day, phase: phase, side: side, book: book))]
    }

    mutating func runRiskWarnedBuyCap() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try share(needsExchange: true)
        let day = try day("date")
        let bought = try shares("bought_today")
        let want = try shares("want")
        let expected = try shares("ok")
        try finish()
        return [
            CaseOutcome("ok", expected, listing.largestRiskWarnedBuy(upTo: want, boughtToday: bought, on: day))
        ]
    }

    mutating func runOrderType() throws(CaseProblem) -> [CaseOutcome] {
        let listing = try share(needsExchange: true)
        let day = try day("date")
        let type: OrderType = try choice("order_type")
        let isAllowed = try bool("allowed")
        try finish()
        return [CaseOutcome("allowed", isAllowed, listing.allows(type, on: day))]
    }

    mutating func priceOrNull(_ name: String) throws(CaseProblem) -> Price? {
        try orNull(name) { (reader, name) throws(CaseProblem) in try reader.price(name) }
    }
}

private struct ExpectedListing {
    var venue: Venue?
    var board: Board?
    var kind: InstrumentKind?

    func outcomes(_ got: InstrumentClass?) -> [CaseOutcome] {
        [
            CaseOutcome("exchange", venue?.exchange, got?.venue.exchange),
            CaseOutcome("board", board?.rawValue, got?.board?.rawValue),
            CaseOutcome("type", kind?.rawValue, got?.kind.rawValue),
        ]
    }
}
