package import Market

/// One order from decision to end. Forward only: filled never falls, a final state never changes, an unknown outcome stays
/// unknown until something proves it (reliability.md, the unknown rule).
package struct OrderLife: Hashable, Sendable, Codable {
    package enum State: Hashable, Sendable, Codable {
        /// The intent is durable and the request may have left. Next: `working`, `unknown`, `closed`.
        case inFlight
        /// No answer in time, or a restart: it may be live. Next: `working`, `closed`; only by proof.
        case unknown(since: Timestamp)
        /// The broker has it. Next: `working` with a later status, `closed`.
        case working(OrderStatus)
        /// Nothing more can happen, but a late fill is still counted.
        case closed(Closure)
    }

    package enum Closure: String, Hashable, Sendable, Codable {
        case filled, cancelled, rejected
        /// The other side has promised durably that it never was and never will be placed.
        case neverPlaced = "never_placed"
        /// Its trading day is over.
        case expired
        /// An operator's word: it was placed and is over.
        case resolved
    }

    package var intent: Intent
    package var state: State = .inFlight
    package var brokerOrderID: Word?
    /// Shares filled: the larger of what the order's reports and its single fills say.
    package var filled: Shares = 0
    /// Sum of the fills that were seen one by one, and the smallest of their ids; the book has the others.
    package var fillValue: Money = .zero
    package var fillShares: Shares = 0
    package var firstFillID: Word?
    package var isCancelRequested = false
    /// It was said to have been placed, and then a list did not have it. Nil is no.
    package var wasPlaced: Bool?
    /// It was cancelled so that the rest of it can leave at another price.
    package var isReplaced = false
    /// Since then somebody wants its line ended. Nil is no.
    package var isGivenUp: Bool?
    /// Of the fills that were seen one by one, by the exchange's clock.
    package var firstFillAt: Timestamp?
    package var lastFillAt: Timestamp?
    /// The broker's words, or ours, about its last change.
    package var message = Word.empty

    package init(intent: Intent) {
        self.intent = intent
    }

    package var id: ClientOrderID { intent.submission.clientOrderID }
    package var symbol: Symbol { intent.submission.symbol }
    package var side: Side { intent.submission.side }
    package var volume: Shares { intent.submission.volume }

    package var isOpen: Bool {
        switch state {
        case .inFlight, .unknown, .working: true
        case .closed: false
        }
    }

    package var closure: Closure? {
        if case .closed(let closure) = state { closure } else { nil }
    }

    /// It is filled or may still be: no other order is to be sent for its shares.
    package var takesItsVolume: Bool {
        switch state {
        case .inFlight, .unknown, .working, .closed(.filled): true
        case .closed(.cancelled), .closed(.rejected), .closed(.neverPlaced), .closed(.expired), .closed(.resolved):
            false
        }
    }

    /// Its end is not the end of its line.
    package var leavesRest: Bool { isReplaced && isGivenUp == nil }

    package var isUnknown: Bool {
        if case .unknown = state { true } else { false }
    }

    /// Shares that may still fill.
    package var remaining: Shares { isOpen ? volume - filled : 0 }

    /// Every share that the broker reported filled has been seen as a fill.
    package var areFillsExplained: Bool { fillShares >= filled }

    /// The state after the broker's report, or nil where the report adds nothing: a repetition, a step backwards, a report
    /// on a closed order.
    package func state(after report: OrderReport) -> State? {
        let reported: State =
            switch report.status {
            case .filled: .closed(.filled)
            case .cancelled, .partialCancelled: .closed(.cancelled)
            case .rejected: .closed(.rejected)
            case .pending, .live, .partial, .cancelling, .partialCancelling, .unknown: .working(report.status)
            }
        switch (state, reported) {
        case (.closed, _):
            return nil
        case (.inFlight, _), (.unknown, _), (.working, .closed):
            return reported
        case (.working(let old), .working(let new)):
            if new == .unknown || new == old { return nil }
            if report.filled < filled { return nil }
            // Query and push race: pending after live, or live after a cancel was asked for, is old news, except that a
            // refused cancel does return to live or partial with no loss of fills (qmt.md 6).
            return OrderLife.rank(new) >= OrderLife.rank(old) || OrderLife.isCancelRefusal(from: old, to: new)
                ? reported : nil
        case (.working, .inFlight), (.working, .unknown):
            return nil
        }
    }

    private static func rank(_ status: OrderStatus) -> Int {
        switch status {
        case .unknown: 0
        case .pending: 1
        case .live: 2
        case .partial: 3
        case .cancelling: 4
        case .partialCancelling: 5
        case .filled, .cancelled, .partialCancelled, .rejected: 6
        }
    }

    private static func isCancelRefusal(from old: OrderStatus, to new: OrderStatus) -> Bool {
        (old == .cancelling && (new == .live || new == .partial)) || (old == .partialCancelling && new == .partial)
    }
}

extension OrderLife {
    // A journal may be older than a field: what it does not name has its default.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        intent = try values.decode(Intent.self, forKey: .intent)
        state = try values.decode(State.self, forKey: .state)
        brokerOrderID = try values.decodeIfPresent(Word.self, forKey: .brokerOrderID)
        filled = try values.decode(Shares.self, forKey: .filled)
        fillValue = try values.decode(Money.self, forKey: .fillValue)
        fillShares = try values.decode(Shares.self, forKey: .fillShares)
        firstFillID = try values.decodeIfPresent(Word.self, forKey: .firstFillID)
        isCancelRequested = try values.decode(Bool.self, forKey: .isCancelRequested)
        message = try values.decode(Word.self, forKey: .message)
        wasPlaced = try values.decodeIfPresent(Bool.self, forKey: .wasPlaced)
        isGivenUp = try values.decodeIfPresent(Bool.self, forKey: .isGivenUp)
        isReplaced = try values.decodeIfPresent(Bool.self, forKey: .isReplaced) ?? false
        firstFillAt = try values.decodeIfPresent(Timestamp.self, forKey: .firstFillAt)
        lastFillAt = try values.decodeIfPresent(Timestamp.self, forKey: .lastFillAt)
    }
}
