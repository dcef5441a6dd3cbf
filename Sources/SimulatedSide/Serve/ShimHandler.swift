package import Bridge
import BridgeProtocol
import Exchange
package import Logging
package import Market
import Synchronization

/// Puts the simulated shim behind a bridge server. All calls come from the server's event loop, one at a time; the lock is
/// for the clock that a paced simulation moves from outside.
package final class ShimHandler: BridgeHandler {
    private struct State {
        var shim: SimulatedShim
        let log: InputLog
        var telling: FaultySide
    }

    private let state: Mutex<State>
    private let isSteppedByDaemon: Bool
    private let logger: Logger

    package init(shim: sending SimulatedShim, log: sending InputLog, isSteppedByDaemon: Bool, logger: Logger) {
        let telling = FaultySide(shim.faults)
        state = Mutex(State(shim: shim, log: log, telling: telling))
        self.isSteppedByDaemon = isSteppedByDaemon
        self.logger = logger
    }

    package func claim(epoch: Int64) throws -> Int64 {
        try state.withLock { state in
            let log = state.log
            _ = try state.shim.claim(epoch) { try log.append($0) }
            return state.shim.epoch
        }
    }

    package func status() -> BridgeStatus {
        state.withLock { BridgeStatus(time: $0.shim.clock, tradingDay: $0.shim.tradingDay, broker: .up) }
    }

    package func handle(_ call: BridgeCall) -> [BridgeOutgoing] {
        state.withLock { state in
            var notices: [Notice] = []
            do {
                let again = state.telling.reconnected(call.connection, state.shim.exchange)
                let answer = try answer(call, &state, into: &notices)
                let restarts = restartsStrategies(call, &state, notices)
                var told = outgoing(again + state.telling.told(notices, at: state.shim.clock))
                if state.telling.isFalselyDown(at: state.shim.clock) {
                    told.append(.notify(.broker(.down, reason: "an old connection was lost")))
                    told.append(.notify(.broker(.up, reason: nil)))
                }
                if restarts { return told + [.disconnect(call)] }
                return told + (answer.map { [$0] } ?? [])
            } catch {
                logger.critical("\(error)")
                return [.refuse(call, BridgeError(.internalError, "\(error)"))]
            }
        }
    }

    /// Moves the clock of a simulation that runs at a pace of its own. Returns what to post, and whether it has ended.
    package func advance(to time: Timestamp) throws -> (outgoing: [BridgeOutgoing], hasEnded: Bool) {
        try state.withLock { state in
            var notices: [Notice] = []
            let log = state.log
            try state.shim.advance(to: time, into: &notices) { try log.append($0, isFlushed: false) }
            try state.shim.tradeByHand(into: &notices) { try log.append($0) }
            return (outgoing(state.telling.told(notices, at: state.shim.clock)), state.shim.hasEnded)
        }
    }

    /// The terminal restarts its strategies, and the bridge with them, when the day changes.
    private func restartsStrategies(_ call: BridgeCall, _ state: inout State, _ notices: [Notice]) -> Bool {
        guard case .advance = call.request else { return false }
        return notices.contains { notice in
            if case .tradingDay(let day) = notice { state.shim.faults.strikes(.dropAtDayRoll, "\(day)") } else { false }
        }
    }

    private func answer(
        _ call: BridgeCall, _ state: inout State, into notices: inout [Notice]
    ) throws -> BridgeOutgoing? {
        let log = state.log
        switch call.request {
        case .ping:
            return .answer(call, .ping(state.shim.clock))
        case .snapshot:
            let snapshot = state.shim.exchange.snapshot(at: state.shim.clock, sequence: 0)
            return .answer(call, .snapshot(state.telling.told(snapshot)))
        case .instruments(let symbols):
            let rows = symbols.compactMap { state.shim.instrument($0) }
            return .answer(
                call,
                .instruments(
                    InstrumentsAnswer(
                        tradingDay: state.shim.tradingDay, rows: rows, missing: missing(symbols, rows.map(\.symbol)))))
        case .quotes(let symbols):
            let clock = state.shim.clock
            let rows = symbols.compactMap { state.shim.exchange.quote($0, at: clock) }
                .map { state.telling.told($0, at: clock) }
            return .answer(call, .quotes(QuotesAnswer(rows: rows, missing: missing(symbols, rows.map(\.symbol)))))
        case .submit(let submission):
            state.telling.places(submission.clientOrderID, at: state.shim.clock)
            let answer = try state.shim.submit(submission, into: &notices) { try log.append($0) }
            return switch state.telling.told(answer, to: submission, at: state.shim.clock) {
            case .success(let told)?: .answer(call, .submit(told))
            case .failure(let error)?: .refuse(call, error)
            case nil: nil
            }
        case .resolve(let id):
            let outcome = try state.shim.resolve(id) { try log.append($0) }
            return .answer(call, .resolve(state.telling.told(outcome, resolving: id, at: state.shim.clock)))
        case .cancel(let id):
            let cancellation = try state.shim.cancel(id, into: &notices) { try log.append($0) }
            return .answer(call, .cancel(state.telling.told(cancellation, of: id)))
        case .advance(let time):
            guard isSteppedByDaemon else {
                return .refuse(call, BridgeError(.unknownMethod, "this simulation runs at a pace of its own"))
            }
            // Promises nothing to anybody: what follows from it happens again when it is replayed.
            try state.shim.advance(to: time, into: &notices) { try log.append($0, isFlushed: false) }
            try state.shim.tradeByHand(into: &notices) { try log.append($0) }
            return .answer(call, .advance(state.shim.clock))
        }
    }

    private func missing(_ asked: [Symbol], _ found: [Symbol]) -> [Symbol] {
        let found = Set(found)
        return asked.filter { !found.contains($0) }
    }

    private func outgoing(_ notices: [Notice]) -> [BridgeOutgoing] {
        notices.compactMap { notice in
            switch notice {
            case .tradingDay(let day):
                logger.info("\(day) begins")
                return .notify(.tradingDay(day))
            case .order(let report): return .notify(.order(report))
            case .fill(let fill): return .notify(.fill(fill))
            case .exDate(let entry):
                logger.info(
                    "ex-date: \(entry.symbol) \(entry.kind.rawValue), \(entry.sharesBefore) to \(entry.sharesAfter) shares, cash \(entry.cash)"
                )
                return nil
            case .answer:
                return nil
            }
        }
    }
}

extension SubmitAnswer {
    init(_ outcome: SubmitOutcome) {
        switch outcome {
        case .placed(let order): self.init(.placed, order: order)
        case .rejected(let order, let reason): self.init(.rejected, order: order, reason: reason.text)
        case .unknown(let reason): self.init(.unknown, reason: reason.text)
        // Not an answer to a submit; a shim that cannot say is the honest reading.
        case .neverPlaced: self.init(.unknown, reason: "not placed")
        }
    }
}

extension ResolveAnswer {
    init(_ outcome: SubmitOutcome) {
        switch outcome {
        case .placed(let order): self.init(.placed, order: order)
        case .rejected(let order, _): self.init(.rejected, order: order)
        case .unknown: self.init(Outcome.unknown)
        case .neverPlaced: self.init(Outcome.neverPlaced)
        }
    }
}
