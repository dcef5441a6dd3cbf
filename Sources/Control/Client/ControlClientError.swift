/// Why a call brought no report.
package enum ControlClientError: Error, Hashable, Sendable {
    /// No socket, or nobody behind it.
    case notRunning(path: String)
    /// The file system does not let this user connect.
    case noPermission(path: String)
    /// What is at the path is not a socket that can be trusted to be the daemon's.
    case untrusted(path: String, why: String)
    case cannotConnect(path: String, reason: String)
    /// - Parameter mayBeDone: The command changes state, and it is not known whether it was done.
    case timedOut(path: String, after: Duration, mayBeDone: Bool)
    /// The daemon hung up before it answered.
    case hungUp(path: String, mayBeDone: Bool)
    /// The answer is not one.
    case garbled(path: String, why: String, mayBeDone: Bool)
    /// The daemon answered that it did not do it.
    case failed(ControlFailure)
}

extension ControlClientError {
    /// What a program that met it ends with.
    package var exitStatus: ExitStatus {
        switch self {
        case .notRunning, .noPermission, .untrusted, .cannotConnect, .timedOut, .hungUp, .garbled: .unreachable
        case .failed(let failure): failure.kind.exitStatus
        }
    }

    /// Stable, for programs.
    package var name: String {
        switch self {
        case .notRunning: "not_running"
        case .noPermission: "no_permission_to_connect"
        case .untrusted: "untrusted_socket"
        case .cannotConnect: "cannot_connect"
        case .timedOut: "timed_out"
        case .hungUp: "hung_up"
        case .garbled: "garbled"
        case .failed(let failure): failure.kind.rawValue
        }
    }
}

extension ControlClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notRunning(let path):
            "qmtd is not running: nobody serves \(path). "
                + "Start it (systemctl start qmtd), or name its socket with --socket or QMTD_SOCKET"
        case .noPermission(let path):
            "you may not connect to \(path). Ask to be made a member of the group that owns the socket (ls -l \(path)), "
                + "or use sudo"
        case .untrusted(let path, let why):
            "\(path) was not used: \(why)"
        case .cannotConnect(let path, let reason):
            "could not connect to \(path): \(reason)"
        case .timedOut(let path, let after, let mayBeDone):
            "no answer from \(path) within \(Age.text(after))" + Self.doubt(mayBeDone)
        case .hungUp(let path, let mayBeDone):
            "the daemon at \(path) hung up without an answer" + Self.doubt(mayBeDone)
        case .garbled(let path, let why, let mayBeDone):
            "the answer from \(path) makes no sense (\(why)); are qmtctl and qmtd of the same version?"
                + Self.doubt(mayBeDone)
        case .failed(let failure):
            failure.message
        }
    }

    private static func doubt(_ mayBeDone: Bool) -> String {
        mayBeDone ? ". It is unknown whether the command was carried out: look with qmtctl status" : ""
    }
}
