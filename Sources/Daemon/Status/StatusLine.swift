package import Engine

/// The one line that the service manager shows.
package enum StatusLine {
    package static func text(_ engine: Engine) -> String {
        if let halt = engine.book.trading.halt { return "halted by \(halt.by): \(halt.reason)" }
        guard engine.link.isReconciled else { return "not trading: \(engine.link.whyNotReconciled)" }
        guard let rebalance = engine.book.rebalance else { return "ready, waiting for the execution window" }
        return "\(rebalance.executionDay): \(rebalance.phase.rawValue)"
    }
}
