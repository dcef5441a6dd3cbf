import Glibc
import NIOCore

/// Who is at the other end of a connection, as the kernel recorded it when the connection was made.
package struct PeerCredentials: Hashable, Sendable {
    package var uid: UInt32
    package var gid: UInt32
    package var pid: Int32

    package init(uid: UInt32, gid: UInt32, pid: Int32) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
    }

    /// Asks the kernel (`SO_PEERCRED`) who made the connection `channel`.
    static func of(_ channel: any Channel) -> EventLoopFuture<PeerCredentials> {
        guard let socket = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let answer: EventLoopFuture<KernelCredentials> = socket.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        return answer.map { PeerCredentials(uid: $0.uid, gid: $0.gid, pid: $0.pid) }
    }
}

/// The kernel's `struct ucred`, field by field; Glibc shows its own only to C programs that ask for GNU extensions.
private struct KernelCredentials: Sendable {
    var pid: Int32 = 0
    var uid: UInt32 = 0
    var gid: UInt32 = 0
}

/// A caller who has a role.
package struct Peer: Hashable, Sendable {
    package var uid: UInt32
    package var gid: UInt32
    /// The process that connected; it may have handed the connection on since. For the audit row only.
    package var pid: Int32
    /// From the user database; nil where the uid has no entry.
    package var userName: String?
    package var role: Role

    package init(uid: UInt32, gid: UInt32, pid: Int32, userName: String?, role: Role) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.userName = userName
        self.role = role
    }
}

extension Peer: CustomStringConvertible {
    /// For messages and the `by` of reports: `alice (uid 1000)`, or `uid 1000` where the user has no name.
    package var description: String { userName.map { "\($0) (uid \(uid))" } ?? "uid \(uid)" }
}
