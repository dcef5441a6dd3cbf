package import Engine
import Market

extension ConfigurationReader {
    /// Of the section [limits]: what it names replaces what is in `limits`. A rule set that is named and is not the loaded one
    /// is a finding, so that nothing starts with it.
    package func readLimits(into limits: inout Policy.Limits) {
        readRuleSet()
        limits.priceCollar = ratioOrOff("price_collar", default: limits.priceCollar)
        limits.orderValueMaximum = amountOrOff("order_value_max", default: limits.orderValueMaximum)
        limits.orderSharesMaximum =
            integerOrOff(
                "order_shares_max", in: 1...1_000_000_000, default: limits.orderSharesMaximum.map { Int($0.count) }
            ).map { Shares(Int64($0)) }
        limits.volumeShare = ratioOrOff("volume_share_max", default: limits.volumeShare)
        limits.positionWeight = ratioOrOff("position_weight_max", default: limits.positionWeight)
        if let codes = texts("restricted") {
            let known = codes.compactMap(Symbol.init(_:))
            if known.count != codes.count { report("restricted", "must list codes such as \"600000.SH\"") }
            limits.restricted = known.sorted()
        }
        limits.turnover = multipleOrOff("turnover_day_max", default: limits.turnover)
        limits.loss = ratioOrOff("loss_day_max", default: limits.loss)
        limits.ordersPerMinute = integerOrOff("orders_per_minute", in: 1...6000, default: limits.ordersPerMinute)
        limits.ordersPerSymbolMinute = integerOrOff(
            "orders_per_symbol_minute", in: 1...6000, default: limits.ordersPerSymbolMinute)
        limits.messagesPerDay = integerOrOff("messages_per_day", in: 1...18_000, default: limits.messagesPerDay)
        limits.cancelRatio = multipleOrOff("cancel_ratio", default: limits.cancelRatio)
        limits.refusalsPerKind = integerOrOff("refusals_per_kind", in: 1...1000, default: limits.refusalsPerKind)
        limits.refusalsPerDay = integerOrOff("refusals_per_day", in: 1...1000, default: limits.refusalsPerDay)
        limits.onHalt =
            parsed(
                "on_halt", expected: "\"cancel\", \"cancel_buys\" or \"keep\"", Policy.Limits.OnHalt.init(rawValue:))
            ?? limits.onHalt
        readApproval(into: &limits.approval)
        refuseUnknownKeys()
    }

    private func readApproval(into approval: inout Policy.Approval) {
        approval.turnover = multipleOrOff("approval_turnover", default: approval.turnover)
        approval.lines = integerOrOff("approval_lines", in: 0...100_000, default: approval.lines)
        approval.sold = ratioOrOff("approval_sold", default: approval.sold)
        approval.drift = ratioOrOff("approval_drift", default: approval.drift)
        approval.emptyPortfolio = flag("approval_empty") ?? approval.emptyPortfolio
    }

    private func readRuleSet() {
        if let expected = texts("rules"), let problem = GateRule.problem(expected: expected) {
            report(
                "rules",
                "is not the rule set of this program; nothing is traded with another one. \(problem). Read what has changed, "
                    + "then list what you expect")
        }
        if let digest = text("rules_digest"), let problem = GateRule.problem(expectedDigest: digest) {
            report(
                "rules_digest",
                "\(problem); nothing is traded with another rule set than the expected one. Read what has changed, then set "
                    + "the digest anew")
        }
    }

    private func amountOrOff(_ key: String, default value: Money?) -> Money? {
        guard let text = text(key) else { return value }
        if text == "off" { return nil }
        guard let amount = Money(text), amount > .zero else {
            report(key, "'\(text)' is neither \"off\" nor an amount in yuan above zero such as \"1000000\"")
            return value
        }
        return amount
    }

    /// A share that may be above one.
    private func multipleOrOff(_ key: String, default value: Weight?) -> Weight? {
        guard let text = text(key) else { return value }
        if text == "off" { return nil }
        guard let weight = Weight(text), weight > .zero, weight <= .ppm(100_000_000) else {
            report(key, "'\(text)' is neither \"off\" nor a share above 0 such as \"0.8\" or \"1.5\"")
            return value
        }
        return weight
    }
}
