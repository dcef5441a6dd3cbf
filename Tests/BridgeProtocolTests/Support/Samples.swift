import Market

@testable import BridgeProtocol

/// What the golden lines say.
enum Sample {
    static let time = Timestamp(milliseconds: 1_795_138_262_125)
    static let day = Day(number: 20_777)
    static let bank = Symbol(packed: 600_000 << 2 | 1)
    static let vanke = Symbol(packed: 2 << 2)
    static let pharma = Symbol(packed: 830_799 << 2 | 2)
    static let id = ClientOrderID("20261120-17-1")

    static func submission() throws -> Submission {
        Submission(
            clientOrderID: try required(id), symbol: bank, side: .buy, price: .fen(1025), volume: 300,
            validUntil: time.adding(seconds: 30))
    }

    static func order(
        _ id: ClientOrderID? = Sample.id, status: OrderStatus = .partial, filled: Shares = 100
    ) -> OrderReport {
        OrderReport(
            clientOrderID: id, brokerOrderID: "123", exchangeOrderID: nil, symbol: bank, side: .buy,
            price: .fen(1025), volume: 300, filled: filled,
            filledPrice: filled == 0 ? nil : AveragePrice(microyuan: 10_243_333), status: status, message: "",
            time: time)
    }

    static var fill: FillReport {
        FillReport(
            tradeID: "T1", clientOrderID: id, brokerOrderID: "123", symbol: bank, side: .buy, price: .fen(1024),
            volume: 100, amount: .yuan(1024), commission: nil, time: time)
    }

    static let orderText =
        #"{"client_order_id":"20261120-17-1","broker_order_id":"123","exchange_order_id":null,"symbol":"600000.SH","#
        + #""side":"buy","price":"10.25","volume":300,"filled":100,"filled_price":"10.243333","status":"partial","#
        + #""status_code":55,"message":"","time":"2026-11-20T09:31:02.125+08:00"}"#

    static let fillText =
        #"{"trade_id":"T1","client_order_id":"20261120-17-1","broker_order_id":"123","symbol":"600000.SH","side":"buy","#
        + #""price":"10.24","volume":100,"amount":"1024.00","commission":null,"time":"2026-11-20T09:31:02.125+08:00"}"#

    static let hello = Hello(
        shim: "qmt-shim/0.1.0", session: "6f1c0c5e-8f7e-4b51-9d8f-0b6d5a3f2c11", sequence: 41, account: "1234567890",
        tradingDay: day, time: time, broker: .up, heartbeatSeconds: 5, capabilities: ["limit"], isSimulated: true)

    static let helloText =
        #"{"protocol":1,"shim":"qmt-shim/0.1.0","session":"6f1c0c5e-8f7e-4b51-9d8f-0b6d5a3f2c11","seq":41,"#
        + #""account":"1234567890","trading_day":"2026-11-20","time":"2026-11-20T09:31:02.125+08:00","broker":"up","#
        + #""heartbeat_s":5,"capabilities":["limit"],"simulated":true}"#

    static let nonce = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
    static let secretText = "correct horse battery staple"

    static func secret(_ text: String = secretText) throws -> BridgeSecret {
        try BridgeSecret(fileContents: Array(text.utf8))
    }
}

struct NotThere: Error {}

/// The value of a literal that is known to be right.
func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw NotThere() }
    return value
}

func line(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

func message(_ text: String) throws(LineRefusal) -> RPCMessage { try RPCMessage(reading: Array(text.utf8)[...]) }
