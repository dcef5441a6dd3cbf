import BridgeProtocol

/// Who waits for something in person instead of reading the events.
struct ClientWaiters {
    typealias Answer = CheckedContinuation<Result<BridgeAnswer, BridgeFailure>, Never>
    typealias Up = CheckedContinuation<Result<Hello, BridgeFailure>, Never>

    var answers: [RequestID: Answer] = [:]
    var ups: [RequestID: Up] = [:]

    /// Whether the event is an answer that somebody waited for; then it is not delivered a second time.
    mutating func took(_ event: BridgeEvent) -> Bool {
        switch event {
        case .answered(let id, _, let result):
            guard let waiter = answers.removeValue(forKey: id) else { return false }
            waiter.resume(returning: result)
            return true
        case .up(let hello, _):
            for id in ups.keys.sorted() { ups.removeValue(forKey: id)?.resume(returning: .success(hello)) }
            return false
        case .answeredLate, .notified, .missed, .anomaly, .down:
            return false
        }
    }

    mutating func giveUp(_ id: RequestID) {
        ups.removeValue(forKey: id)?.resume(returning: .failure(.notSent(reason: "no connection came up in time")))
    }

    mutating func endAll(_ reason: DownReason) {
        for id in ups.keys.sorted() {
            ups.removeValue(forKey: id)?.resume(returning: .failure(.notSent(reason: reason.description)))
        }
    }
}
