package import Market

/// What a daemon asks once it is let in.
package enum BridgeRequest: Hashable, Sendable {
    case ping
    case snapshot
    /// At most `symbolLimit` symbols.
    case instruments([Symbol])
    /// At most `symbolLimit` symbols.
    case quotes([Symbol])
    case submit(Submission)
    /// What became of a submit; seals the id where the answer is that it was never placed.
    case resolve(ClientOrderID)
    case cancel(ClientOrderID)
    /// Simulated sides only.
    case advance(to: Timestamp)

    package static var symbolLimit: Int { 500 }

    package var method: BridgeMethod {
        switch self {
        case .ping: .ping
        case .snapshot: .snapshot
        case .instruments: .instruments
        case .quotes: .quotes
        case .submit: .submit
        case .resolve: .resolve
        case .cancel: .cancel
        case .advance: .advance
        }
    }

    /// The order that it is about.
    package var clientOrderID: ClientOrderID? {
        switch self {
        case .submit(let submission): submission.clientOrderID
        case .resolve(let id), .cancel(let id): id
        case .ping, .snapshot, .instruments, .quotes, .advance: nil
        }
    }
}

extension BridgeRequest {
    package var params: JSONValue {
        switch self {
        case .ping, .snapshot: [:]
        case .instruments(let symbols), .quotes(let symbols):
            ["symbols": .array(symbols.map { .string($0.description) })]
        case .submit(let submission): submission.wire
        case .resolve(let id), .cancel(let id): ["client_order_id": .string(id.text)]
        case .advance(let time): ["to": .string(time.description)]
        }
    }

    package func message(id: Int64) -> RPCMessage {
        .request(id: .integer(id), method: method.rawValue, params: params)
    }

    /// Reads the parameters of any method but hello, whose fields are checked one after the other.
    init(method: BridgeMethod, params: JSONValue) throws(BridgeError) {
        do throws(Mismatch) {
            var fields = try Fields(params)
            switch method {
            case .hello: throw Mismatch(.value(expected: "a method after hello"))
            case .ping: self = .ping
            case .snapshot: self = .snapshot
            case .instruments: self = .instruments(try fields.symbols("symbols"))
            case .quotes: self = .quotes(try fields.symbols("symbols"))
            case .submit: self = .submit(try Submission(wire: params))
            case .resolve: self = .resolve(try fields.clientOrderID("client_order_id"))
            case .cancel: self = .cancel(try fields.clientOrderID("client_order_id"))
            case .advance: self = .advance(to: try fields.time("to"))
            }
        } catch {
            throw BridgeError(error, in: method)
        }
        if case .instruments(let symbols) = self { try BridgeRequest.checkCount(symbols) }
        if case .quotes(let symbols) = self { try BridgeRequest.checkCount(symbols) }
    }

    private static func checkCount(_ symbols: [Symbol]) throws(BridgeError) {
        guard symbols.count > symbolLimit else { return }
        throw BridgeError(
            .tooMany, "\(symbols.count) symbols, at most \(symbolLimit) a request; ask in parts",
            details: [.init("limit", .integer(Int64(symbolLimit)))])
    }
}

extension BridgeError {
    /// A wrong value of an order is an invalid order; everything else wrong is invalid parameters.
    init(_ mismatch: Mismatch, in method: BridgeMethod) {
        var isOfOrder = false
        if method == .submit, case .value = mismatch.problem, case .name(let name)? = mismatch.path.first {
            isOfOrder = Submission.orderFields.contains(name)
        }
        let placed = mismatch.under("params")
        self.init(
            isOfOrder ? .invalidOrder : .invalidParameters, placed.description,
            details: [.init("path", .string(placed.place))])
    }
}
