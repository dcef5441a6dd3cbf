import Market
import Testing

@testable import BridgeProtocol

@Suite struct GoldenRequestTests {
    static func lines() throws -> [(BridgeRequest, String)] {
        let id = try required(Sample.id)
        return [
            (.ping, #""method":"session.ping","params":{}"#),
            (.snapshot, #""method":"account.snapshot","params":{}"#),
            (
                .instruments([Sample.bank, Sample.vanke, Sample.pharma]),
                #""method":"market.instruments","params":{"symbols":["600000.SH","000002.SZ","830799.BJ"]}"#
            ),
            (.quotes([]), #""method":"market.quotes","params":{"symbols":[]}"#),
            (
                .submit(try Sample.submission()),
                #""method":"order.submit","params":{"client_order_id":"20261120-17-1","symbol":"600000.SH","side":"buy","#
                    + #""price":"10.25","volume":300,"valid_until":"2026-11-20T09:31:32.125+08:00"}"#
            ),
            (.resolve(id), #""method":"order.resolve","params":{"client_order_id":"20261120-17-1"}"#),
            (.cancel(id), #""method":"order.cancel","params":{"client_order_id":"20261120-17-1"}"#),
            (.advance(to: Sample.time), #""method":"sim.advance","params":{"to":"2026-11-20T09:31:02.125+08:00"}"#),
        ]
    }

    @Test func `every request is written as the document has it, and read back`() throws {
        for (request, body) in try Self.lines() {
            let text = #"{"jsonrpc":"2.0","id":7,\#(body)}"#
            #expect(line(request.message(id: 7).line) == text + "\n")
            guard case .request(7, let name, let params) = try message(text) else { throw NotThere() }
            let method = try required(BridgeMethod(rawValue: name))
            #expect(try BridgeRequest(method: method, params: params ?? [:]) == request)
        }
    }

    @Test func `hello is written as the document has it, and read back`() throws {
        let proof = "43eba215c8eaa5d0c7980175efd1649208ac983c5f96c08863f945866c9cb93c"
        let hello = HelloRequest(client: "qmtd/0.1.0", account: "1234567890", role: .trade, epoch: 17, proof: proof)
        let text =
            #"{"protocol":1,"client":"qmtd/0.1.0","account":"1234567890","role":"trade","epoch":17,"proof":"\#(proof)"}"#
        #expect(hello.wire.text == text)
        #expect(try HelloRequest(wire: JSONValue(reading: text)) == hello)
    }

    @Test func `every method of the document has a golden line`() throws {
        let seen = Set(try Self.lines().map(\.0.method) + [.hello])
        #expect(seen == Set(BridgeMethod.allCases))
        #expect(
            BridgeMethod.allCases.map(\.rawValue) == [
                "session.hello", "session.ping", "account.snapshot", "market.instruments", "market.quotes",
                "order.submit",
                "order.resolve", "order.cancel", "sim.advance",
            ])
        #expect(BridgeMethod.allCases.filter(\.isTrading) == [.submit, .resolve, .cancel, .advance])
    }

    /// Parameters of a submit that are wrong in one place, the code and the place.
    static let wrongSubmits: [(String, String, Int64, String)] = [
        ("client_order_id", "20261120", -32602, "params.client_order_id"),
        ("client_order_id", #""""#, -32602, "params.client_order_id"),
        ("client_order_id", #""123456789012345678901""#, -32602, "params.client_order_id"),
        ("client_order_id", #""a b""#, -32602, "params.client_order_id"),
        ("client_order_id", "null", -32602, "params.client_order_id"),
        ("symbol", "600000", -32602, "params.symbol"), ("symbol", #""600000""#, 1013, "params.symbol"),
        ("symbol", #""600000.sh""#, 1013, "params.symbol"), ("symbol", #""SH.600000""#, 1013, "params.symbol"),
        ("side", #""hold""#, 1013, "params.side"), ("side", #""BUY""#, 1013, "params.side"),
        ("side", "23", -32602, "params.side"),
        ("price", "10.25", -32602, "params.price"), ("price", "10", -32602, "params.price"),
        ("price", #""0""#, 1013, "params.price"),
        ("price", #""-10.25""#, 1013, "params.price"), ("price", #""1e1""#, 1013, "params.price"),
        ("price", #""10.2501""#, 1013, "params.price"),
        ("price", #""""#, 1013, "params.price"), ("price", #"" 10""#, 1013, "params.price"),
        ("price", #""1000000.01""#, 1013, "params.price"),
        ("price", "null", -32602, "params.price"), ("volume", #""300""#, -32602, "params.volume"),
        ("volume", "300.0", -32602, "params.volume"), ("volume", "3e2", -32602, "params.volume"),
        ("volume", "0", 1013, "params.volume"),
        ("volume", "-1", 1013, "params.volume"), ("volume", "true", -32602, "params.volume"),
        ("volume", "99999999999999999999", -32602, "params.volume"), ("volume", "10000000001", 1013, "params.volume"),
        ("valid_until", #""09:31""#, -32602, "params.valid_until"),
        ("valid_until", "1795138262", -32602, "params.valid_until"),
        ("valid_until", #""2026-11-20T09:31:02.125""#, -32602, "params.valid_until"),
        ("valid_until", #""1969-12-31T00:00:00+08:00""#, -32602, "params.valid_until"),
    ]

    @Test(arguments: wrongSubmits)
    func `a submit with one wrong field is refused and says which`(
        field: String, text: String, code: Int64, place: String
    ) throws {
        let members = try required(try Sample.submission().wire.members).map { member in
            member.name == field ? .init(field, try JSONValue(reading: text)) : member
        }
        let error = #expect(throws: BridgeError.self) {
            try BridgeRequest(method: .submit, params: .object(members))
        }
        #expect(error?.code == code)
        #expect(error?.data["path"] == .string(place))
        #expect(error?.message.hasPrefix(place) == true)
    }

    @Test(arguments: ["client_order_id", "symbol", "side", "price", "volume", "valid_until"])
    func `a submit with one field missing is refused and says which`(field: String) throws {
        let members = try required(try Sample.submission().wire.members).filter { $0.name != field }
        let error = #expect(throws: BridgeError.self) {
            try BridgeRequest(method: .submit, params: .object(members))
        }
        #expect(error?.kind == .invalidParameters)
        #expect(error?.message == "params.\(field) is missing")
    }

    @Test func `parameters by position are refused`() {
        let error = #expect(throws: BridgeError.self) { try BridgeRequest(method: .cancel, params: ["20261120-17-1"]) }
        #expect(error?.kind == .invalidParameters)
        #expect(error?.message == "params is a list, expected an object")
    }

    @Test func `five hundred symbols are taken, one more is not`() throws {
        let many = (0..<500).map { Symbol(packed: UInt32($0) << 2) }
        #expect(try BridgeRequest(method: .quotes, params: BridgeRequest.quotes(many).params) == .quotes(many))
        for request in [BridgeRequest.quotes(many + [Sample.bank]), .instruments(many + [Sample.bank])] {
            let error = #expect(throws: BridgeError.self) {
                try BridgeRequest(method: request.method, params: request.params)
            }
            #expect(error?.kind == .tooMany)
            #expect(error?.data == ["name": "too_many", "limit": 500])
        }
    }

    @Test func `C14: a wrong symbol in a list is named by its place`() {
        let error = #expect(throws: BridgeError.self) {
            try BridgeRequest(method: .quotes, params: ["symbols": ["600000.SH", "600000.SS"]])
        }
        #expect(error?.kind == .invalidParameters)
        #expect(error?.message == "params.symbols[1] is not a symbol such as \"600000.SH\"")
    }
}

extension JSONValue {
    var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The same with the value at `path` replaced, or removed where nil. Lists take an index.
    func replacing(_ path: ArraySlice<String>, by value: JSONValue?) -> JSONValue {
        guard let step = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        switch self {
        case .object(let members):
            return .object(
                members.compactMap { member in
                    guard member.name == step else { return member }
                    if rest.isEmpty { return value.map { .init(step, $0) } }
                    return .init(step, member.value.replacing(rest, by: value))
                })
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index) else { return self }
            elements[index] = elements[index].replacing(rest, by: value)
            return .array(elements)
        default:
            return self
        }
    }
}
