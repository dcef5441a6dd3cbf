import Testing

@testable import BridgeProtocol

@Suite struct BridgeErrorTests {
    /// The document's table.
    static let table: [(Int64, String, BridgeError.Retry)] = [
        (-32700, "parse_error", .no), (-32600, "invalid_request", .no), (-32601, "method_not_found", .no),
        (-32602, "invalid_params", .no), (1001, "not_ready", .no), (1002, "unauthenticated", .no),
        (1003, "wrong_account", .no), (1004, "fenced", .no), (1005, "read_only", .no), (1006, "protocol", .no),
        (1010, "id_conflict", .no), (1011, "expired", .withNewID), (1012, "sealed", .withNewID),
        (1013, "invalid_order", .no), (1020, "broker_down", .later), (1021, "rate_limited", .later),
        (1022, "too_many", .smaller), (1030, "internal", .afterResolving),
    ]

    @Test(arguments: table)
    func `each error has its code, its name and its answer to trying again`(
        code: Int64, name: String, retry: BridgeError.Retry
    ) throws {
        let kind = try required(BridgeError.Kind(rawValue: code))
        #expect(kind.name == name)
        #expect(kind.retry == retry)
        let data: JSONValue = code == 1030 ? ["name": "internal", "detail": "m"] : ["name": .string(name)]
        #expect(BridgeError(kind, "m").data == data)
    }

    @Test func `there are no others`() {
        #expect(BridgeError.Kind.allCases.map(\.rawValue).sorted() == Self.table.map(\.0).sorted())
        #expect(BridgeError(code: 1099, message: "later version").kind == nil)
    }

    @Test func `data is kept as it came`() throws {
        let text =
            #"{"jsonrpc":"2.0","id":1,"error":{"code":1021,"message":"slow","data":{"name":"rate_limited","retry_after_ms":250,"x":[1]}}}"#
        guard case .failure(_, let error) = try message(text) else { throw NotThere() }
        #expect(error.kind == .rateLimited)
        #expect(error.retryAfterMilliseconds == 250)
        #expect(error.data["x"] == [1])
        #expect(BridgeError(.rateLimited, "m").retryAfterMilliseconds == nil)
        #expect(BridgeError(.rateLimited, "m", details: [.init("retry_after_ms", "250")]).retryAfterMilliseconds == nil)
    }
}
