import Foundation

/// One line from a client, as far as it could be read.
struct RPCRequest: Sendable {
    /// Nil where it could not be read; the answer then carries `null`.
    var id: RPCID?
    var method: ControlMethod?
    var command: Result<ControlCommand, ControlFailure>

    /// Reads a line without its newline. Never fails: what is wrong with the line is in `command`.
    init(line: some Collection<UInt8>) {
        let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        switch line.first(where: { !blanks.contains($0) }) {
        case UInt8(ascii: "["):
            // The standard knows batches; one line with many effects is not what an operator needs.
            self.init(ControlFailure(.invalidRequest, "send one object per line; batches are not served"))
        // A zero byte has no place in JSON; with it the decoder would take the line for UTF-16.
        case UInt8(ascii: "{") where !line.contains(0):
            do {
                self = try JSONDecoder().decode(Self.self, from: Data(line))
            } catch {
                self.init(ControlFailure(.parseError, "the line is not JSON in UTF-8"))
            }
        default:
            // Also a byte order mark, which the decoder would accept.
            self.init(ControlFailure(.parseError, "the line is not a JSON object in UTF-8"))
        }
    }

    /// A line of which nothing could be read.
    init(_ failure: ControlFailure) { command = .failure(failure) }

    /// Not JSON at all.
    var isGarbage: Bool {
        if case .failure(let failure) = command { failure.kind == .parseError } else { false }
    }
}

extension RPCRequest: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONKey.self)
        let id = try? container.decode(RPCID.self, forKey: JSONKey("id"))
        let name = try? container.decode(String.self, forKey: JSONKey("method"))
        let method = name.flatMap(ControlMethod.init(rawValue:))
        self.id = id
        self.method = method
        do throws(ControlFailure) {
            try Self.checkEnvelope(container, id: id, method: name)
            guard let method else {
                let known = ControlMethod.allCases.map(\.rawValue).joined(separator: ", ")
                throw ControlFailure(
                    .unknownMethod,
                    "this daemon has no method \(PlainText.line(name ?? "", longest: 40)); it has: \(known)")
            }
            command = .success(try ControlCommand(method: method, parameters: try Self.parameters(container)))
        } catch {
            command = .failure(error)
        }
    }

    private static func checkEnvelope(
        _ container: KeyedDecodingContainer<JSONKey>, id: RPCID?, method: String?
    ) throws(ControlFailure) {
        let known: Set = ["jsonrpc", "id", "method", "params"]
        guard container.allKeys.allSatisfy({ known.contains($0.stringValue) }) else {
            throw ControlFailure(.invalidRequest, "a request has jsonrpc, id, method and params, nothing else")
        }
        guard (try? container.decode(String.self, forKey: JSONKey("jsonrpc"))) == "2.0" else {
            throw ControlFailure(.invalidRequest, "jsonrpc must be \"2.0\"")
        }
        // A notification could not be told what became of it, and a `halt` that is ignored in silence is worse than
        // bending the standard: it is answered with this error.
        guard let id else {
            throw ControlFailure(.invalidRequest, "id must be a whole number or a text; nothing was done")
        }
        if case .text(let text) = id, text.utf8.count > 100 {
            throw ControlFailure(.invalidRequest, "id is longer than 100 bytes")
        }
        guard method != nil else { throw ControlFailure(.invalidRequest, "method must be a text") }
    }

    private static func parameters(
        _ container: KeyedDecodingContainer<JSONKey>
    ) throws(ControlFailure) -> ControlParameters {
        guard container.contains(JSONKey("params")) else { return ControlParameters(nil) }
        guard let parameters = try? container.nestedContainer(keyedBy: JSONKey.self, forKey: JSONKey("params")) else {
            throw ControlFailure(.invalidParameters, "params must be an object")
        }
        return ControlParameters(parameters)
    }
}

/// What a client writes.
struct RPCOutgoingRequest: Encodable {
    var id: RPCID
    var command: ControlCommand

    private enum CodingKeys: String, CodingKey { case jsonrpc, id, method, params }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("2.0", forKey: .jsonrpc)
        try container.encode(id, forKey: .id)
        try container.encode(command.method.rawValue, forKey: .method)
        try container.encode(command, forKey: .params)
    }
}
