package import Market

/// What the shim tells unasked. May repeat, come before the answer of the request that caused it, and, for one order, out
/// of order.
package enum BridgeNotification: Hashable, Sendable {
    case order(OrderReport)
    /// The wire calls it a trade.
    case fill(FillReport)
    case broker(BrokerState, reason: String?)
    case tradingDay(Day?)
    /// A trading connection with this equal or higher epoch has taken the account.
    case superseded(epoch: Int64)
    /// The shim's clock. Repeats the last number.
    case heartbeat(Timestamp)
}

extension BridgeNotification {
    package var method: String { kind.rawValue }

    private var kind: Kind {
        switch self {
        case .order: .order
        case .fill: .fill
        case .broker: .broker
        case .tradingDay: .tradingDay
        case .superseded: .superseded
        case .heartbeat: .heartbeat
        }
    }

    package func message(sequence: Int64) -> RPCMessage {
        var members: [JSONValue.Member] = [.init("seq", .integer(sequence))]
        switch self {
        case .order(let report): members.append(.init("order", report.wire))
        case .fill(let report): members.append(.init("trade", report.wire))
        case .broker(let state, let reason):
            members += [.init("state", .string(state.rawValue)), .init("reason", JSONValue(reason))]
        case .tradingDay(let day): members.append(.init("trading_day", JSONValue(day)))
        case .superseded(let epoch): members.append(.init("epoch", .integer(epoch)))
        case .heartbeat(let time): members.append(.init("time", .string(time.description)))
        }
        return .notification(method: method, params: .object(members))
    }

    /// Nil for a method that version 1 does not have.
    init?(method: String, params: JSONValue) throws(Mismatch) {
        guard let kind = Kind(rawValue: method) else { return nil }
        do {
            var fields = try Fields(params)
            switch kind {
            case .order:
                self = .order(
                    try fields.object("order") { value throws(Mismatch) in try OrderReport(wire: value) })
            case .fill:
                self = .fill(try fields.object("trade") { value throws(Mismatch) in try FillReport(wire: value) })
            case .broker:
                self = .broker(BrokerState(wire: try fields.text("state")), reason: try fields.textOrNull("reason"))
            case .tradingDay:
                self = .tradingDay(try fields.dayOrNull("trading_day"))
            case .superseded:
                self = .superseded(epoch: try fields.integer("epoch"))
            case .heartbeat:
                self = .heartbeat(try fields.time("time"))
            }
        } catch {
            throw error.under("params")
        }
    }

    private enum Kind: String {
        case order = "event.order"
        case fill = "event.trade"
        case broker = "event.broker"
        case tradingDay = "event.trading_day"
        case superseded = "event.superseded"
        case heartbeat = "event.heartbeat"
    }

    /// The number of any notification, of an unknown one too.
    static func sequence(params: JSONValue) throws(Mismatch) -> Int64 {
        do {
            var fields = try Fields(params)
            return try fields.sequence("seq")
        } catch {
            throw error.under("params")
        }
    }
}
