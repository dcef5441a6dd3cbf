/// An error answer (bridge-protocol 6). Programs read `code` and `data`; `message` is for people.
package struct BridgeError: Error, Hashable, Sendable {
    /// The errors that version 1 names.
    package enum Kind: Int64, Hashable, Sendable, CaseIterable {
        case parseError = -32700
        case invalidRequest = -32600
        case unknownMethod = -32601
        case invalidParameters = -32602
        /// Before hello.
        case notReady = 1001
        /// Proof or certificate wrong; the connection closes.
        case unauthenticated = 1002
        case wrongAccount = 1003
        /// A higher epoch has been seen; the connection closes.
        case fenced = 1004
        /// An observer asked to trade.
        case readOnly = 1005
        /// No common version.
        case noCommonProtocol = 1006
        /// The id is known with other parameters.
        case idConflict = 1010
        /// Past its time when about to be placed; nothing was sent, and the id is sealed.
        case expired = 1011
        /// The id was promised never to be placed.
        case sealed = 1012
        /// Price off tick, volume, symbol, side.
        case invalidOrder = 1013
        /// The terminal is not connected; nothing was sent.
        case brokerDown = 1020
        /// Nothing was sent; see `retryAfterMilliseconds`.
        case rateLimited = 1021
        /// More symbols or lines than allowed.
        case tooMany = 1022
        /// For a submit the outcome is unknown: resolve it.
        case internalError = 1030
    }

    /// When asking again makes sense.
    package enum Retry: Hashable, Sendable {
        case no
        case withNewID
        case later
        case smaller
        /// Only after `order.resolve` has told the outcome.
        case afterResolving
    }

    package var code: Int64
    package var message: String
    /// As it came; null where there was none.
    package var data: JSONValue

    package init(code: Int64, message: String, data: JSONValue = .null) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// - Parameter details: Members of `data` beside its `name`. An internal error without a `detail` gets its message.
    package init(_ kind: Kind, _ message: String, details: [JSONValue.Member] = []) {
        var members = [JSONValue.Member("name", .string(kind.name))] + details
        if kind == .internalError, !members.contains(where: { $0.name == "detail" }) {
            members.append(.init("detail", .string(message)))
        }
        self.init(code: kind.rawValue, message: message, data: .object(members))
    }

    /// Nil for a code that version 1 does not know.
    package var kind: Kind? { Kind(rawValue: code) }

    /// Of `rateLimited`; nil where it was not told.
    package var retryAfterMilliseconds: Int64? {
        guard case .integer(let milliseconds) = data["retry_after_ms"], milliseconds >= 0 else { return nil }
        return milliseconds
    }
}

extension BridgeError.Kind {
    /// As `data.name` has it.
    package var name: String {
        switch self {
        case .parseError: "parse_error"
        case .invalidRequest: "invalid_request"
        case .unknownMethod: "method_not_found"
        case .invalidParameters: "invalid_params"
        case .notReady: "not_ready"
        case .unauthenticated: "unauthenticated"
        case .wrongAccount: "wrong_account"
        case .fenced: "fenced"
        case .readOnly: "read_only"
        case .noCommonProtocol: "protocol"
        case .idConflict: "id_conflict"
        case .expired: "expired"
        case .sealed: "sealed"
        case .invalidOrder: "invalid_order"
        case .brokerDown: "broker_down"
        case .rateLimited: "rate_limited"
        case .tooMany: "too_many"
        case .internalError: "internal"
        }
    }

    package var retry: BridgeError.Retry {
        switch self {
        case .parseError, .invalidRequest, .unknownMethod, .invalidParameters, .notReady, .unauthenticated,
            .wrongAccount,
            .fenced, .readOnly, .noCommonProtocol, .idConflict, .invalidOrder:
            .no
        case .expired, .sealed: .withNewID
        case .brokerDown, .rateLimited: .later
        case .tooMany: .smaller
        case .internalError: .afterResolving
        }
    }
}

extension BridgeError: CustomStringConvertible {
    package var description: String { "\(message) (error \(code)\(kind.map { ", \($0.name)" } ?? ""))" }
}
