import Testing

@testable import BridgeProtocol

@Suite struct RPCMessageTests {
    static let lines: [(RPCMessage, String)] = [
        (
            .request(id: 7, method: "session.ping", params: [:]),
            #"{"jsonrpc":"2.0","id":7,"method":"session.ping","params":{}}"#
        ),
        (.request(id: "a-1", method: "x", params: nil), #"{"jsonrpc":"2.0","id":"a-1","method":"x"}"#),
        (.request(id: nil, method: "x", params: [1]), #"{"jsonrpc":"2.0","id":null,"method":"x","params":[1]}"#),
        (.request(id: .number("1.5"), method: "x", params: nil), #"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#),
        (
            .notification(method: "event.x", params: ["seq": 1]),
            #"{"jsonrpc":"2.0","method":"event.x","params":{"seq":1}}"#
        ),
        (.answer(id: 7, result: nil), #"{"jsonrpc":"2.0","id":7,"result":null}"#),
        (.answer(id: 7, result: ["time": "t"]), #"{"jsonrpc":"2.0","id":7,"result":{"time":"t"}}"#),
        (
            .failure(id: 7, BridgeError(.expired, "too late", details: [.init("valid_until", "t")])),
            #"{"jsonrpc":"2.0","id":7,"error":{"code":1011,"message":"too late","#
                + #""data":{"name":"expired","valid_until":"t"}}}"#
        ),
        (
            .failure(id: nil, BridgeError(code: -32700, message: "no")),
            #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}"#
        ),
    ]

    @Test(arguments: lines)
    func `an envelope is written and read the same`(message: RPCMessage, text: String) throws {
        #expect(line(message.line) == text + "\n")
        #expect(try BridgeProtocolTests.message(text) == message)
        #expect(try BridgeProtocolTests.message(text + "\r") == message)
    }

    @Test func `unknown members of the envelope are ignored, and order does not matter`() throws {
        #expect(
            try message(#"{"method":"m","extra":{"id":3},"id":7,"jsonrpc":"2.0"}"#)
                == .request(id: 7, method: "m", params: nil))
        #expect(
            try message(#"{"jsonrpc":"2.0","id":1,"error":{"code":5,"message":"m","more":1},"_":0}"#)
                == .failure(id: 1, BridgeError(code: 5, message: "m")))
    }

    /// Text, the code that answers it, the id that goes with it.
    static let refusals: [(String, Int64, JSONValue)] = [
        ("garbage", -32700, nil), ("{\"jsonrpc\":\"2.0\"", -32700, nil), ("\u{FEFF}{}", -32700, nil),
        (#"{"jsonrpc":"2.0","id":1,"id":2,"method":"m"}"#, -32700, nil),
        (#"{"jsonrpc":"2.0","id":1,"method":"m","params":{"x":1e400}}"#, -32700, nil),
        (#"{"jsonrpc":"2.0","id":1,"method":"m","params":{"x":NaN}}"#, -32700, nil),
        ("[]", -32600, nil), (#"[{"jsonrpc":"2.0","id":1,"method":"m"}]"#, -32600, nil), ("7", -32600, nil),
        ("\"text\"", -32600, nil), ("null", -32600, nil), ("{}", -32600, nil), (#"{"id":3,"method":"m"}"#, -32600, 3),
        (#"{"jsonrpc":"1.0","id":3,"method":"m"}"#, -32600, 3), (#"{"jsonrpc":2.0,"id":3,"method":"m"}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":"x"}"#, -32600, "x"), (#"{"jsonrpc":"2.0","id":3,"method":4}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":3,"method":null}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":true,"method":"m"}"#, -32600, nil),
        (#"{"jsonrpc":"2.0","id":{},"method":"m"}"#, -32600, nil),
        (#"{"jsonrpc":"2.0","id":[1],"method":"m"}"#, -32600, nil),
        (#"{"jsonrpc":"2.0","id":3,"method":"m","params":4}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":3,"method":"m","params":null}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":3,"method":"m","params":"p"}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","result":{}}"#, -32600, nil),
        (#"{"jsonrpc":"2.0","error":{"code":1,"message":"m"}}"#, -32600, nil),
        (#"{"jsonrpc":"2.0","id":3,"result":1,"error":{"code":1,"message":"m"}}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":3,"method":"m","result":1}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":3,"error":{"code":"1","message":"m"}}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":3,"error":{"code":1}}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":3,"error":"m"}"#, -32600, 3),
        (#"{"jsonrpc":"2.0","id":3,"error":{"code":1.5,"message":"m"}}"#, -32600, 3),
    ]

    @Test(arguments: refusals)
    func `what is not JSON-RPC is refused, with the id where it can be read`(
        text: String, code: Int64, id: JSONValue
    ) throws {
        let refusal = #expect(throws: LineRefusal.self) { try message(text) }
        guard case .failure(let answeredID, let error)? = refusal?.answer else { throw NotThere() }
        #expect(error.code == code)
        #expect(answeredID == id)
    }

    @Test(
        arguments: [[0x7B, 0xFF, 0x7D], [0x22, 0xFF, 0x22], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0x00], [0x80]] as [[UInt8]]
    )
    func `C06: bytes that are not UTF-8 or begin with a mark are refused`(bytes: [UInt8]) throws {
        let refusal = #expect(throws: LineRefusal.self) { try RPCMessage(reading: bytes[...]) }
        guard case .notJSON? = refusal?.cause else { throw NotThere() }
    }

    @Test func `C08: an id too long to send back is refused and not sent back`() throws {
        let longest = String(repeating: "a", count: 256)
        #expect(throws: Never.self) { try message(#"{"jsonrpc":"2.0","id":"\#(longest)","method":"a"}"#) }
        for id in [#""\#(longest)a""#, "1." + String(repeating: "0", count: 300)] {
            let refusal = #expect(throws: LineRefusal.self) {
                try message(#"{"jsonrpc":"2.0","id":\#(id),"method":"a"}"#)
            }
            #expect(try required(refusal).answer.line.count < 300)
        }
    }

    @Test func `a long line is answered like a request that is none`() {
        let refusal = LineRefusal(.tooLong(limit: 65_536))
        #expect(
            line(refusal.answer.line)
                == #"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"a line is longer than 65536 bytes","#
                + #""data":{"name":"invalid_request"}}}"# + "\n")
    }
}
