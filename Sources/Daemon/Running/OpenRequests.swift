import BridgeProtocol
import Engine
import Market

/// Requests without an answer yet, and the parts of a market answer that have come.
struct OpenRequests {
    enum Purpose {
        case snapshot, market, submit, resolve, cancel, advance
        /// Quotes for the paper account alone, and the day for its snapshot.
        case look, day
    }

    struct MarketFetch {
        var waiting: Set<RequestID> = []
        var instruments: [Instrument] = []
        var quotes: [Quote] = []
        var failure: String?
    }

    private var open: [RequestID: Purpose] = [:]
    var market: MarketFetch?

    var isEmpty: Bool { open.isEmpty }

    mutating func open(_ id: RequestID, _ purpose: Purpose) {
        open[id] = purpose
    }

    /// What it was sent for; nil where that is forgotten.
    @discardableResult
    mutating func close(_ id: RequestID) -> Purpose? { open.removeValue(forKey: id) }

    func isOpen(_ purpose: Purpose) -> Bool { open.values.contains(purpose) }

    /// The connection is gone, and every answer with it.
    mutating func dropAll() {
        open = [:]
        market = nil
    }

    /// The event for the engine once the last part has come; nil before, and for parts of a fetch that was given up.
    mutating func marketAnswered(
        _ id: RequestID, _ result: Result<BridgeAnswer, BridgeFailure>, at now: Timestamp
    ) -> Event? {
        guard var fetch = market, fetch.waiting.remove(id) != nil else { return nil }
        switch result {
        case .success(.instruments(let answer)): fetch.instruments += answer.rows
        case .success(.quotes(let answer)): fetch.quotes += answer.rows
        case .success: fetch.failure = "an answer of another kind came"
        case .failure(let failure): fetch.failure = "\(failure)"
        }
        guard fetch.waiting.isEmpty else {
            market = fetch
            return nil
        }
        market = nil
        if let failure = fetch.failure { return .marketFailed(reason: failure) }
        return .marketArrived(Security.rows(fetch.instruments, fetch.quotes, at: now))
    }
}
