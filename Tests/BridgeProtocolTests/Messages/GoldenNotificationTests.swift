import Market
import Testing

@testable import BridgeProtocol

@Suite struct GoldenNotificationTests {
    static let lines: [(BridgeNotification, String)] = [
        (.order(Sample.order()), #""method":"event.order","params":{"seq":42,"order":\#(Sample.orderText)}"#),
        (.fill(Sample.fill), #""method":"event.trade","params":{"seq":42,"trade":\#(Sample.fillText)}"#),
        (
            .broker(.down, reason: "logged out"),
            #""method":"event.broker","params":{"seq":42,"state":"down","reason":"logged out"}"#
        ),
        (.broker(.up, reason: nil), #""method":"event.broker","params":{"seq":42,"state":"up","reason":null}"#),
        (.tradingDay(Sample.day), #""method":"event.trading_day","params":{"seq":42,"trading_day":"2026-11-20"}"#),
        (.tradingDay(nil), #""method":"event.trading_day","params":{"seq":42,"trading_day":null}"#),
        (.superseded(epoch: 18), #""method":"event.superseded","params":{"seq":42,"epoch":18}"#),
        (
            .heartbeat(Sample.time),
            #""method":"event.heartbeat","params":{"seq":42,"time":"2026-11-20T09:31:02.125+08:00"}"#
        ),
    ]

    @Test(arguments: lines)
    func `every notification is written as the document has it, and read back`(
        notification: BridgeNotification, body: String
    ) throws {
        let text = #"{"jsonrpc":"2.0",\#(body)}"#
        #expect(line(notification.message(sequence: 42).line) == text + "\n")
        guard case .notification(let method, let params?) = try message(text) else { throw NotThere() }
        #expect(try BridgeNotification(method: method, params: params) == notification)
        #expect(try BridgeNotification.sequence(params: params) == 42)
    }

    @Test func `the challenge is written as the document has it, and read back`() throws {
        let challenge = Challenge(nonce: Sample.nonce)
        let text =
            #"{"jsonrpc":"2.0","method":"session.challenge","params":{"nonce":"\#(Sample.nonce)","protocols":[1]}}"#
        #expect(line(challenge.message.line) == text + "\n")
        guard case .notification("session.challenge", let params?) = try message(text) else { throw NotThere() }
        #expect(try Challenge(wire: params) == challenge)
    }

    @Test(arguments: ["00", "", String(repeating: "0", count: 63), String(repeating: "g", count: 64)])
    func `a nonce of another length or form is refused`(nonce: String) {
        #expect(throws: Mismatch.self) { try Challenge(wire: ["nonce": .string(nonce), "protocols": [1]]) }
    }

    @Test func `a notification of another version is nil, whatever it carries`() throws {
        #expect(try BridgeNotification(method: "event.position", params: ["seq": 1]) == nil)
        #expect(try BridgeNotification(method: "event.position", params: [1]) == nil)
    }

    @Test func `a broker's state in another word is unknown, which is neither up nor down`() throws {
        let params: JSONValue = ["seq": 1, "state": "degraded", "reason": nil]
        #expect(try BridgeNotification(method: "event.broker", params: params) == .broker(.unknown, reason: nil))
        #expect(BrokerState.unknown.isUp == nil)
    }

    @Test(arguments: ["-1", "\"1\"", "1.0", "null", "true", "9223372036854775807"])
    func `a number that is none is refused`(text: String) throws {
        let params = JSONValue.object([.init("seq", try JSONValue(reading: text))])
        #expect(throws: Mismatch.self) { try BridgeNotification.sequence(params: params) }
    }
}
