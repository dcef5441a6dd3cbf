package import Market

extension SimulatedExchange {
    package struct Configuration: Hashable, Sendable, Codable {
        /// What the counter does with an order while the exchange takes none: before 09:15, from 09:25 to 09:30 and at lunch.
        /// After the close it always rejects.
        package enum OffHours: String, Hashable, Sendable, Codable, CaseIterable {
            case reject
            /// Holds it as `pending` (49) and hands it over when the exchange opens its doors.
            case queue
        }

        /// What an order pays that meets the market when it comes.
        package enum TakerPrice: String, Hashable, Sendable, Codable, CaseIterable {
            /// The best price of the other side, a tick from the path.
            case touch
            /// The path itself: no spread. A replay that fills at the open wants this.
            case path
        }

        package struct Facts: Hashable, Sendable, Codable {
            /// Where the code misleads, as with a 20 % fund.
            package var kind: InstrumentKind?
            /// A cross-border fund whose underlying is sold on the day of purchase, which makes the fund so too.
            package var underlyingTradesSameDay: Bool
            /// For Shanghai's old transfer fee; see `FeeSchedule`.
            package var parValue: Price
            /// Without one the security is named by its code.
            package var name: String?

            package init(
                kind: InstrumentKind? = nil, underlyingTradesSameDay: Bool = false, parValue: Price = .fen(100),
                name: String? = nil
            ) {
                self.kind = kind
                self.underlyingTradesSameDay = underlyingTradesSameDay
                self.parValue = parValue
                self.name = name
            }
        }

        /// What happens to a holding whose series has no more bars.
        package struct EndedSeries: Hashable, Sendable, Codable {
            /// Days in a row without a bar before it happens; until then the last price is carried.
            package var afterDays: Int
            /// Paid out at the last price, or else worth nothing.
            package var isSold: Bool

            package init(afterDays: Int, isSold: Bool) {
                self.afterDays = afterDays
                self.isSold = isSold
            }
        }

        /// What a fill is worse than the market's price, for what the simulated market does not know of size and speed. Never
        /// past the order's own limit.
        package enum Slippage: Hashable, Sendable, Codable {
            /// Of the price, rounded half up to the tick.
            case share(Weight)
            case ticks(Int)
        }

        package struct OpeningPosition: Hashable, Sendable, Codable {
            package var symbol: Symbol
            package var volume: Shares
            package var cost: Money

            package init(symbol: Symbol, volume: Shares, cost: Money) {
                self.symbol = symbol
                self.volume = volume
                self.cost = cost
            }
        }

        package var openingCash: Money
        /// Held, and sellable, from the first day on.
        package var openingPositions: [OpeningPosition] = []
        package var fees: FeeSchedule
        /// The part of a minute's volume, in parts of 10⁶, that our orders together may take of one security. Nil: any
        /// order fills whole, whatever the volume.
        package var participationPPM: Int64? = 100_000
        package var takerPrice = TakerPrice.touch
        package var offHours = OffHours.reject
        /// Broker order ids count up from here, anew each day.
        package var brokerOrderIDStart = 1
        /// Exchange order ids likewise; other numbers, so that nobody can mix them up unnoticed.
        package var exchangeOrderIDStart = 900_000_001
        /// Boards that the account may not buy on. Selling is never restricted.
        package var refusedBoards: [Board] = []
        /// What the code of a security does not tell.
        package var facts = SymbolMap<Facts>()
        package var slippage: Slippage?
        /// Nil: the last price is carried for ever.
        package var endedSeries: EndedSeries?
        package var takesUpRights = false
        /// The venue of a back-test: any price inside the day's limits, as in a call, and orders of any size.
        package var idealizesVenue = false

        package init(openingCash: Money, fees: FeeSchedule) {
            self.openingCash = openingCash
            self.fees = fees
        }

        // A state file may be older than a setting: what it does not name has its default.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                openingCash: try values.decode(Money.self, forKey: .openingCash),
                fees: try values.decode(FeeSchedule.self, forKey: .fees))
            func take<Value: Decodable>(_ key: CodingKeys, _ setting: inout Value) throws {
                setting = try values.decodeIfPresent(Value.self, forKey: key) ?? setting
            }
            participationPPM = try values.decodeIfPresent(Int64.self, forKey: .participationPPM)
            slippage = try values.decodeIfPresent(Slippage.self, forKey: .slippage)
            endedSeries = try values.decodeIfPresent(EndedSeries.self, forKey: .endedSeries)
            try take(.openingPositions, &openingPositions)
            try take(.takerPrice, &takerPrice)
            try take(.offHours, &offHours)
            try take(.brokerOrderIDStart, &brokerOrderIDStart)
            try take(.exchangeOrderIDStart, &exchangeOrderIDStart)
            try take(.refusedBoards, &refusedBoards)
            try take(.facts, &facts)
            try take(.takesUpRights, &takesUpRights)
            try take(.idealizesVenue, &idealizesVenue)
        }
    }
}
