package import BridgeProtocol
package import Market

/// What may be asked of the QMT side that moves no order: there is no case for an order, so that whoever can only send these
/// cannot touch one.
package enum MarketRequest: Hashable, Sendable {
    case instruments([Symbol])
    case quotes([Symbol])
    /// Simulated sides only.
    case advance(to: Timestamp)

    package var request: BridgeRequest {
        switch self {
        case .instruments(let symbols): .instruments(symbols)
        case .quotes(let symbols): .quotes(symbols)
        case .advance(let time): .advance(to: time)
        }
    }
}

/// What is asked about the account and its orders.
package enum OrderRequest: Hashable, Sendable {
    case submit(Submission)
    case resolve(ClientOrderID)
    case cancel(ClientOrderID)
    case snapshot

    package var request: BridgeRequest {
        switch self {
        case .submit(let submission): .submit(submission)
        case .resolve(let id): .resolve(id)
        case .cancel(let id): .cancel(id)
        case .snapshot: .snapshot
        }
    }
}

/// Where orders go, and where the account is: at the broker, or here.
package enum OrderDesk {
    case bridge(@Sendable (OrderRequest) -> RequestID)
    case paper(PaperBroker)
}
