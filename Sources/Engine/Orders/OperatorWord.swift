package import Market

/// What an operator says of an order in doubt, having looked into the terminal: the third and last proof of the unknown rule.
package enum OperatorWord: Hashable, Sendable, Codable {
    /// No list has it. It may be decided anew under a new id.
    case neverPlaced
    /// It was placed and can fill no more; so many shares of it were filled. Its line is done for the day.
    case over(filled: Shares)

    var closure: OrderLife.Closure {
        switch self {
        case .neverPlaced: .neverPlaced
        case .over: .resolved
        }
    }

    var filled: Shares {
        switch self {
        case .neverPlaced: 0
        case .over(let filled): filled
        }
    }
}

extension OperatorWord: CustomStringConvertible {
    package var description: String {
        switch self {
        case .neverPlaced: "never placed"
        case .over(let filled): "over with \(filled) shares filled"
        }
    }
}

/// Why an operator's word on an order is not taken. Nothing has changed then.
package enum ResolveRefusal: Error, Hashable, Sendable {
    case noReason
    case noSuchOrder(ClientOrderID)
    /// Only what is in doubt can be settled by word; everything else follows the broker.
    case notInDoubt(ClientOrderID)
    /// Until its deadline the QMT side may still place it.
    case tooEarly(ClientOrderID, until: Timestamp)
    /// More than the order was for, less than is known to be filled, or "never placed" with fills known.
    case impossible(ClientOrderID, filled: Shares, volume: Shares)
}

extension ResolveRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noReason: "a reason is required: say what you saw in the terminal"
        case .noSuchOrder(let id): "there is no order \(id) in the journal; see 'qmtctl orders'"
        case .notInDoubt(let id): "order \(id) is not in doubt; its state follows the broker, see 'qmtctl orders'"
        case .tooEarly(let id, let until):
            "order \(id) may still be placed until \(until); look into the terminal after that and try again"
        case .impossible(let id, let filled, let volume):
            "that cannot be: \(filled) of the \(volume) shares of order \(id) are known to be filled; compare with the "
                + "terminal's list of fills"
        }
    }
}

extension Engine {
    /// Why `word` on the order would be refused at `now`; nil where it would be taken. Ask before `Event.resolveRequested`,
    /// which otherwise changes nothing without saying why.
    package func refusal(
        ofResolving id: ClientOrderID, _ word: OperatorWord, reason: String, at now: Timestamp
    ) -> ResolveRefusal? {
        guard reason.contains(where: { !$0.isWhitespace }) else { return .noReason }
        guard let order = book.order(id) else { return .noSuchOrder(id) }
        guard order.isUnknown else { return .notInDoubt(id) }
        let validUntil = order.intent.submission.validUntil
        guard now > validUntil else { return .tooEarly(id, until: validUntil) }
        let isPossible =
            switch word {
            case .neverPlaced: order.filled == 0
            case .over(let filled): filled >= order.filled && filled <= order.volume
            }
        return isPossible ? nil : .impossible(id, filled: order.filled, volume: order.volume)
    }

    mutating func settle(_ id: ClientOrderID, _ word: OperatorWord, by: String, reason: String, at now: Timestamp) {
        guard refusal(ofResolving: id, word, reason: reason, at: now) == nil else { return }
        emit(.operatorResolved(id, word, by: by, reason: reason, at: now))
        work.cashEvents += 1
        work.owesSells = true
        perform(.alert(Alert(.information, "resolved.\(id)", "order \(id) is settled by \(by): \(word)")))
    }
}
