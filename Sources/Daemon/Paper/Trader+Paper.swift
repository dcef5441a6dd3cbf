import BridgeProtocol
import Engine
import Market

// Orders and the account: at the broker behind the bridge, or at the paper broker in this process. Everything else is the
// same in both modes.
extension Trader {
    /// Carries out what the engine wants with orders and the account.
    func tell(_ request: OrderRequest, _ purpose: OpenRequests.Purpose) {
        switch desk {
        case .bridge(let send): requests.open(send(request), purpose)
        case .paper: tellPaper(request)
        }
    }

    private func tellPaper(_ request: OrderRequest) {
        if case .snapshot = request {
            readPaperAccount()
            return
        }
        queue += withBroker { broker throws(PaperLog.Failure) in
            switch request {
            case .submit(let submission): try broker.submit(submission, at: now)
            case .resolve(let id): try broker.resolve(id)
            case .cancel(let id): try broker.cancel(id, at: now)
            case .snapshot: []
            }
        }
    }

    /// The account is here. Which day it is only the QMT side knows: where its word has not come, it is asked.
    private func readPaperAccount() {
        guard case .paper(let broker) = desk else { return }
        if broker.day == now.day || !engine.link.isUp {
            queue.append(.snapshotArrived(broker.snapshot(at: now)))
        } else if !requests.isOpen(.day), let symbol = Symbol("000001.SZ") {
            requests.open(ask(.instruments([symbol])), .day)
        }
    }

    /// The answer to the question after the day.
    func snapshotForDay(_ result: Result<BridgeAnswer, BridgeFailure>) -> [Event] {
        switch result {
        case .success(.instruments(let answer)):
            let began = dayBegan(answer.tradingDay)
            guard case .paper(let broker) = desk else { return began }
            return began + [.snapshotArrived(broker.snapshot(at: now))]
        case .success: return [.snapshotFailed(reason: "an answer of another kind came")]
        case .failure(let failure): return [.snapshotFailed(reason: "\(failure)")]
        }
    }

    /// The calendar comes from the QMT side.
    func dayBegan(_ day: Day?) -> [Event] {
        guard let day, day == now.day else { return [] }
        return withBroker { broker throws(PaperLog.Failure) in try broker.begin(day, at: now) }
    }

    /// The paper account sees what the engine sees, and before it.
    func observed(_ result: Result<BridgeAnswer, BridgeFailure>) -> [Event] {
        withBroker { broker throws(PaperLog.Failure) in
            switch result {
            case .success(.instruments(let answer)):
                try broker.observe(instruments: answer.rows, of: answer.tradingDay, at: now)
            case .success(.quotes(let answer)): try broker.observe(quotes: answer.rows, at: now)
            case .success, .failure: []
            }
        }
    }

    /// A QMT side that may be used: with `account.simulated` only a simulated one. The account itself is always one.
    func isFitForPaper(_ hello: Hello) -> Bool {
        configuration.paper.map { !$0.demandsSimulatedSide || hello.isSimulated } ?? false
    }

    /// Orders and fills that the QMT side tells of are another account's in paper mode, and so is the question of who trades
    /// it.
    func isOurs(_ notification: BridgeNotification) -> Bool {
        guard configuration.isPaper else { return true }
        return switch notification {
        case .order, .fill: false
        case .superseded: configuration.bridgeRole == .trade
        case .broker, .tradingDay, .heartbeat: true
        }
    }

    // MARK: Looking

    /// Waiting orders are served only by somebody who looks. Looks where it is time, and plans the next look.
    func look() {
        guard case .paper(let broker) = desk, engine.link.isUp, !isStopping, !requests.isOpen(.look) else {
            nextLook = nil
            return
        }
        let now = now
        if let due = nextLook, due.at <= now {
            nextLook = nil
            for part in due.symbols.parts(of: BridgeRequest.symbolLimit) { requests.open(ask(.quotes(part)), .look) }
            return
        }
        guard let planned = broker.nextLook(after: now, everySeconds: configuration.paper?.quotePollSeconds ?? 3) else {
            nextLook = nil
            return
        }
        // What happens in between does not put the look off.
        nextLook = (min(nextLook?.at ?? planned.at, planned.at), planned.symbols)
    }

    /// Does something with the paper broker, where there is one; a failure to remember it is the end of the daemon.
    private func withBroker(_ body: (PaperBroker) throws(PaperLog.Failure) -> [Event]) -> [Event] {
        guard case .paper(let broker) = desk else { return [] }
        do throws(PaperLog.Failure) {
            return try body(broker)
        } catch {
            fail(error, "Paper trading stops here: nothing happens that is not written down first")
            return []
        }
    }
}
