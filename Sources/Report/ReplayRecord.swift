package import Market

/// What one replay left behind: everything that its files, its figures and its report are made of. Days ascend; rows of one
/// day are in the order in which things happened. Money, prices and shares are exact; times are Asia/Shanghai.
package struct ReplayRecord: Hashable, Sendable {
    /// Cash that the account began with, before the first day.
    package var openingCash: Money
    package var days: [DayRow] = []
    package var orders: [OrderRow] = []
    package var fills: [FillRow] = []
    /// Each target line that has no order, a smaller one, or an order that did not do all of its work.
    package var reasons: [ReasonRow] = []
    package var corporateActions: [CorporateActionRow] = []
    package var risk: [RiskRow] = []
    /// Holdings at the close of chosen days (the first of each month at least), for pictures.
    package var holdings: [HoldingsRow] = []
    package var about: About

    package init(openingCash: Money, about: About) {
        self.openingCash = openingCash
        self.about = about
    }

    /// The account at one day's close.
    package struct DayRow: Hashable, Sendable {
        package var day: Day
        /// Cash and holdings at the close; what has no price today counts at its last one.
        package var equity: Money
        package var cash: Money
        /// `equity` - `cash`.
        package var marketValue: Money
        /// Value of the day's buys and sells, without fees.
        package var bought: Money
        package var sold: Money
        package var fees: Fees
        /// Cash paid by corporate actions today.
        package var dividends: Money
        /// Securities held at the close.
        package var holdings: Int

        package init(
            day: Day, equity: Money, cash: Money, marketValue: Money, bought: Money, sold: Money, fees: Fees,
            dividends: Money, holdings: Int
        ) {
            self.day = day
            self.equity = equity
            self.cash = cash
            self.marketValue = marketValue
            self.bought = bought
            self.sold = sold
            self.fees = fees
            self.dividends = dividends
            self.holdings = holdings
        }
    }

    /// One order with what became of it.
    package struct OrderRow: Hashable, Sendable {
        package var id: String
        package var decidedAt: Timestamp
        package var symbol: Symbol
        package var side: Side
        package var volume: Shares
        package var limit: Price
        /// The price that the target was sized with, for slippage; nil where there was none.
        package var decisionPrice: Price?
        package var filled: Shares
        /// Value of the fills, without fees.
        package var value: Money
        package var fees: Fees
        /// How it ended: `filled`, `cancelled`, `rejected`, `never_placed`, `expired`.
        package var state: String
        /// The code of the reason that the line has in the plan's result; nil where the line reached its target.
        package var reason: String?
        /// The code of the risk rule that changed the target; nil where none did.
        package var overlay: String?
        /// The broker's words, such as why it refused.
        package var message: String
        /// The last price when the plan was made, and the middle of the book when the order was decided; nil where they are
        /// not known.
        package var planPrice: Price?
        package var arrivalPrice: Price?

        package init(
            id: String, decidedAt: Timestamp, symbol: Symbol, side: Side, volume: Shares, limit: Price,
            decisionPrice: Price?, filled: Shares, value: Money, fees: Fees, state: String, reason: String?,
            overlay: String?, message: String
        ) {
            self.id = id
            self.decidedAt = decidedAt
            self.symbol = symbol
            self.side = side
            self.volume = volume
            self.limit = limit
            self.decisionPrice = decisionPrice
            self.filled = filled
            self.value = value
            self.fees = fees
            self.state = state
            self.reason = reason
            self.overlay = overlay
            self.message = message
        }
    }

    package struct FillRow: Hashable, Sendable {
        package var time: Timestamp
        /// Index into `orders`.
        package var order: Int
        package var price: Price
        package var volume: Shares
        package var amount: Money
        /// Everything charged with this fill.
        package var fees: Money

        package init(time: Timestamp, order: Int, price: Price, volume: Shares, amount: Money, fees: Money) {
            self.time = time
            self.order = order
            self.price = price
            self.volume = volume
            self.amount = amount
            self.fees = fees
        }
    }

    package struct ReasonRow: Hashable, Sendable {
        package var day: Day
        package var symbol: Symbol
        /// Share of equity wanted, after risk.
        package var weight: Weight
        package var target: Shares
        /// Held when the day's work ended.
        package var held: Shares
        /// The code of the reason.
        package var reason: String

        package init(day: Day, symbol: Symbol, weight: Weight, target: Shares, held: Shares, reason: String) {
            self.day = day
            self.symbol = symbol
            self.weight = weight
            self.target = target
            self.held = held
            self.reason = reason
        }
    }

    /// What a rule of risk did to a target.
    package struct RiskRow: Hashable, Sendable {
        package var day: Day
        /// Nil: every target of the day.
        package var symbol: Symbol?
        package var rule: String
        /// The weight before and after; of a rule for every target, one and what is left.
        package var before: Weight
        package var after: Weight
        /// What was compared.
        package var figures: String

        package init(
            day: Day, symbol: Symbol?, rule: String, before: Weight, after: Weight, figures: String
        ) {
            self.day = day
            self.symbol = symbol
            self.rule = rule
            self.before = before
            self.after = after
            self.figures = figures
        }
    }

    /// What an ex-date, a delisting or a write-off did to a position.
    package struct CorporateActionRow: Hashable, Sendable {
        package var day: Day
        package var symbol: Symbol
        /// `dividend`, `bonus`, `merger`, `rights`, `sold_at_end`, `written_off`, `unexplained`.
        package var kind: String
        package var sharesBefore: Shares
        package var sharesAfter: Shares
        package var cash: Money

        package init(
            day: Day, symbol: Symbol, kind: String, sharesBefore: Shares, sharesAfter: Shares, cash: Money
        ) {
            self.day = day
            self.symbol = symbol
            self.kind = kind
            self.sharesBefore = sharesBefore
            self.sharesAfter = sharesAfter
            self.cash = cash
        }
    }

    package struct HoldingsRow: Hashable, Sendable {
        package struct Holding: Hashable, Sendable {
            package var symbol: Symbol
            package var shares: Shares
            package var value: Money

            package init(symbol: Symbol, shares: Shares, value: Money) {
                self.symbol = symbol
                self.shares = shares
                self.value = value
            }
        }

        package var day: Day
        /// Ascending by symbol.
        package var holdings: [Holding]

        package init(day: Day, holdings: [Holding]) {
            self.day = day
            self.holdings = holdings
        }
    }

    /// What a reader must know to trust the figures, and to make them again.
    package struct About: Hashable, Sendable {
        /// Name and value, in the order to be shown.
        package struct Entry: Hashable, Sendable {
            package var name: String
            package var value: String

            package init(_ name: String, _ value: String) {
                self.name = name
                self.value = value
            }
        }

        /// A check that ran, how often, and whether it held.
        package struct Check: Hashable, Sendable {
            package var name: String
            package var count: Int
            package var held: Bool

            package init(name: String, count: Int, held: Bool) {
                self.name = name
                self.count = count
                self.held = held
            }
        }

        /// One level of an index at each of `days`, in points; nil where the series has no value that day.
        package struct Benchmark: Hashable, Sendable {
            package var name: String
            package var code: String
            /// True for a total-return series.
            package var includesDividends: Bool
            /// The close before the first day; nil where the series begins later.
            package var before: Double?
            /// As many as `days`.
            package var closes: [Double?]

            package init(name: String, code: String, includesDividends: Bool, before: Double?, closes: [Double?]) {
                self.name = name
                self.code = code
                self.includesDividends = includesDividends
                self.before = before
                self.closes = closes
            }
        }

        package var title: String
        /// Where targets and bars come from, with their digests.
        package var data: [Entry] = []
        /// Fees, slippage, participation, fills and other costs, as they were charged.
        package var costs: [Entry] = []
        package var settings: [Entry] = []
        /// Look-ahead checks and ledger identities.
        package var checks: [Check] = []
        package var benchmark: Benchmark?
        /// Names of securities, where they are known.
        package var names = SymbolMap<String>()
        /// What each reason code means, by code.
        package var explanations: [Entry] = []

        package init(title: String) {
            self.title = title
        }
    }
}
