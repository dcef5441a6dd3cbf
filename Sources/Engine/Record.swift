package import Market

/// A durable fact. The book changes by facts only, so that folding them after a crash gives the same book; and because they
/// say what was decided, not what it was decided from, a newer program reads an older day without deciding it anew.
package enum Record: Hashable, Sendable, Codable {
    /// The whole book; everything before it is history.
    indirect case checkpoint(Book)
    case runBegan(run: Int, epoch: Int64, afterUncleanEnd: Bool, at: Timestamp)
    /// What the operator had decided when the run began: whoever reads the journal later needs it to understand the rest.
    indirect case policyInForce(Policy)
    case dayBegan(Day)
    /// These securities are ours to trade from now on.
    case managed([Symbol])
    case targetsAdopted(day: Day, batches: [TargetBatch])
    case targetsRefused(day: Day, reasons: [String])
    indirect case planned(Rebalance)
    case phaseChanged(Rebalance.Phase, at: Timestamp)
    case rebalanceClosed(results: [LineResult], at: Timestamp)
    case intended(Intent)
    /// Our last check refused an order that was planned.
    case denied(Symbol, Side, Shares, reason: Reason, detail: String)
    case orderChanged(ClientOrderID, OrderLife.State, filled: Shares, brokerOrderID: Word?, message: Word)
    case cancelRequested(ClientOrderID)
    /// The same, so that the rest of the order can leave at the next step's price.
    case replacing(ClientOrderID)
    case filled(FillReport)
    /// An order in doubt was settled by an operator's word.
    case operatorResolved(ClientOrderID, OperatorWord, by: String, reason: String, at: Timestamp)
    /// An order with an id of our form that the journal does not know; accepted as foreign.
    case strangerAccepted(ClientOrderID)
    indirect case halted(TradingState.Halt)
    /// From now on only sells leave.
    indirect case reduced(TradingState.Halt)
    /// Trading begins for this account, which nobody had armed before.
    case armed(account: String, by: String, reason: String, at: Timestamp)
    case resumed(by: String, reason: String, at: Timestamp)
    /// What works until then is to be cancelled.
    case cancelAllAsked(by: String, reason: String, at: Timestamp)
    /// Everything managed is to be sold; only sells leave, and trading is halted once that is done.
    indirect case flattenAsked(TradingState.Halt)
    /// A plan that waited may go on.
    case approved(digest: String, by: String, reason: String, at: Timestamp)
    case equityObserved(equity: Money, peak: Money, at: Timestamp)
    case exposureChanged(Weight, reason: Reason?)
    /// The holding changed without an order of ours; nil ends it.
    case entryAdjusted(Symbol, Entry?, because: EntryChange)
    /// The day's fees of each strategy, in the order of the ledgers.
    case feesShared([Money])
    /// The account after the close.
    indirect case dayClosed(DayClose)
    /// A holding has reached a stop; it is sold from now on until it is gone.
    indirect case stopFired(Symbol, RiskStanding.Stop)
    /// Cool-downs that are over, and stops of holdings that are no more.
    case stopsEnded([Symbol])
    /// Prices of a daily look that are above all before.
    case highsObserved(SymbolMap<Price>)
    /// Money or shares went in or out without a trade; the peak follows.
    indirect case flowObserved(AccountFlow)
    /// The portfolio stop has fired.
    case liquidationBegan(RiskStanding.Liquidation)
    /// An operator has resumed after the portfolio stop: the peak begins anew.
    case peakReset(at: Timestamp)
    /// What the rules of the market's state ask for.
    case marketExposureChanged(RiskStanding.MarketExposure)

    package enum EntryChange: String, Hashable, Sendable, Codable {
        /// Shares multiplied, total cost kept.
        case bonus
        /// The reference price fell below the last close: the dividend lowers the cost.
        case dividend
        /// Bought or sold by somebody else.
        case external
        case ended
    }

    package struct DayClose: Hashable, Sendable, Codable {
        package struct Holding: Hashable, Sendable, Codable {
            package var symbol: Symbol
            package var volume: Shares
            package var close: Price?

            package init(symbol: Symbol, volume: Shares, close: Price?) {
                self.symbol = symbol
                self.volume = volume
                self.close = close
            }
        }

        package var day: Day
        package var asset: AssetReport?
        package var holdings: [Holding]
        /// What the market traded of securities in the whole day; nil where nobody asks for it.
        package var traded: [Traded]?

        package struct Traded: Hashable, Sendable, Codable {
            package var symbol: Symbol
            package var volume: Shares

            package init(symbol: Symbol, volume: Shares) {
                self.symbol = symbol
                self.volume = volume
            }
        }

        package init(day: Day, asset: AssetReport?, holdings: [Holding], traded: [Traded]? = nil) {
            self.day = day
            self.asset = asset
            self.holdings = holdings
            self.traded = traded
        }
    }
}
