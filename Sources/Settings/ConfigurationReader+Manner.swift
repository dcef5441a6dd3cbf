import Engine
import Market

// How orders are worked: the other part of the section [execution].
extension ConfigurationReader {
    func readManner(into execution: inout Policy.Execution) {
        var manner = execution.manner
        func set<Value>(_ path: WritableKeyPath<Policy.Manner, Value>, _ value: Value?) {
            if let value { manner[keyPath: path] = value }
        }
        set(
            \.style,
            parsed(
                "style", expected: "\"window\", \"open_auction\" or \"twap\"", Policy.Style.init(rawValue:)))
        set(\.slices, integer("twap_slices", in: 2...240))
        set(
            \.auctionRest,
            parsed("auction_rest", expected: "\"window\" or \"drop\"", Policy.AuctionRest.init(rawValue:)))
        set(\.residuals, parsed("residuals", expected: "\"drop\" or \"carry\"", Policy.Residuals.init(rawValue:)))
        let price = parsed("price", expected: "\"opposite\", \"mid\" or \"passive\"") { text in
            Policy.Pricing(rawValue: text).flatMap { $0 == .last ? nil : $0 }
        }
        if let price { execution.pricing = price }
        if let ticks = integer("price_ticks", in: 0...100) { manner.ticks = Int64(ticks) }
        set(\.repriceAfterSeconds, integer("reprice_after_s", in: 0...36_000).map(Int64.init))
        if 1..<5 ~= manner.repriceAfterSeconds {
            report("reprice_after_s", "must be 0 for never, or at least 5: a cancel and a new order take their time")
        }
        set(\.repricesPerLine, integer("reprices_per_line", in: 0...100))
        set(\.repricesPerDay, integer("reprices_per_day", in: 0...10_000))
        set(
            \.buyRelease,
            parsed(
                "buys", expected: "\"as_cash_arrives\" or \"after_sells\"", Policy.BuyRelease.init(rawValue:)))
        set(\.buyPriority, parsed("buy_priority", expected: "\"line\" or \"gap\"", Policy.BuyPriority.init(rawValue:)))
        set(\.proceedsReserve, weight("proceeds_reserve"))
        if let text = text("participation") {
            let share = Weight(text).flatMap { .zero < $0 && $0 <= .one ? $0 : nil }
            if share == nil, text != "off" {
                report("participation", "'\(text)' is neither \"off\" nor a share above 0 such as \"0.1\"")
            }
            manner.participation = share
        }
        set(
            \.lockedBuys,
            parsed("limit_up_buys", expected: "\"skip\" or \"rest\"", Policy.LockedBuys.init(rawValue:)))
        set(\.quoteStaleSeconds, integer("quote_stale_s", in: 0...36_000).map(Int64.init))
        execution.manner = manner
        if manner.style == .openAuction, execution.dayStart >= Schedule.callStart {
            report("day_start", "must be before 09:15 for style = \"open_auction\": the account is read first")
        }
        if execution.windowStart < Schedule.opening {
            report("window_start", "must not be before 09:30, when continuous trading begins")
        }
        if execution.windowEnd > TimeOfDay(14, 57) {
            report("window_end", "must not be after 14:57: from then on nothing can be cancelled")
        }
    }
}
