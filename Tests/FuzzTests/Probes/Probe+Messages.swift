import Market

@testable import BridgeProtocol

extension Probe {
    /// One JSON text read as every message that there is: whatever reads it must write it so that it reads the same.
    static let messages = Probe(name: "messages") { input in
        guard let value = try? JSONValue(reading: input) else { return }
        try checkMessage("hello", value, Hello.init(wire:), \.wire)
        try checkMessage("hello request", value, HelloRequest.init(wire:), \.wire)
        try checkMessage("challenge", value, Challenge.init(wire:)) { challenge in
            guard case .notification(_, let params?) = challenge.message else { return .null }
            return params
        }
        for request in try requests() {
            try checkMessage(
                "answer to \(request.method)", value,
                { value throws(Mismatch) in try BridgeAnswer(to: request, result: value) }, \.result)
            if case .success(let answer) = Result(catching: { try BridgeAnswer(to: request, result: value) }) {
                try checkAmounts(answer)
            }
        }
        for method in [
            "event.order", "event.trade", "event.broker", "event.trading_day", "event.superseded", "event.heartbeat",
        ] { try checkNotification(method, value) }
        for method in BridgeMethod.allCases where method != .hello { try checkRequest(method, value) }
    }

    static func requests() throws -> [BridgeRequest] {
        guard let id = ClientOrderID("20261120-17-1"), let symbol = Symbol("600000.SH"),
            let until = Timestamp("2026-11-20T09:31:32.125+08:00")
        else { throw Violation("a sample is wrong") }
        let submission = Submission(
            clientOrderID: id, symbol: symbol, side: .buy, price: .fen(1025), volume: 300, validUntil: until)
        return [
            .ping, .snapshot, .instruments([symbol]), .quotes([symbol]), .submit(submission), .resolve(id), .cancel(id),
            .advance(to: until),
        ]
    }

    private static func checkMessage<Message: Equatable>(
        _ name: String, _ value: JSONValue, _ read: (JSONValue) throws(Mismatch) -> Message,
        _ write: (Message) -> JSONValue
    ) throws {
        let message: Message
        do throws(Mismatch) {
            message = try read(value)
        } catch {
            return try check(!error.description.isEmpty, "\(name): a mismatch that says nothing")
        }
        let again: Message
        do throws(Mismatch) {
            again = try read(write(message))
        } catch {
            throw Violation("\(name): what was read is written so that it is refused, \(error)")
        }
        try check(again == message, "\(name): written and read, \(message) is \(again)")
    }

    private static func checkNotification(_ method: String, _ params: JSONValue) throws {
        guard let sequence = try? BridgeNotification.sequence(params: params),
            let notification = try? BridgeNotification(method: method, params: params)
        else { return }
        let line = notification.message(sequence: sequence).line
        guard case .notification(method, let params?) = try RPCMessage(reading: line.dropLast()) else {
            throw Violation("\(method): its line is another message")
        }
        try check(try BridgeNotification(method: method, params: params) == notification, "\(method): not the same")
        try check(try BridgeNotification.sequence(params: params) == sequence, "\(method): another number")
    }

    private static func checkRequest(_ method: BridgeMethod, _ params: JSONValue) throws {
        let request: BridgeRequest
        do {
            request = try BridgeRequest(method: method, params: params)
        } catch {
            return try check(!error.message.isEmpty, "\(method): a refusal that says nothing")
        }
        try check(
            try BridgeRequest(method: method, params: request.params) == request, "\(method): written and read differs")
        try check(request.message(id: 1).line.count <= LineLimit.towardsShim, "\(method): too long for a line")
        if case .submit(let order) = request {
            try check(order.price > Price(li: 0) && order.volume > 0, "an order for nothing was taken: \(order)")
            _ = order.price * order.volume
        }
    }

    /// No sum inside can overflow: the products of what was read fit.
    private static func checkAmounts(_ answer: BridgeAnswer) throws {
        guard case .snapshot(let snapshot) = answer else { return }
        var worth = Money.zero
        for order in snapshot.orders.known ?? [] { worth = max(worth, order.price * order.volume) }
        for fill in snapshot.fills.known ?? [] { worth = max(worth, fill.price * fill.volume) }
        try check(worth <= Fields.mostMoney, "an order worth \(worth) was taken")
    }
}
