package import Engine
package import Market

/// How a replay over history trades: the daemon's own [execution], [risk], [fees] and [[strategy]], and the section
/// [replay], which the daemon passes over.
package struct ReplaySettings: Hashable, Sendable {
    /// When and at what price orders meet the market.
    package enum Fill: String, Hashable, Sendable, CaseIterable {
        /// From 09:30 at the market's own price: the convention of a back-test at the open.
        case open
        /// In the daemon's window, against the best price of the other side, as it trades live.
        case window
    }

    /// What a fill is worse than the market's price, up to the order's limit.
    package enum Slippage: Hashable, Sendable {
        case basisPoints(Int)
        case ticks(Int)
    }

    /// What becomes of a holding whose series has no more bars.
    package enum EndedSeries: String, Hashable, Sendable, CaseIterable {
        /// Kept at its last price for ever.
        case carry
        /// Paid out at its last price.
        case sell
        /// Worth nothing from then on.
        case writeOff = "write_off"
    }

    package var openingCash = Money.yuan(10_000_000)
    package var fill = Fill.open
    package var slippage = Slippage.basisPoints(5)
    /// The part of a minute's volume that our orders may take of one security; nil: any order fills whole.
    package var participation: Weight? = .ppm(100_000)
    package var endedSeries = EndedSeries.sell
    /// Days in a row without a bar before a series counts as ended.
    package var endedAfterDays = 20
    package var takesUpRights = false
    package var execution = Policy.Execution()
    /// Nothing unless the file names it; nobody is there to approve a plan.
    package var limits = Policy.Limits()
    package var risk = Policy.Risk()
    package var riskInputs = RiskInputPaths()
    package var fees = FeeSchedule(commission: CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5)))
    /// Empty: one strategy, with the whole account.
    package var strategies: [Policy.Strategy] = []

    package init() { execution.scope = .account }

    /// Reads the file at `path`. Throws all findings at once.
    package static func load(_ path: String) throws(ConfigurationFailure) -> ReplaySettings {
        try parse(ConfigurationReader.text(of: path), file: path)
    }

    /// Sections of the daemon that mean nothing here are left unread; keys that nobody knows are findings.
    package static func parse(_ text: String, file: String) throws(ConfigurationFailure) -> ReplaySettings {
        let root = try ConfigurationReader(text: text, file: file)
        for name in [
            "account", "bridge", "targets", "calendar", "journal", "paper", "record", "control", "log",
        ] { root.leave(name) }
        var settings = ReplaySettings()
        root.section("execution").readExecution(into: &settings.execution)
        root.section("limits").readLimits(into: &settings.limits)
        settings.limits.approval = Policy.Approval()
        root.section("risk").readRisk(into: &settings.risk, &settings.riskInputs)
        settings.riskInputs = settings.riskInputs.beside(file)
        settings.fees = root.section("fees").fees()
        settings.strategies = root.strategies()
        settings.read(root.section("replay"))
        root.refuseUnknownKeys()
        try root.throwFindings(of: file)
        return settings
    }

    /// The section [replay].
    package mutating func read(_ section: ConfigurationReader) {
        let cash = section.parsed("cash", expected: "an amount in yuan above zero such as \"10000000\"") { text in
            Money(text).flatMap { ReplaySettings.isCash($0) ? $0 : nil }
        }
        openingCash = cash ?? openingCash
        fill = section.parsed("fill", expected: "\"open\" or \"window\"", Fill.init(rawValue:)) ?? fill
        readSlippage(section)
        if section.text("participation") == "off" {
            participation = nil
        } else if let share = section.weight("participation") {
            participation = share
            if share < .ppm(1) { section.report("participation", "must be at least 0.000001, or \"off\"") }
        }
        endedSeries =
            section.parsed(
                "ended_series", expected: "\"carry\", \"sell\" or \"write_off\"", EndedSeries.init(rawValue:))
            ?? endedSeries
        endedAfterDays = section.integer("ended_after_days", in: 1...1000) ?? endedAfterDays
        takesUpRights = section.flag("takes_up_rights") ?? takesUpRights
        if let buffer = section.weight("cash_buffer") { execution.cashBuffer = buffer }
        section.refuseUnknownKeys()
    }

    private mutating func readSlippage(_ section: ConfigurationReader) {
        let points = section.integer("slippage_bp", in: 0...1000)
        let ticks = section.integer("slippage_ticks", in: 0...1000)
        if let points { slippage = .basisPoints(points) }
        if let ticks {
            slippage = .ticks(ticks)
            if points != nil { section.report("slippage_ticks", "give either slippage_bp or slippage_ticks") }
        }
        if let points, Weight.ppm(Int64(points) * 100) > execution.collar {
            section.report(
                "slippage_bp",
                "\(points) is more than execution.collar (\(execution.collar)), and no fill is past its limit")
        }
    }

    /// Money that an account can begin with: above zero, and far from any overflow.
    package static func isCash(_ money: Money) -> Bool { .zero < money && money <= .yuan(1_000_000_000_000) }
}

