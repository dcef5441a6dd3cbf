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
    }

    private let state: Mutex<State>
    private let isSteppedByDaemon: Bool
    private let logger: Logger

    package init(shim: sending SimulatedShim, log: sending InputLog, isSteppedByDaemon: Bool, logger: Logger) {
        state = Mutex(State(shim: shim, log: log))
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
                let answer = try answer(call, &state, into: &notices)
                return outgoing(notices) + [answer]
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
            return (outgoing(notices), state.shim.hasEnded)
        }
    }

    private func answer(
        _ call: BridgeCall, _ state: inout State, into notices: inout [Notice]
    ) throws -> BridgeOutgoing {
        let log = state.log
        switch call.request {
        case .ping:
            return .answer(call, .ping(state.shim.clock))
        case .snapshot:
            return .answer(call, .snapshot(state.shim.exchange.snapshot(at: state.shim.clock, sequence: 0)))
        case .instruments(let symbols):
            let rows = symbols.compactMap { state.shim.instrument($0) }
            return .answer(
                call,
                .instruments(
                    InstrumentsAnswer(
                        tradingDay: state.shim.tradingDay, rows: rows, missing: missing(symbols, rows.map(\.symbol)))))
        case .quotes(let symbols):
            let rows = symbols.compactMap { state.shim.exchange.quote($0, at: state.shim.clock) }
            return .answer(call, .quotes(QuotesAnswer(rows: rows, missing: missing(symbols, rows.map(\.symbol)))))
        case .submit(let submission):
            return submitted(call, try state.shim.submit(submission, into: &notices) { try log.append($0) })
        case .resolve(let id):
            let outcome = try state.shim.resolve(id) { try log.append($0) }
            return .answer(call, .resolve(ResolveAnswer(outcome)))
        case .cancel(let id):
            let cancellation = try state.shim.cancel(id, into: &notices) { try log.append($0) }
            return .answer(
                call,
                .cancel(CancelAnswer(isRequested: cancellation.isRequested, reason: cancellation.reason)))
        case .advance(let time):
            guard isSteppedByDaemon else {
                return .refuse(call, BridgeError(.unknownMethod, "this simulation runs at a pace of its own"))
            }
            // Promises nothing to anybody: what follows from it happens again when it is replayed.
            try state.shim.advance(to: time, into: &notices) { try log.append($0, isFlushed: false) }
            return .answer(call, .advance(state.shim.clock))
        }
    }

    private func submitted(_ call: BridgeCall, _ answer: SimulatedShim.Answer) -> BridgeOutgoing {
        switch answer {
        case .outcome(let outcome): .answer(call, .submit(SubmitAnswer(outcome)))
        case .conflict: .refuse(call, BridgeError(.idConflict, "the id is known with other parameters"))
        case .expired: .refuse(call, BridgeError(.expired, "past valid_until; nothing was sent, the id is sealed"))
        case .sealed: .refuse(call, BridgeError(.sealed, "the id was promised never to be placed"))
        case .invalid(let reason): .refuse(call, BridgeError(.invalidOrder, reason))
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
