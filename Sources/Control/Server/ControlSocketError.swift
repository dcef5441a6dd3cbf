/// Why the control socket could not be opened. The daemon does not start without it: a daemon that cannot be halted must
/// not trade.
package enum ControlSocketError: Error, Hashable, Sendable {
    /// - Parameter longest: In bytes; the kernel's bound on the names of sockets.
    case pathTooLong(path: String, longest: Int)
    /// Something that is not a socket is in the way. It is left alone.
    case notASocket(path: String)
    /// Another process serves this socket.
    case inUse(path: String)
    /// Others may write in the directory, so that they could put a socket of theirs in its place.
    case unsafeDirectory(path: String)
    case unknownGroup(String)
    case groupNotAllowed(group: String, path: String)
    /// A system call failed.
    case failed(doing: String, path: String, reason: String)
}

extension ControlSocketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .pathTooLong(let path, let longest):
            "control socket: the path \(path) is longer than \(longest) bytes; choose a shorter one"
        case .notASocket(let path):
            "control socket: \(path) exists and is not a socket; move it away or choose another path"
        case .inUse(let path):
            "control socket: another process serves \(path); stop it first, or give this one a path of its own"
        case .unsafeDirectory(let path):
            "control socket: others may write in the directory \(path) and could replace the socket; "
                + "use one that only the daemon's user may write in (chmod o-w,g-w)"
        case .unknownGroup(let group):
            "control socket: this host has no group \(group); create it (groupadd --system \(group)) or name another"
        case .groupNotAllowed(let group, let path):
            "control socket: the daemon may not give \(path) to the group \(group), because it is not a member; "
                + "add SupplementaryGroups=\(group) to the unit"
        case .failed(let doing, let path, let reason):
            "control socket: \(doing) \(path): \(reason)"
        }
    }
}