extension ReplaySettings {
    /// Every setting that matters, by the name that it has in the file, with its value in force.
    package var entries: [(name: String, value: String)] {
        [
            ("replay.cash", "\(openingCash)"), ("replay.fill", fill.rawValue),
            ("execution window", fill == .open ? "09:30:00 to \(execution.windowEnd)" : window),
            ("execution.sizing", execution.sizing.rawValue), ("execution.collar", "\(execution.collar)"),
            ("execution.cash_buffer", "\(execution.cashBuffer)"),
            ("execution.minimum_order", "\(execution.minimumOrder)"),
            ("execution.boards", execution.boards.map(\.rawValue).joined(separator: ", ")),
            ("execution.sell_patience_s", "\(execution.sellPatienceSeconds)"),
            ("execution.scope", execution.scope.rawValue), ("execution.blocked_lines", execution.blockedLines.rawValue),
            ("replay.ended_series", endedSeries.rawValue), ("replay.ended_after_days", "\(endedAfterDays)"),
            ("replay.takes_up_rights", "\(takesUpRights)"), ("risk.stop_loss", risk.stopLoss.map { "\($0)" } ?? "off"),
            ("risk.drawdown", risk.drawdownLimit.map { "\($0)" } ?? "off"),
            ("risk.drawdown_exposure", "\(risk.drawdownExposure)"),
        ] + risk.entries + mannerEntries + strategies.map { ("strategy \($0.name)", "\($0.capital)") }
    }

    private var mannerEntries: [(name: String, value: String)] {
        let manner = execution.manner
        return [
            ("execution.style", fill == .open ? "at the open" : manner.style.rawValue),
            ("execution.twap_slices", "\(manner.slices)"), ("execution.auction_rest", manner.auctionRest.rawValue),
            ("execution.price", fill == .open ? "last" : execution.pricing.rawValue),
            ("execution.price_ticks", manner.ticks.map { "\($0)" } ?? "by the collar"),
            ("execution.reprice_after_s", "\(manner.repriceAfterSeconds)"),
            ("execution.reprices_per_line", "\(manner.repricesPerLine)"),
            ("execution.reprices_per_day", "\(manner.repricesPerDay)"),
            ("execution.buys", manner.buyRelease.rawValue), ("execution.buy_priority", manner.buyPriority.rawValue),
            ("execution.proceeds_reserve", "\(manner.proceedsReserve)"),
            ("execution.participation", manner.participation.map { "\($0)" } ?? "off"),
            ("execution.limit_up_buys", manner.lockedBuys.rawValue),
            ("execution.residuals", manner.residuals.rawValue),
        ]
    }

    private var window: String { "\(execution.windowStart) to \(execution.windowEnd)" }

    /// What trading costs, likewise.
    package var costEntries: [(name: String, value: String)] {
        let rates = fees.commission
        let kind = rates.isAllIn ? "handling and regulatory fee included" : "handling and regulatory fee added"
        return [
            (
                "commission",
                "\(FixedDecimal.text(rates.ratePerBillion, places: 9, atLeast: 5)) of the value, at least "
                    + "\(rates.minimum) an order, \(kind)"
            ),
            ("stamp duty, transfer fee", "by the exchanges' dated rules"),
            ("slippage", slippageWords),
            (
                "participation",
                participation.map { "at most \($0) of a minute's volume" } ?? "off: any order fills whole"
            ),
            ("dividend tax", "not charged"),
        ]
    }

    private var slippageWords: String {
        switch slippage {
        case .basisPoints(let points): "\(points) basis points, rounded half up to the tick"
        case .ticks(let ticks): "\(ticks) ticks"
        }
    }
}
