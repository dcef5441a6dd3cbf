package import Market

/// What happened. The only way in which the engine learns anything; the moment comes with each.
package enum Event: Hashable, Sendable, Codable {
    case started(run: Int, epoch: Int64, afterUncleanEnd: Bool)
    case linkUp(Hello)
    case linkDown(reason: String)
    /// The connection ended and is not tried again: what refused it will refuse it again.
    case linkGivenUp(reason: String)
    /// The other side's clock, from a heartbeat. Where it agrees with ours and nothing waits for it, it need not be told.
    case clockHeard(Timestamp)
    /// Our clock went forward or back by so much beside the monotonic one.
    case clockStepped(milliseconds: Int64)
    /// A notification is missing, or the other side's process is another one.
    case notificationsMissed
    case brokerChanged(isUp: Bool?, reason: String)
    case tradingDayAnnounced(Day?)
    /// A daemon with an equal or higher epoch has taken the account.
    case superseded(epoch: Int64)
    case snapshotArrived(AccountSnapshot)
    case snapshotFailed(reason: String)
    case assetArrived(AssetReport)
    /// What was asked of securities, as far as it came; see `Security.rows`.
    case marketArrived([Security])
    case marketFailed(reason: String)
    case submitAnswered(ClientOrderID, SubmitOutcome)
    case submitFailed(ClientOrderID, SubmitFailure)
    case resolveAnswered(ClientOrderID, SubmitOutcome)
    case resolveFailed(ClientOrderID, reason: String)
    case cancelAnswered(ClientOrderID, isRequested: Bool, reason: String)
    /// What the broker said, in order.
    case noticed([Notice])
    case targetsRead(TargetsReading)
    indirect case riskInputsRead(RiskInputs)
    case haltRequested(by: String, reason: String)
    /// From now on only sells are to leave.
    case reduceOnlyRequested(by: String, reason: String)
    case resumeRequested(by: String, reason: String)
    /// Our working orders are to be cancelled.
    case cancelAllRequested(by: String, reason: String)
    /// Everything managed is to be sold, then trading is to be halted.
    case flattenRequested(by: String, reason: String)
    /// A plan that waits may go on; see `Engine.refusal(ofApproving:)`.
    case approveRequested(digest: String, by: String, reason: String)
    /// The daemon itself found something for which trading is to be halted.
    case troubleFound(TradingState.Halt.Cause, reason: String)
    /// An operator has looked and says what became of an order in doubt; see `Engine.refusal(ofResolving:_:reason:at:)`.
    case resolveRequested(ClientOrderID, OperatorWord, by: String, reason: String)
    case timePassed

    package static func orderReported(_ report: OrderReport) -> Event { .noticed([.order(report)]) }
    package static func fillReported(_ fill: FillReport) -> Event { .noticed([.fill(fill)]) }

    /// What the other side said of itself when the link came up.
    package struct Hello: Hashable, Sendable, Codable {
        package var account: String
        package var session: String
        package var tradingDay: Day?
        package var time: Timestamp
        package var isBrokerUp: Bool?
        package var isSimulated: Bool

        package init(
            account: String, session: String, tradingDay: Day?, time: Timestamp, isBrokerUp: Bool?, isSimulated: Bool
        ) {
            self.account = account
            self.session = session
            self.tradingDay = tradingDay
            self.time = time
            self.isBrokerUp = isBrokerUp
            self.isSimulated = isSimulated
        }
    }

    /// Why a submit has no outcome.
    package enum SubmitFailure: Hashable, Sendable, Codable {
        /// 1011, 1012: promised never to be placed.
        case sealed(reason: Word)
        /// 1013: certain that no order exists.
        case invalid(reason: Word)
        /// 1010: the id stands for another order. Must not happen.
        case conflict(reason: Word)
        /// Everything else, a deadline that passed included: it may be live.
        case unknown(reason: Word)
    }

    /// What the sources of targets hold for one signal day.
    package struct TargetsReading: Hashable, Sendable, Codable {
        package var signalDay: Day
        package var batches: [TargetBatch]
        /// Sentences: what was refused, where, and what to do.
        package var refusals: [String]
        /// The newest signal day of any whole batch that is there.
        package var newestSignalDay: Day?
        /// Nothing else will come for this day, and nobody needs to hear that there is nothing: a source of the past.
        package var isFinal: Bool

        package init(
            signalDay: Day, batches: [TargetBatch], refusals: [String] = [], newestSignalDay: Day? = nil,
            isFinal: Bool = false
        ) {
            self.signalDay = signalDay
            self.batches = batches
            self.refusals = refusals
            self.newestSignalDay = newestSignalDay
            self.isFinal = isFinal
        }
    }
}
