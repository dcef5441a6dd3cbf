package import Engine
package import Market

/// The one line that the service manager shows.
package enum StatusLine {
    package static func text(_ engine: Engine, at now: Timestamp) -> String {
        if let halt = engine.book.trading.halt { return "halted by \(halt.by): \(halt.reason)" }
        if engine.book.trading == .disabled { return "disabled: arm it with 'qmtctl resume --reason ...'" }
        guard engine.link.isReconciled else { return "not trading: \(engine.link.whyNotReconciled)" }
        if let why = engine.whyNotSending(at: now) { return "no new orders: \(why)" }
        guard let rebalance = engine.book.rebalance else { return "ready, waiting for the execution window" }
        if let hold = rebalance.hold, rebalance.phase == .held, hold.approval == nil {
            return "\(rebalance.executionDay): the plan waits for approval, see 'qmtctl plan'"
        }
        let reducing = engine.book.trading.reduction.map { "; only sells, by \($0.by): \($0.reason)" } ?? ""
        return "\(rebalance.executionDay): \(rebalance.phase.rawValue)\(reducing)"
    }
}
