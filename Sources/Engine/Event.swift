package import Market

/// What happened. The only way in which the engine learns anything; the moment comes with each.
package enum Event: Hashable, Sendable {
    case started(run: Int, epoch: Int64, afterUncleanEnd: Bool)
    case linkUp(Hello)
    case linkDown(reason: String)
    /// A notification is missing, or the other side's process is another one.
    case notificationsMissed
    case brokerChanged(isUp: Bool?, reason: String)
    case tradingDayAnnounced(Day?)
    /// A daemon with an equal or higher epoch has taken the account.
    case superseded(epoch: Int64)
    case snapshotArrived(AccountSnapshot)
    case snapshotFailed(reason: String)
    case marketArrived(instruments: [Instrument], quotes: [Quote])
    case marketFailed(reason: String)
    case submitAnswered(ClientOrderID, SubmitOutcome)
    case submitFailed(ClientOrderID, SubmitFailure)
    case resolveAnswered(ClientOrderID, SubmitOutcome)
    case resolveFailed(ClientOrderID, reason: String)
    case cancelAnswered(ClientOrderID, isRequested: Bool, reason: String)
    case orderReported(OrderReport)
    case fillReported(FillReport)
    case targetsRead(TargetsReading)
    case haltRequested(by: String, reason: String)
    case resumeRequested(by: String, reason: String)
    case timePassed

    /// What the other side said of itself when the link came up.
    package struct Hello: Hashable, Sendable {
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
    package enum SubmitFailure: Hashable, Sendable {
        /// 1011, 1012: promised never to be placed.
        case sealed(reason: String)
        /// 1013: certain that no order exists.
        case invalid(reason: String)
        /// 1010: the id stands for another order. Must not happen.
        case conflict(reason: String)
        /// Everything else, a deadline that passed included: it may be live.
        case unknown(reason: String)
    }

    /// What the sources of targets hold for one signal day.
    package struct TargetsReading: Hashable, Sendable {
        package var signalDay: Day
        package var batches: [TargetBatch]
        /// Sentences: what was refused, where, and what to do.
        package var refusals: [String]
        /// The newest signal day of any whole batch that is there.
        package var newestSignalDay: Day?

        package init(signalDay: Day, batches: [TargetBatch], refusals: [String] = [], newestSignalDay: Day? = nil) {
            self.signalDay = signalDay
            self.batches = batches
            self.refusals = refusals
            self.newestSignalDay = newestSignalDay
        }
    }
}
