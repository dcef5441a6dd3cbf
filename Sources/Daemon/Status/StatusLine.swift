package import Engine
package import Market

/// The one line that the service manager shows.
package enum StatusLine {
    package static func text(_ engine: Engine, at now: Timestamp) -> String {
        if let halt = engine.book.trading.halt { return "halted by \(halt.by): \(halt.reason)" }
        guard engine.link.isReconciled else { return "not trading: \(engine.link.whyNotReconciled)" }
        if let why = engine.whyNotSending(at: now) { return "no new orders: \(why)" }
        guard let rebalance = engine.book.rebalance else { return "ready, waiting for the execution window" }
        return "\(rebalance.executionDay): \(rebalance.phase.rawValue)"
    }
}
