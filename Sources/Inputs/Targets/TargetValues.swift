import Market

/// Reads the four values of a row; every refusal says where it is. What was read last is kept, since rows repeat their
/// day and strategy.
struct TargetValues {
    /// What a row is about.
    enum Holding: Hashable {
        case cash
        case security(Symbol)
    }

    let source: String
    /// Rows have line numbers in files, and row ids in databases, which only the message can name.
    let isDatabase: Bool
    let today: Day
    let rules: TargetRules

    private var lastDay: (text: String, day: Day)?
    private var lastStrategy = ""

    init(source: String, isDatabase: Bool, today: Day, rules: TargetRules) {
        self.source = source
        self.isDatabase = isDatabase
        self.today = today
        self.rules = rules
    }

    func refusal(_ code: Refusal.Code, _ row: Int?, _ what: String, remedy: String) -> Refusal {
        let place = isDatabase ? row.map { "row \($0): " } ?? "" : ""
        return Refusal(code, in: source, line: isDatabase ? nil : row, place + what, remedy: remedy)
    }

    mutating func day(_ text: String, row: Int) throws(Refusal) -> Day {
        if let lastDay, lastDay.text == text { return lastDay.day }
        guard let day = Day(text) else {
            throw refusal(
                .badDate, row, "trade_date \(Excerpt(text)) is not a date", remedy: "write YYYY-MM-DD and nothing else")
        }
        lastDay = (text, day)
        return day
    }

    /// Refuses what cannot be a signal day: it must be a trading day, and not after today.
    func check(_ day: Day, row: Int) throws(Refusal) {
        let isTradingDay: Bool
        do { isTradingDay = try rules.calendar.isTradingDay(day) } catch {
            throw refusal(.outsideCalendar, row, "trade_date: \(error)", remedy: "or correct the date")
        }
        if !isTradingDay {
            throw refusal(
                .notTradingDay, row, "trade_date \(day) is not a trading day",
                remedy: "give the day after whose close the targets were known")
        }
        if day > today {
            throw refusal(
                .futureDate, row, "trade_date \(day) is after today, \(today)",
                remedy: "trade_date is the signal day, not the day of execution")
        }
    }

    func holding(_ text: String, row: Int) throws(Refusal) -> Holding {
        if text == "CASH" { return .cash }
        guard let symbol = Symbol(text) else {
            let hint =
                Symbol.lenient(text).map { "write \($0)" } ?? "write six digits and the exchange, as in 600000.SH"
            throw refusal(.badSymbol, row, "ts_code \(Excerpt(text)) is not a code", remedy: hint)
        }
        if rules.isTradable(symbol) { return .security(symbol) }
        let what =
            InstrumentClass(symbol).map { "is of the kind \($0.kind.rawValue)" } ?? "belongs to no range that is known"
        throw refusal(
            .notTradable, row, "ts_code \(symbol) \(what), which is not traded here",
            remedy: "remove it from the targets")
    }

    /// Plain decimals from 0 to 1.
    func weight(_ text: String, row: Int) throws(Refusal) -> Weight {
        guard let weight = Weight(text) else {
            throw refusal(
                .badWeight, row, "target_weight \(Excerpt(text)) is not a plain decimal that is not negative",
                remedy: "write it as in 0.016, without sign, exponent or blanks (in pandas, float_format='%.12f')")
        }
        return try inRange(weight, text, row: row)
    }

    func inRange(_ weight: Weight, _ shown: @autoclosure () -> String, row: Int) throws(Refusal) -> Weight {
        if weight > .one {
            throw refusal(
                .weightOutOfRange, row, "target_weight \(Excerpt(shown())) is above 1",
                remedy: "give a share of the strategy's capital from 0 to 1, not a percentage or a number of shares")
        }
        return weight
    }

    mutating func strategy(_ text: String, row: Int) throws(Refusal) -> String {
        if text == lastStrategy, !text.isEmpty { return lastStrategy }
        let problem: String? =
            if text.isEmpty {
                "is empty"
            } else if text.utf8.count > 128 {
                "is longer than 128 bytes"
            } else if text.unicodeScalars.contains(where: { $0.isUnseen || $0 == "\u{FFFD}" }) {
                "contains a character that cannot be shown"
            } else if text.first?.isWhitespace == true || text.last?.isWhitespace == true {
                "begins or ends with a blank"
            } else {
                nil
            }
        if let problem {
            throw refusal(
                .badStrategy, row, "strategy_name \(Excerpt(text)) \(problem)",
                remedy: "give the name that the configuration has")
        }
        lastStrategy = text
        return text
    }
}
