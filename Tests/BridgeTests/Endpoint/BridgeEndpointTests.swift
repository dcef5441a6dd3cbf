import Bridge
import Testing

@Suite struct BridgeEndpointTests {
    static let good: [(String, BridgeEndpoint)] = [
        ("unix:/run/qmt/bridge.sock", .unix(path: "/run/qmt/bridge.sock")),
        ("tcp://127.0.0.1:17500", .tcp(host: "127.0.0.1", port: 17_500)),
        ("tcp://127.9.8.7:1", .tcp(host: "127.9.8.7", port: 1)), ("tcp://[::1]:17500", .tcp(host: "::1", port: 17_500)),
        ("tcp://localhost:17500", .tcp(host: "localhost", port: 17_500)),
        ("tcp://127.0.0.1:0", .tcp(host: "127.0.0.1", port: 0)),
    ]

    @Test(arguments: good)
    func `endpoints of this machine are read and written the same`(text: String, endpoint: BridgeEndpoint) throws {
        #expect(try BridgeEndpoint(parsing: text) == endpoint)
        #expect(endpoint.description == text)
    }

    static let bad: [(String, EndpointFailure)] = [
        ("", .malformed("")), ("127.0.0.1:17500", .malformed("127.0.0.1:17500")),
        ("tcp://127.0.0.1", .malformed("tcp://127.0.0.1")), ("tcp://127.0.0.1:x", .malformed("tcp://127.0.0.1:x")),
        ("tcp://::1:17500", .malformed("tcp://::1:17500")), ("tls://127.0.0.1:1", .malformed("tls://127.0.0.1:1")),
        ("tcp://127.0.0.1:65536", .badPort(65_536)), ("tcp://127.0.0.1:-1", .badPort(-1)),
        ("tcp://192.168.1.10:17500", .notLoopback("192.168.1.10")), ("tcp://0.0.0.0:17500", .notLoopback("0.0.0.0")),
        ("tcp://128.0.0.1:17500", .notLoopback("128.0.0.1")), ("tcp://[::]:17500", .notLoopback("::")),
        ("tcp://[::ffff:10.0.0.1]:17500", .notLoopback("::ffff:10.0.0.1")),
        ("tcp://windows.example:17500", .notAnAddress("windows.example")), ("tcp://:17500", .notAnAddress("")),
        ("tcp://127.0.0.1.evil:17500", .notAnAddress("127.0.0.1.evil")), ("unix:", .notAbsolute("")),
        ("unix:run/b.sock", .notAbsolute("run/b.sock")), ("unix:/run/", .notAbsolute("/run/")),
    ]

    @Test(arguments: bad)
    func `B13: everything else is refused, other machines first of all`(text: String, failure: EndpointFailure) {
        #expect(throws: failure) { try BridgeEndpoint(parsing: text) }
    }

    @Test func `a path has the room of a socket's address`() throws {
        let long = "/" + String(repeating: "x", count: 103)
        #expect(throws: EndpointFailure.pathTooLong(long)) { try BridgeEndpoint(parsing: "unix:" + long) }
        _ = try BridgeEndpoint(parsing: "unix:" + long.dropLast())
    }

    @Test func `a client and a server refuse what the type alone would let through`() async throws {
        let away = BridgeEndpoint.tcp(host: "10.0.0.5", port: 17_500)
        #expect(throws: EndpointFailure.notLoopback("10.0.0.5")) { try Live.client(of: away) }
        #expect(throws: EndpointFailure.badPort(0)) { try Live.client(of: .tcp(host: "127.0.0.1", port: 0)) }
        await #expect(throws: EndpointFailure.notLoopback("10.0.0.5")) {
            try await Live.startServer(away, TestAccount())
        }
    }

    @Test func `failures say what to do`() {
        #expect("\(EndpointFailure.notLoopback("10.0.0.5"))".contains("tunnel"))
        #expect("\(EndpointFailure.malformed("x"))".contains("tcp://127.0.0.1:17500"))
    }
}
