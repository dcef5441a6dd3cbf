/// One line in its envelope, JSON-RPC 2.0. An id is null, an integer, another number or a text, and goes back as it came.
package enum RPCMessage: Hashable, Sendable {
    case request(id: JSONValue, method: String, params: JSONValue?)
    case notification(method: String, params: JSONValue?)
    case answer(id: JSONValue, result: JSONValue)
    case failure(id: JSONValue, BridgeError)
}

extension RPCMessage {
    package init(reading line: ArraySlice<UInt8>) throws(LineRefusal) {
        let value: JSONValue
        do {
            value = try JSONValue(reading: line)
        } catch {
            throw LineRefusal(.notJSON(error))
        }
        guard case .object = value else {
            throw LineRefusal(
                .notRPC(value.kind == JSONValue.array([]).kind ? "batches are not taken" : "not an object"))
        }
        let id = value["id"]
        func refusal(_ reason: String) -> LineRefusal {
            LineRefusal(.notRPC(reason), id: id.flatMap { RPCMessage.isID($0) ? $0 : nil } ?? .null)
        }
        guard value["jsonrpc"] == "2.0" else { throw refusal("\"jsonrpc\" is not \"2.0\"") }
        if let id, !RPCMessage.isID(id) {
            throw refusal("the id is \(id.kind), or has more than \(RPCMessage.idLimit) bytes")
        }
        switch (value["method"], value["result"], value["error"]) {
        case (.string(let method)?, nil, nil):
            let params = value["params"]
            switch params {
            case nil, .object, .array: break
            case let other?: throw refusal("the params are \(other.kind)")
            }
            self =
                id.map { .request(id: $0, method: method, params: params) }
                ?? .notification(method: method, params: params)
        case (nil, let result?, nil):
            guard let id else { throw refusal("a result without an id") }
            self = .answer(id: id, result: result)
        case (nil, nil, let error?):
            guard let id else { throw refusal("an error without an id") }
            guard case .integer(let code) = error["code"], case .string(let message) = error["message"] else {
                throw refusal("an error without an integer code and a text message")
            }
            self = .failure(id: id, BridgeError(code: code, message: message, data: error["data"] ?? .null))
        default:
            throw refusal("exactly one of method (a text), result and error must be there")
        }
    }

    /// Bytes of an id that is a text or another number.
    private static var idLimit: Int { 256 }

    private static func isID(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .integer: true
        // It goes back as it came: without a bound, an answer would not fit a line that what it answers did.
        case .number(let text), .string(let text): text.utf8.count <= idLimit
        case .bool, .array, .object: false
        }
    }

    /// The line with its newline.
    package var line: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(512)
        envelope.write(to: &line)
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private var envelope: JSONValue {
        var members: [JSONValue.Member] = [.init("jsonrpc", "2.0")]
        switch self {
        case .request(let id, let method, let params):
            members += [.init("id", id), .init("method", .string(method))]
            if let params { members.append(.init("params", params)) }
        case .notification(let method, let params):
            members.append(.init("method", .string(method)))
            if let params { members.append(.init("params", params)) }
        case .answer(let id, let result):
            members += [.init("id", id), .init("result", result)]
        case .failure(let id, let error):
            var body: [JSONValue.Member] = [
                .init("code", .integer(error.code)), .init("message", .string(error.message)),
            ]
            if error.data != .null { body.append(.init("data", error.data)) }
            members += [.init("id", id), .init("error", .object(body))]
        }
        return .object(members)
    }
}
