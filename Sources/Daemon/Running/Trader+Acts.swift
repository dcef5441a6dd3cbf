import Control
import Engine

// Commands that change what is traded, beside halt and resume. Each is in the journal, with who and why, before it is answered.
extension Trader {
    func act(_ command: ControlCommand, by: String) -> ControlReply {
        let working = engine.book.tally.working
        let trading = engine.book.trading
        func report(_ reason: String, changed: Bool) -> ControlReply {
            .report(
                ActReport(
                    act: command.method, changed: changed, state: .init(engine.book.trading), by: by, reason: reason,
                    working: working))
        }
        switch command {
        case .reduceOnly(let reason):
            if trading == .disabled {
                return .refused("trading was never armed for this account, so that nothing leaves at all")
            }
            process([.reduceOnlyRequested(by: by, reason: reason)])
            return report(reason, changed: trading.isArmed)
        case .cancelAll(let reason):
            process([.cancelAllRequested(by: by, reason: reason)])
            return report(reason, changed: working > 0)
        case .flatten(let reason):
            if let problem = engine.refusalOfFlatten { return .refused("not sold: \(problem)") }
            process([.flattenRequested(by: by, reason: reason)])
            return report(reason, changed: true)
        case .approve(let digest, let reason):
            switch engine.refusal(ofApproving: digest) {
            case .otherPlan(let current)?:
                return .failure(ControlFailure(.stateChanged, "not approved: \(ApprovalRefusal.otherPlan(current))"))
            case let refusal?: return .refused("not approved: \(refusal)")
            case nil: break
            }
            let wasApproved = engine.book.rebalance?.hold?.approval != nil
            process([.approveRequested(digest: digest, by: by, reason: reason)])
            return report(reason, changed: !wasApproved)
        case .status, .positions, .orders, .limits, .plan, .halt, .resume, .resolve:
            return .failure(ControlFailure(.internal, "\(command.method.rawValue) is answered elsewhere"))
        }
    }
}
