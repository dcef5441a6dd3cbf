package import Market

/// What is under way and may be forgotten: asked and not answered, decided and not sent. A restart begins with none of it.
package struct Work: Hashable, Sendable {
    /// An order that is planned and waits for its turn.
    package struct Item: Hashable, Sendable {
        package var symbol: Symbol
        package var side: Side
        package var shares: Shares
        /// What could be sold when this was decided, this order included.
        package var sellable: Shares
        /// How many orders of its line were replaced for resting too long.
        package var step = 0
        /// The limit is to be the best price of the other side itself: the exchange has refused one through it.
        package var touches = false
        /// It rests where the market is locked, for want of anything better.
        package var isForced = false
    }

    /// Fresh data that a step waits for.
    package struct Need: Hashable, Sendable {
        package var symbols: [Symbol]
        /// Answers to questions up to this number are too old to count.
        package var askedBefore: Int
        package var hasSnapshot = false
        package var hasMarket = false
    }

    /// First in, first out.
    package struct Queue: Hashable, Sendable {
        private var items: [Item] = []
        private var head = 0

        package var isEmpty: Bool { head == items.count }
        package var count: Int { items.count - head }
        package var first: Item? { isEmpty ? nil : items[head] }

        mutating func append(_ item: Item) { items.append(item) }

        mutating func removeFirst() {
            head += 1
            if head == items.count { removeAll() }
        }

        func contains(where predicate: (Item) -> Bool) -> Bool { items[head...].contains(where: predicate) }

        /// What still waits of one line.
        mutating func removeAll(of symbol: Symbol, _ side: Side) {
            guard items[head...].contains(where: { $0.symbol == symbol && $0.side == side }) else { return }
            items = items[head...].filter { $0.symbol != symbol || $0.side != side }
            head = 0
        }

        /// The parts of its line that come next; how many shares they are for.
        mutating func removeRest(of item: Item) -> Shares {
            var shares: Shares = 0
            while let next = first, next.symbol == item.symbol, next.side == item.side {
                shares += next.shares
                removeFirst()
            }
            return shares
        }

        mutating func removeAll() {
            items.removeAll(keepingCapacity: true)
            head = 0
        }
    }

    /// Lines that still want orders, as of a number of records.
    struct Unfinished: Hashable, Sendable {
        var side: Side?
        var emitted = -1
        var slice = 0
        var symbols: [Symbol] = []

        func isCurrent(_ side: Side, _ emitted: Int, _ slice: Int) -> Bool {
            self.side == side && self.emitted == emitted && self.slice == slice
        }
    }

    struct Resolve: Hashable, Sendable {
        var id: ClientOrderID
        var isPending: Bool
        var retryAt: Timestamp
    }

    struct Cancel: Hashable, Sendable {
        var id: ClientOrderID
        /// When it may be asked for again; nil while nobody has refused it.
        var retryAt: Timestamp?
    }

    /// Numbers the questions asked, so that an answer is known to be younger than a need.
    var asked = 0
    var snapshotNumber = 0
    var marketNumber = 0
    var marketSymbols: [Symbol] = []
    package internal(set) var isSnapshotPending = false
    package internal(set) var isMarketPending = false
    var isReadingPending = false
    var retrySnapshotAt: Timestamp?
    var retryMarketAt: Timestamp?
    var nextReadingAt: Timestamp?
    package internal(set) var need: Need?
    /// When the data of the last need was complete, while nothing has been sent since.
    var gatheredAt: Timestamp?
    package internal(set) var queue = Queue()
    /// What buys may still spend until the next snapshot.
    var cash = Money.zero
    var recentSubmits: [Timestamp] = []
    /// Value of the day's orders, where a rule asks for it.
    var dayValue: Money?
    /// The queue waits until then for the rates of a minute.
    var pacedUntil: Timestamp?
    var unfinished = Unfinished()
    var resolves: [Resolve] = []
    var cancels: [Cancel] = []
    /// Rises when cash may have come; a round of buys is due when it has risen since the last one.
    var cashEvents = 1
    var allocatedAtCashEvent = 0
    var allocatedSlice = 0
    /// When lines of a side that could not be served are tried again; nil while none waits.
    var sellsRetryAt: Timestamp?
    var buysRetryAt: Timestamp?
    /// Sells may have come back for which an order is to be decided anew.
    var owesSells = true
    /// Orders that were found to rest well, and when to look at them again.
    var looked: [Cancel] = []
    var settlingSince: Timestamp?
    /// The account is not asked again about cash that lags before this.
    var settleRetryAt: Timestamp?
    /// Lines that were looked at and cannot be served now; kept until the next round.
    package internal(set) var strangers: [ClientOrderID] = []
    /// Losses of the link within the last minutes, and until when it has to hold before an order may leave.
    private(set) var linkLosses: [Timestamp] = []
    private(set) var steadyAt: Timestamp?
    /// Since when the account cannot be used; nil while it can.
    var unreadableSince: Timestamp?
    /// A stop that one look has shown and a second one has to.
    var suspicion: Engine.Suspicion?

    package init() {}

    // MARK: A link that comes and goes

    /// True where it is lost too often.
    mutating func countLoss(at now: Timestamp, _ execution: Policy.Execution) -> Bool {
        if let steadyAt, now >= steadyAt {
            // It has held: what was before does not count any more.
            linkLosses = []
        }
        // It has to hold from when it comes back.
        steadyAt = nil
        linkLosses.removeAll { now.milliseconds(since: $0) > execution.flapWindowSeconds * 1000 }
        linkLosses.append(now)
        // One more than allowed tells as much as a hundred.
        if linkLosses.count > execution.flapMaximum + 1 { linkLosses.removeFirst() }
        return linkLosses.count > execution.flapMaximum
    }

    mutating func linkCame(at now: Timestamp, _ execution: Policy.Execution) {
        guard linkLosses.count > execution.flapMaximum else { return }
        steadyAt = now.adding(seconds: execution.flapHoldSeconds)
    }

    /// The clock was set: every moment that is kept here is told by the new one.
    mutating func clockStepped(_ milliseconds: Int64) {
        func shift(_ moment: inout Timestamp?) { moment = moment?.adding(milliseconds: milliseconds) }
        shift(&retrySnapshotAt)
        shift(&retryMarketAt)
        shift(&nextReadingAt)
        shift(&settlingSince)
        shift(&settleRetryAt)
        shift(&sellsRetryAt)
        shift(&buysRetryAt)
        shift(&steadyAt)
        shift(&unreadableSince)
        gatheredAt = nil
        for index in resolves.indices {
            resolves[index].retryAt = resolves[index].retryAt.adding(milliseconds: milliseconds)
        }
        for index in cancels.indices { shift(&cancels[index].retryAt) }
        for index in looked.indices { shift(&looked[index].retryAt) }
        recentSubmits = recentSubmits.map { $0.adding(milliseconds: milliseconds) }
        linkLosses = linkLosses.map { $0.adding(milliseconds: milliseconds) }
    }

    mutating func dropQueue() {
        queue.removeAll()
        need = nil
        allocatedAtCashEvent = 0
        sellsRetryAt = nil
        buysRetryAt = nil
        owesSells = true
    }

    /// The link is gone, and every question with it.
    mutating func linkLost() {
        dropQueue()
        isSnapshotPending = false
        isMarketPending = false
        retrySnapshotAt = nil
        retryMarketAt = nil
        resolves = []
        cancels = []
        settlingSince = nil
        settleRetryAt = nil
    }

    mutating func resolveEnded(_ id: ClientOrderID, retryAt: Timestamp) {
        guard let index = resolves.firstIndex(where: { $0.id == id }) else { return }
        resolves[index].isPending = false
        resolves[index].retryAt = retryAt
    }

    /// Submits at or before this moment count no more against the rate.
    mutating func forgetSubmits(before moment: Timestamp) {
        if let last = recentSubmits.last, last <= moment {
            recentSubmits.removeAll(keepingCapacity: true)
        } else if let first = recentSubmits.first, first <= moment {
            recentSubmits.removeAll { $0 <= moment }
        }
    }

    func mayAskCancel(_ id: ClientOrderID, at now: Timestamp) -> Bool {
        guard let cancel = cancels.first(where: { $0.id == id }) else { return true }
        return cancel.retryAt.map { $0 <= now } ?? false
    }

    mutating func cancelAsked(_ id: ClientOrderID) {
        cancels.removeAll { $0.id == id }
        cancels.append(Cancel(id: id))
    }

    /// When an order that rests well is looked at again.
    mutating func looked(at id: ClientOrderID, nextAt: Timestamp) {
        looked.removeAll { $0.id == id }
        looked.append(Cancel(id: id, retryAt: nextAt))
    }

    /// Asking again at once would be asking for ever.
    mutating func cancelRefused(_ id: ClientOrderID, retryAt: Timestamp) {
        guard let index = cancels.firstIndex(where: { $0.id == id }) else { return }
        cancels[index].retryAt = retryAt
    }
}
