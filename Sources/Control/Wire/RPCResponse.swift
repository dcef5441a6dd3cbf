import Foundation

/// One line to a client.
struct RPCResponse {
    var id: RPCID?
    var reply: ControlReply

    /// The longest answer, in bytes. More is not sent: a reply must fit a bounded buffer on both sides.
    static var longestLine: Int { 2 * 1024 * 1024 }

    /// The line with its newline.
    func line() -> Data {
        let failure: ControlFailure
        do {
            let data = try ControlJSON.encoder().encode(self)
            if data.count < Self.longestLine { return data + [UInt8(ascii: "\n")] }
            failure = ControlFailure(
                .refused,
                "the answer is longer than \(Self.longestLine / 1024) KiB; ask for less, such as open orders only")
        } catch {
            failure = ControlFailure(.internal, "the answer could not be written as JSON: \(error)")
        }
        // An id and a short text: this one can be written.
        let short = RPCResponse(id: id, reply: .failure(failure))
        return ((try? ControlJSON.encoder().encode(short)) ?? Data()) + [UInt8(ascii: "\n")]
    }
}

extension RPCResponse: Encodable {
    private enum CodingKeys: String, CodingKey { case jsonrpc, id, result, error }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("2.0", forKey: .jsonrpc)
        try container.encode(id, forKey: .id)
        switch reply {
        case .report(let report): try container.encode(report, forKey: .result)
        case .failure(let failure): try container.encode(RPCError(failure), forKey: .error)
        }
    }
}

/// The `error` of an answer.
struct RPCError: Codable {
    struct Details: Codable {
        var name: String
    }

    var code: Int
    var message: String
    var data: Details?

    init(_ failure: ControlFailure) {
        code = failure.kind.code
        message = failure.message
        data = Details(name: failure.kind.rawValue)
    }

    /// A code that this version does not know counts as refused.
    var failure: ControlFailure {
        guard let kind = ControlFailure.Kind(code: code) else {
            return ControlFailure(.refused, "\(message) (error \(code), which this version does not know)")
        }
        return ControlFailure(kind, message)
    }
}

/// How JSON is written here: sorted keys, so that equal values give equal bytes.
enum ControlJSON {
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
