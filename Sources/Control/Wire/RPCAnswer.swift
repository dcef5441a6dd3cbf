import Foundation

/// Reads an answer on the client's side.
enum RPCAnswer {
    /// What is wrong with a line that is not an answer to our request.
    struct Garbled: Error, CustomStringConvertible {
        var description: String
    }

    private struct Envelope: Decodable {
        var jsonrpc: String
        var id: RPCID?
        var error: RPCError?
    }

    /// The `result` as JSON text. Throws the `ControlFailure` that the daemon sent in its place, or `Garbled`.
    static func report(in line: Data, id: Int64) throws -> Data {
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: line), envelope.jsonrpc == "2.0" else {
            throw Garbled(description: "not a JSON-RPC answer")
        }
        // An error without an id is about the connection, and so about our request, too.
        guard envelope.id == .number(id) || (envelope.id == nil && envelope.error != nil) else {
            throw Garbled(description: "an answer to another request")
        }
        if let error = envelope.error { throw error.failure }
        // Through the untyped reader: `--json` shows also the fields that this version does not know.
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
            let result = object["result"] as? [String: Any],
            let data = try? JSONSerialization.data(
                withJSONObject: result, options: [.sortedKeys, .withoutEscapingSlashes])
        else { throw Garbled(description: "an answer without a result") }
        return data
    }
}
