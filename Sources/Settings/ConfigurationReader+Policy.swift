package import Engine
package import Market

// The sections of config/qmtd.toml that say how to trade. A value that cannot be read leaves a finding and what was
// there before, so that one run reports everything.
extension ConfigurationReader {
    /// Of the section [execution]: what it names replaces what is in `execution`.
    package func readExecution(into execution: inout Policy.Execution) {
        func set<Value>(_ path: WritableKeyPath<Policy.Execution, Value>, _ value: Value?) {
            if let value { execution[keyPath: path] = value }
        }
        set(\.windowStart, time("window_start"))
        set(\.windowEnd, time("window_end"))
        set(\.dayStart, time("day_start"))
        set(\.sellPatienceSeconds, integer("sell_patience_s", in: 0...36_000).map(Int64.init))
        set(\.ordersPerSecond, integer("orders_per_second", in: 1...100))
        set(\.inFlightMaximum, integer("in_flight_max", in: 1...100))
        set(
            \.sizing,
            parsed(
                "sizing", expected: "\"previous_close\" or \"last\"", Policy.SizingBasis.init(rawValue:)))
        set(\.scope, parsed("scope", expected: "\"own\" or \"account\"", Policy.Scope.init(rawValue:)))
        set(
            \.blockedLines,
            parsed("blocked_lines", expected: "\"drop\" or \"carry\"", Policy.BlockedLines.init(rawValue:)))
        set(\.collar, weight("collar"))
        set(\.cashBuffer, weight("cash_buffer"))
        set(
            \.minimumOrder,
            parsed("minimum_order", expected: "an amount in yuan such as \"2000\"") { Money($0) })
        if let boards = texts("boards") {
            let known = boards.compactMap(Board.init(rawValue:))
            if known.count != boards.count || known.isEmpty {
                report("boards", "must list some of \"main\", \"chinext\", \"star\", \"bse\"")
            }
            execution.boards = known
        }
        set(\.submitValiditySeconds, integer("submit_validity_s", in: 1...600).map(Int64.init))
        set(\.quoteAgeMaximumSeconds, integer("quote_age_max_s", in: 1...600).map(Int64.init))
        set(\.snapshotAgeMaximumSeconds, integer("snapshot_age_max_s", in: 1...600).map(Int64.init))
        set(\.pollSeconds, integer("poll_s", in: 1...3600).map(Int64.init))
        set(\.settleSeconds, integer("settle_s", in: 0...600).map(Int64.init))
        if execution.windowStart >= execution.windowEnd {
            report("window_end", "must be after window_start")
        }
        if execution.dayStart > execution.windowStart {
            report("day_start", "must not be after window_start")
        }
        readManner(into: &execution)
        if execution.minimumOrder < .zero { report("minimum_order", "must not be negative") }
        refuseUnknownKeys()
    }

    /// Of the section [fees]; what it does not name has its default.
    package func fees() -> FeeSchedule {
        let rate = parsed("commission_rate", expected: "a rate such as \"0.00025\", at most 0.003") { text in
            FixedDecimal.parse(text, places: 9).flatMap { 0...3_000_000 ~= $0 ? $0 : nil }
        }
        let minimum = parsed("commission_minimum", expected: "an amount in yuan such as \"5.00\"") { text in
            Money(text).flatMap { $0 >= .zero ? $0 : nil }
        }
        let schedule = FeeSchedule(
            commission: CommissionRates(
                ratePerBillion: rate ?? 250_000, minimum: minimum ?? .yuan(5),
                isAllIn: flag("commission_all_in") ?? true))
        refuseUnknownKeys()
        return schedule
    }

    /// Of the whole file: its [[strategy]] sections, ascending by name.
    package func strategies() -> [Policy.Strategy] {
        var strategies: [Policy.Strategy] = []
        var sum = Weight.zero
        for section in sections("strategy") {
            let name = section.required("name", section.text("name"), placeholder: "", "the strategy's name")
            let capital = section.required(
                "capital", section.weight("capital"), placeholder: .zero, "its share of the account, such as \"0.5\"")
            if strategies.contains(where: { $0.name == name }) { section.report("name", "'\(name)' is there twice") }
            strategies.append(Policy.Strategy(name: name, capital: capital))
            sum = sum + capital
            section.refuseUnknownKeys()
            if sum > .one { section.report("capital", "the strategies' shares sum to more than 1") }
        }
        return strategies.sorted { $0.name < $1.name }
    }
}

extension ConfigurationReader {
    /// A share from 0 to 1.
    package func weight(_ key: String) -> Weight? {
        parsed(key, expected: "a share from 0 to 1 in quotes, such as \"0.005\"") { text in
            Weight(text).flatMap { $0 <= .one ? $0 : nil }
        }
    }

    /// A share between 0 and 1; nil for "off", `value` where the key is not there.
    package func ratioOrOff(_ key: String, default value: Weight?) -> Weight? {
        guard let text = text(key) else { return value }
        if text == "off" { return nil }
        guard let weight = Weight(text), weight > .zero, weight < .one else {
            report(key, "'\(text)' is neither \"off\" nor a share between 0 and 1 such as \"0.08\"")
            return value
        }
        return weight
    }

    /// A time of the day.
    package func time(_ key: String) -> TimeOfDay? {
        parsed(key, expected: "a time of the day such as \"09:31:00\"") { TimeOfDay($0) }
    }
}
