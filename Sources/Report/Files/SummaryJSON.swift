import Market

/// `summary.json`: rates and ratios as plain numbers (0.1 is 10 %), money in yuan, dates `YYYY-MM-DD`, null for a figure
/// that is not defined. Members are always all there and in the same order.
package enum SummaryJSON {
    package static func text(_ summary: Summary, _ about: ReplayRecord.About) -> [UInt8] {
        JSONText.object { json in
            json.add("title", about.title)
            json.add("first_day", summary.firstDay)
            json.add("last_day", summary.lastDay)
            json.add("days", summary.days)
            json.add("opening_cash", summary.openingCash)
            json.add("final_equity", summary.finalEquity)
            json.object("returns") { returns(summary, &$0) }
            json.object("drawdown") { falls(summary, &$0) }
            json.object("trading") { trading(summary, &$0) }
            json.object("round_trips") { trips(summary, &$0) }
            json.object("benchmark") { comparison(summary.comparison, about.benchmark, &$0) }
            counts(summary, &json)
            json.array("years", summary.years) { period($1, &$0) }
            json.array("months", summary.months) { period($1, &$0) }
            json.object("quality") { quality(summary.quality, &$0) }
            json.array("checks", about.checks) { json, check in
                json.add("name", check.name)
                json.add("count", check.count)
                json.add("held", check.held)
            }
        }
    }

    private static func returns(_ summary: Summary, _ json: inout JSONText) {
        json.add("total", summary.totalReturn)
        json.add("annual", summary.annualReturn)
        json.add("volatility", summary.volatility)
        json.add("sharpe", summary.sharpe)
        json.add("sortino", summary.sortino)
        json.add("best_day", summary.bestDay?.day)
        json.add("best_day_return", summary.bestDay?.value)
        json.add("worst_day", summary.worstDay?.day)
        json.add("worst_day_return", summary.worstDay?.value)
    }

    private static func falls(_ summary: Summary, _ json: inout JSONText) {
        json.add("max", summary.maxDrawdown)
        json.add("calmar", summary.calmar)
        json.array("deepest", summary.drawdowns) { json, drawdown in
            json.add("depth", drawdown.depth)
            json.add("peak", drawdown.peak)
            json.add("trough", drawdown.trough)
            json.add("recovery", drawdown.recovery)
            json.add("days", drawdown.days)
        }
    }

    private static func trading(_ summary: Summary, _ json: inout JSONText) {
        json.add("exposure", summary.exposure)
        json.add("turnover", summary.turnover)
        json.add("bought", summary.costs.bought)
        json.add("sold", summary.costs.sold)
        json.object("fees") { json in
            json.add("commission", summary.costs.commission)
            json.add("stamp_duty", summary.costs.stampDuty)
            json.add("transfer_fee", summary.costs.transferFee)
            json.add("other", summary.costs.otherFees)
            json.add("total", summary.costs.fees)
            json.add("rate", summary.costs.feeRate)
        }
        json.object("slippage") { json in
            json.add("orders", summary.slippage.orders)
            json.add("cost", summary.slippage.cost)
            json.add("basis_points", summary.slippage.basisPoints)
        }
        json.add("dividends", summary.costs.dividends)
    }

    /// Costs against the price of the decision and of the arrival; above zero they cost something.
    private static func quality(_ quality: ExecutionQuality, _ json: inout JSONText) {
        json.add("orders", quality.orders)
        json.add("filled_orders", quality.filledOrders)
        json.add("fill_rate", quality.fillRate)
        for (name, cost) in [("decision", quality.decision), ("arrival", quality.arrival)] {
            json.add("\(name)_cost", cost.cost)
            json.add("\(name)_basis_points", Double(cost.cost.li).over(Double(cost.base.li)).map { $0 * 10_000 })
        }
        json.add("seconds_to_first_fill", quality.secondsToFirstFill)
        json.add("seconds_to_last_fill", quality.secondsToLastFill)
    }

    private static func trips(_ summary: Summary, _ json: inout JSONText) {
        json.add("closed", summary.closedTrips)
        json.add("open", summary.openTrips)
        json.add("hit_rate", summary.hitRate)
        json.add("profit_loss_ratio", summary.profitLossRatio)
        json.add("profit_factor", summary.profitFactor)
    }

    private static func comparison(
        _ comparison: Comparison?, _ benchmark: ReplayRecord.About.Benchmark?, _ json: inout JSONText
    ) {
        json.add("name", benchmark?.name)
        json.add("code", benchmark?.code)
        json.add("includes_dividends", benchmark?.includesDividends ?? false)
        json.add("first_day", comparison?.firstDay)
        json.add("last_day", comparison?.lastDay)
        json.add("days", comparison?.days)
        json.add("total_return", comparison?.totalReturn)
        json.add("annual_return", comparison?.annualReturn)
        json.add("volatility", comparison?.volatility)
        json.add("sharpe", comparison?.sharpe)
        json.add("max_drawdown", comparison?.maxDrawdown)
        json.add("account_total_return", comparison?.accountTotalReturn)
        json.add("account_annual_return", comparison?.accountAnnualReturn)
        json.add("excess_return", comparison?.excessReturn)
        json.add("annual_excess_return", comparison?.annualExcessReturn)
        json.add("tracking_error", comparison?.trackingError)
        json.add("information_ratio", comparison?.informationRatio)
        json.add("beta", comparison?.beta)
    }

    private static func counts(_ summary: Summary, _ json: inout JSONText) {
        func add(_ name: String, _ counts: [Summary.Count]) {
            json.object(name) { json in
                for count in counts { json.add(count.name, count.count) }
            }
        }
        add("orders", summary.orders)
        json.add("fills", summary.fills)
        add("reasons", summary.reasons)
        add("corporate_actions", summary.corporateActions)
    }

    private static func period(_ period: Period, _ json: inout JSONText) {
        json.add("year", period.year)
        if let month = period.month { json.add("month", month) }
        json.add("days", period.days)
        json.add("return", period.accountReturn)
        json.add("benchmark", period.benchmarkReturn)
        json.add("excess", period.excess)
        json.add("max_drawdown", period.maxDrawdown)
        json.add("turnover", period.turnover)
        json.add("fees", period.fees)
    }
}
