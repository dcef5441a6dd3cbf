/// Why a call was not done, as it stands in a JSON-RPC error.
package struct ControlFailure: Error, Hashable, Sendable {
    package enum Kind: String, Hashable, CaseIterable, Sendable {
        /// The line is not JSON, or too long. The connection is closed: what follows cannot be trusted.
        case parseError = "parse_error"
        case invalidRequest = "invalid_request"
        case unknownMethod = "unknown_method"
        case invalidParameters = "invalid_parameters"
        /// Understood and permitted, but something stands against it.
        case refused
        case noPermission = "no_permission"
        /// What the caller has seen is no longer so.
        case stateChanged = "state_changed"
        case approvalNeeded = "approval_needed"
        /// Too many connections. Nothing was done; try again.
        case busy
        /// The daemon's own fault. A command that changes state may or may not have been done.
        case `internal`
    }

    package var kind: Kind
    /// For people: what happened and what to do.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension ControlFailure.Kind {
    /// The number in the JSON-RPC error: the standard's where it has one, else ours from 2001.
    package var code: Int {
        switch self {
        case .parseError: -32700
        case .invalidRequest: -32600
        case .unknownMethod: -32601
        case .invalidParameters: -32602
        case .refused: 2001
        case .noPermission: 2002
        case .stateChanged: 2003
        case .approvalNeeded: 2004
        case .busy: 2005
        case .internal: 2030
        }
    }

    package init?(code: Int) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }

    /// What a program that met it ends with.
    package var exitStatus: ExitStatus {
        switch self {
        case .parseError, .invalidRequest, .unknownMethod, .refused, .noPermission, .internal: .refused
        case .invalidParameters: .usage
        case .stateChanged: .stateChanged
        case .approvalNeeded: .approvalNeeded
        case .busy: .unreachable
        }
    }
}
