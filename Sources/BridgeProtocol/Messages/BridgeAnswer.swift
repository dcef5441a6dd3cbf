package import Market

/// The answer to a request of the same name.
package enum BridgeAnswer: Hashable, Sendable {
    /// The shim's clock.
    case ping(Timestamp)
    case snapshot(AccountSnapshot)
    case instruments(InstrumentsAnswer)
    case quotes(QuotesAnswer)
    case submit(SubmitAnswer)
    case resolve(ResolveAnswer)
    case cancel(CancelAnswer)
    /// The clock now; all notifications up to it came before.
    case advance(Timestamp)
}

extension BridgeAnswer {
    package var result: JSONValue {
        switch self {
        case .ping(let time), .advance(let time): ["time": .string(time.description)]
        case .snapshot(let snapshot): snapshot.wire
        case .instruments(let answer): answer.wire
        case .quotes(let answer): answer.wire
        case .submit(let answer): answer.wire
        case .resolve(let answer): answer.wire
        case .cancel(let answer): answer.wire
        }
    }

    /// Reads the result that `request` got.
    init(to request: BridgeRequest, result: JSONValue) throws(Mismatch) {
        do {
            switch request {
            case .ping: self = .ping(try BridgeAnswer.time(result))
            case .snapshot: self = .snapshot(try AccountSnapshot(wire: result))
            case .instruments: self = .instruments(try InstrumentsAnswer(wire: result))
            case .quotes: self = .quotes(try QuotesAnswer(wire: result))
            case .submit: self = .submit(try SubmitAnswer(wire: result))
            case .resolve: self = .resolve(try ResolveAnswer(wire: result))
            case .cancel: self = .cancel(try CancelAnswer(wire: result))
            case .advance: self = .advance(try BridgeAnswer.time(result))
            }
        } catch {
            throw error.under("result")
        }
    }

    private static func time(_ result: JSONValue) throws(Mismatch) -> Timestamp {
        var fields = try Fields(result)
        return try fields.time("time")
    }

    /// The order that a submit or a resolve was answered with.
    var order: OrderReport? {
        switch self {
        case .submit(let answer): answer.order
        case .resolve(let answer): answer.order
        case .ping, .snapshot, .instruments, .quotes, .cancel, .advance: nil
        }
    }
}
