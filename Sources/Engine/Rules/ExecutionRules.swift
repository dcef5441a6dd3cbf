/// What the operator is told of how orders are worked.
package enum ExecutionRules {
    package static let pages: [RulePage] = [
        RulePage(
            name: "schedule", title: "When orders leave",
            text: """
                Orders leave on days of the calendar only, in continuous trading (09:30 to 11:30, 13:00 to 14:57), from \
                window_start (inclusive) to window_end (exclusive). With style "open_auction" those of a plan by targets leave \
                from 09:15:05 to 09:20 for the opening call; what it leaves over is cancelled and replaced from window_start on, \
                or cancelled at 09:30 and dropped. Nothing is sent or cancelled between 09:20 and 09:30, over lunch, or from \
                14:57 on, and no order is valid past the end of its phase. With style "twap" a plan by targets leaves in \
                twap_slices parts at equal distances of trading time from when the plan was made to window_end: each part is \
                rounded down to whole lots, the last one is all of the rest. A part below minimum_order waits for the next \
                one; parts that were missed are made up by the next. What risk demands is never sliced.
                """,
            settings: [
                .init("execution.style", standard: "window", "window, open_auction or twap"),
                .init("execution.auction_rest", standard: "window", "what the call leaves over: window or drop"),
                .init("execution.twap_slices", standard: "6", "parts of a plan"),
                .init("execution.window_start", standard: "09:31:00", "first moment"),
                .init(
                    "execution.window_end", standard: "14:50:00", "end, not included; then open orders are cancelled"),
                .init(
                    "execution.residuals", standard: "drop",
                    "what the window leaves over: drop, or carry to the next day"),
            ],
            reasons: [.windowClosed, .unfilled, .partlyFilled]),
        RulePage(
            name: "price_policy", title: "What a limit is made from",
            text: """
                "opposite": the best price of the other side, through it by price_ticks or by the collar. "passive": the best \
                price of the own side. "mid": halfway between, rounded towards the own side. For the opening call: yesterday's \
                close and the collar. The limit is always on the tick, within the day's limits, and within the price cage. An \
                order that the cage refused is priced anew twice at most, at the best opposite price itself. No limit is made \
                from a quote that is missing, that has not changed for more than quote_stale_s of trading time, that lies \
                outside the day's limits or crosses itself, or whose reference price is more than eight times the last close \
                that was seen here or less than an eighth of it. A stale or impossible quote is looked at again every poll_s.
                """,
            settings: [
                .init("execution.price", standard: "opposite", "opposite, mid or passive"),
                .init("execution.price_ticks", standard: "by the collar", "ticks through the best opposite price"),
                .init("execution.collar", standard: "0.01", "how far a limit may go through the best opposite price"),
                .init("execution.quote_stale_s", standard: "60", "0: however old"),
                .init(
                    "execution.limit_up_buys", standard: "skip",
                    "a buy with no sellers at the upper limit: skip or rest"),
            ],
            reasons: [.noPrice, .quoteStale, .quoteAbsurd, .limitUp, .limitDown, .rejected]),
        RulePage(
            name: "reprice_ladder", title: "Orders that rest too long",
            text: """
                An order that has rested for reprice_after_s is cancelled where the next step's price is nearer to the other \
                side: passive, mid, opposite. Its end is waited for, since it may still fill; then what is left leaves as a new \
                order from a fresh look at the account. Nothing is cancelled that could not be sent again: while halted, over \
                lunch, within 15 s of window_end, or where the rest is no lawful order. An order at a price that cannot be \
                bettered, such as the day's limit, rests until the window ends. At most reprices_per_line orders of a line and \
                reprices_per_day of a day are replaced. A cancel that is not answered is asked for again after 60 s.
                """,
            settings: [
                .init("execution.reprice_after_s", standard: "0", "0: never"),
                .init("execution.reprices_per_line", standard: "4", "orders of one line that may be replaced"),
                .init("execution.reprices_per_day", standard: "200", "orders of one day that may be replaced"),
            ],
            reasons: [.unfilled, .partlyFilled]),
        RulePage(
            name: "buy_release", title: "Sells first, buys as cash arrives",
            text: """
                Sells leave first. Buys are released in their order of priority against cash that the broker shows, never \
                against what sells may still bring; cash_buffer of equity and proceeds_reserve of what the plan's sells were \
                expected to bring stay untouched. With "as_cash_arrives" each fill of a sell starts a new round. While sells \
                still bring cash, a buy that cannot be paid whole takes what there is, if that is worth minimum_order, and keeps \
                those behind it waiting, but not past sell_patience_s from the plan. With "after_sells" buying begins when all \
                sells are done or sell_patience_s has passed.
                """,
            settings: [
                .init("execution.buys", standard: "as_cash_arrives", "as_cash_arrives or after_sells"),
                .init("execution.buy_priority", standard: "line", "line (by code) or gap (most money missing first)"),
                .init("execution.proceeds_reserve", standard: "0", "share of expected proceeds that is not spent"),
                .init("execution.cash_buffer", standard: "0.005", "share of equity that is not spent"),
                .init("execution.sell_patience_s", standard: "600", "how long buys wait for sells, at most"),
            ],
            reasons: [.cash]),
        RulePage(
            name: "participation", title: "A share of what is traded",
            text: """
                All orders of a line together are at most this share of what was traded in its security today by the latest \
                quote, rounded down; the rest waits and is looked at every poll_s. A volume that is not known is none. Sells \
                that risk demands are not bound by it.
                """,
            settings: [.init("execution.participation", standard: "off", "off, or a share above 0 up to 1")],
            reasons: [.participation]),
    ]
}
