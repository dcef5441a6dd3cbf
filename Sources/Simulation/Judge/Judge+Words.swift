import Engine
import Market

// Invariant 33: an account's number in full is told to nobody. Alerts, statuses and reasons leave the machine; the journal
// itself holds the number, which is what binds it to the account.
extension Judge {
    mutating func checkWords(_ text: String, _ what: @autoclosure () -> String) {
        verdict.check(
            33, !Judge.has(text, Scenario.account) && !Judge.has(text, Scenario.otherAccount),
            "\(what()) tells an account's number: \(text)")
    }

    private static func has(_ text: String, _ number: String) -> Bool {
        guard text.utf8.count >= number.utf8.count, let first = number.utf8.first else { return false }
        var rest = text.utf8[...]
        while let place = rest.firstIndex(of: first) {
            rest = rest[place...]
            if rest.starts(with: number.utf8) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    /// What a fact says to people, in reports and in the log.
    mutating func checkWords(in record: Record) {
        switch record {
        case .halted(let halt), .reduced(let halt), .flattenAsked(let halt):
            checkWords("\(halt.by): \(halt.reason)", "the reason of a halt")
        case .armed(_, let by, let reason, _): checkWords("\(by): \(reason)", "the reason of arming")
        case .approved(_, let by, let reason, _): checkWords("\(by): \(reason)", "the reason of an approval")
        case .cancelAllAsked(let by, let reason, _): checkWords("\(by): \(reason)", "the reason of a cancel of all")
        case .resumed(let by, let reason, _): checkWords("\(by): \(reason)", "the reason of a resume")
        case .operatorResolved(let id, _, let by, let reason, _):
            checkWords("\(by): \(reason)", "the end of order \(id)")
        case .orderChanged(let id, _, _, _, let message): checkWords(message.text, "the message of order \(id)")
        case .denied(let symbol, _, _, _, let detail): checkWords(detail, "the denial of \(symbol)")
        case .targetsRefused(_, let reasons): checkWords(reasons.joined(separator: " "), "a refusal of targets")
        case .checkpoint, .runBegan, .policyInForce, .dayBegan, .managed, .targetsAdopted, .planned, .phaseChanged,
            .rebalanceClosed, .intended, .cancelRequested, .replacing, .filled, .strangerAccepted, .equityObserved,
            .exposureChanged, .entryAdjusted, .feesShared, .stopFired, .stopsEnded, .highsObserved, .flowObserved,
            .liquidationBegan, .peakReset, .marketExposureChanged, .dayClosed:
            break
        }
    }

    /// Whether a status may say something else afterwards.
    static func movesStatus(_ event: Event) -> Bool {
        switch event {
        case .linkUp, .linkDown, .linkGivenUp, .superseded, .snapshotFailed, .brokerChanged: true
        default: false
        }
    }

    /// What a status shows of the link.
    mutating func checkStatus(_ engine: Engine, at clock: Timestamp) {
        switch engine.link.state {
        case .down(let reason), .refused(let reason): checkWords(reason, "the state of the link")
        case .up: break
        }
        checkWords(engine.link.whyNotReconciled, "the status of the account")
        checkWords(engine.leftBecause ?? "", "the status of a link that was left")
        checkWords(engine.whyNotSending(at: clock) ?? "", "the status of sending")
    }
}
