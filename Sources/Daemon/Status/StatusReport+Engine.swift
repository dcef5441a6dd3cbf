package import Control
package import Engine
import Market

extension StatusReport {
    /// The engine's state in the operator's words. Nothing is made up: what the engine does not know is nil.
    package init(_ engine: Engine, _ facts: DaemonFacts) {
        let book = engine.book
        let adopted = book.adopted.first
        self.init(
            version: Program.version, run: book.run, epoch: Int(book.epoch),
            account: AccountMask.masked(engine.policy.account), simulated: engine.link.hello?.isSimulated,
            mode: facts.isPaper ? "paper" : engine.policy.isSimulated ? "simulated" : "live",
            tradingState: .init(engine),
            clock: .init(now: "\(facts.now)", source: facts.clock == .own ? .own : .session),
            tradingDay: book.day.map { "\($0)" }, bridge: .init(engine, facts),
            reconciled: .init(
                reconciled: engine.link.isReconciled, at: engine.link.reconciledAt.map { "\($0)" },
                whyNot: engine.link.isReconciled ? nil : engine.link.whyNotReconciled),
            targets: adopted.map { batch in
                Targets(
                    signalDay: "\(batch.signalDay)", strategy: book.adopted.map(\.strategy).joined(separator: "+"),
                    digest: batch.digest, lines: book.adopted.reduce(0) { $0 + $1.lines.count },
                    state: book.rebalance?.phase == .closed ? "done" : "in force", source: batch.source)
            },
            targetsWhyNot: adopted == nil ? Self.whyNoTargets(engine, facts) : nil, rebalance: .init(engine),
            figures: .init(engine, facts), orders: .init(book),
            alerts: facts.alerts.map { Alert(at: "\($0.at)", level: .init($0.alert.level), text: $0.alert.text) },
            limits: LimitsReport(engine, at: facts.now).rows.filter(\.isNearlyUsed).map { row in
                "\(row.name): \(row.used ?? 0) of \(row.limit ?? 0) used (see qmtctl limits)"
            },
            approval: book.rebalance.flatMap {
                $0.phase == .held && $0.hold?.approval == nil ? $0.hold?.digest : nil
            })
    }

    private static func whyNoTargets(_ engine: Engine, _ facts: DaemonFacts) -> String {
        if let refusal = engine.book.refusals.first { return refusal }
        guard let reading = engine.reading else { return "not looked for yet today" }
        if reading.batches.isEmpty {
            let newest = reading.newestSignalDay.map { "; the newest are of \($0)" } ?? ""
            return "none of \(reading.signalDay) in \(facts.targetsSource)\(newest)"
        }
        return "those of \(reading.signalDay) wait for the execution window"
    }
}

extension StatusReport.Bridge {
    fileprivate init(_ engine: Engine, _ facts: DaemonFacts) {
        let link = engine.link
        let state =
            switch link.state {
            case .up: engine.whyNotSending(at: facts.now).map { "connected; no new orders: \($0)" } ?? "connected"
            case .down(let reason): "down: \(reason)"
            case .refused(let reason): "refused: \(reason)"
            }
        self.init(
            state: state, since: link.since.map { "\($0)" }, session: link.hello?.session,
            broker: link.isBrokerUp.map { $0 ? "up" : "down" }, endpoint: facts.endpoint,
            lastHeartbeatAgeMilliseconds: facts.heardAgo)
    }
}

extension StatusReport.Alert.Level {
    fileprivate init(_ level: EngineAlert.Level) {
        switch level {
        case .information: self = .info
        case .warning: self = .warning
        case .critical: self = .critical
        }
    }
}

extension StatusReport.Rebalance {
    fileprivate init(_ engine: Engine) {
        let next = engine.nextWake.map { "\($0)" }
        guard let rebalance = engine.book.rebalance else {
            self.init(phase: "idle", executionDay: nil, sells: nil, buys: nil, nextMoment: next)
            return
        }
        func side(_ side: OrderSide) -> StatusReport.Rebalance.Side {
            let lines = rebalance.lines.filter { $0.side == side }
            let closed = lines.filter { line in
                rebalance.isClosed || engine.book.denials[line.symbol] != nil
                    || rebalance.lineIndex(of: line.symbol).map {
                        engine.book.orders(ofLine: $0).contains { $0.side == side && !$0.isOpen }
                    } ?? false
            }
            return .init(total: lines.count, closed: closed.count)
        }
        self.init(
            phase: rebalance.phase.rawValue, executionDay: "\(rebalance.executionDay)", sells: side(.sell),
            buys: side(.buy), nextMoment: next)
    }
}

extension StatusReport.Figures {
    fileprivate init(_ engine: Engine, _ facts: DaemonFacts) {
        guard let account = engine.account, let asset = account.asset else {
            self = .unknown
            peakEquity = engine.book.peakEquity.map { "\($0)" }
            return
        }
        let equity = asset.total
        let drawdown = engine.book.peakEquity.map { peak -> Int64 in
            peak > .zero && equity < peak ? Int64(Int128((peak - equity).li) * 1_000_000 / Int128(peak.li)) : 0
        }
        self.init(
            cash: "\(asset.cash)", frozenCash: "\(asset.frozenCash)", marketValue: "\(asset.marketValue)",
            equity: "\(equity)", peakEquity: engine.book.peakEquity.map { "\($0)" }, drawdownPPM: drawdown,
            asOf: "\(account.asOf)", ageMilliseconds: facts.now.milliseconds(since: account.asOf))
    }
}

extension StatusReport.Orders {
    fileprivate init(_ book: Book) {
        var working = 0
        var unknown = 0
        var closed = 0
        for order in book.orders {
            switch order.state {
            case .inFlight, .working: working += 1
            case .unknown: unknown += 1
            case .closed: closed += 1
            }
        }
        self.init(working: working, unknown: unknown, closedToday: closed)
    }
}
