import Glibc

/// Turns the kernel's word on who is calling into a role. Default deny.
package struct AccessPolicy: Sendable {
    private let groups: RoleGroups
    private let ownUID: UInt32
    private let directory: any UserDirectory

    /// - Parameter ownUID: The daemon's own user, who is an admin as root is.
    package init(
        groups: RoleGroups, directory: any UserDirectory = SystemUserDirectory(), ownUID: UInt32 = geteuid()
    ) {
        self.groups = groups
        self.directory = directory
        self.ownUID = ownUID
    }

    /// The caller with its role, as of now. Root and the daemon's own user pass without the group lookup, so that they can
    /// halt while the host's name service hangs.
    func peer(_ credentials: PeerCredentials) async throws(ControlFailure) -> Peer {
        let isAlwaysAdmin = credentials.uid == 0 || credentials.uid == ownUID
        if isAlwaysAdmin {
            let name = credentials.uid == 0 ? "root" : "the daemon's user"
            return Peer(credentials, userName: name, role: .admin)
        }
        let record: UserRecord?
        do {
            record = try await directory.user(uid: credentials.uid)
        } catch {
            throw ControlFailure(
                .noPermission,
                "the groups of uid \(credentials.uid) could not be looked up (\(error.reason)); nothing was done. "
                    + "Root and the daemon's own user need no lookup")
        }
        guard let record, let role = groups.role(inGroups: record.groups) else {
            let name = record.map { "user \($0.name)" } ?? "uid \(credentials.uid)"
            throw ControlFailure(.noPermission, "\(name) is in none of the groups that may use this socket. \(advice)")
        }
        return Peer(credentials, userName: record.name, role: role)
    }

    /// Throws unless `peer` may call `method`.
    func check(_ peer: Peer, mayCall method: ControlMethod) throws(ControlFailure) {
        guard peer.role < method.minimumRole else { return }
        throw ControlFailure(
            .noPermission,
            "\(method.rawValue) needs the role \(method.minimumRole.rawValue), and \(peer) is \(peer.role.rawValue). "
                + advice)
    }

    private var advice: String {
        let named = [("viewer", groups.viewers), ("operator", groups.operators), ("admin", groups.admins)]
            .filter { !$0.1.isEmpty }
            .map { "\($0.0): \($0.1.joined(separator: ", "))" }
        return named.isEmpty
            ? "The daemon's configuration names no groups, so only root and the daemon's own user are served"
            : "Roles by group: \(named.joined(separator: "; "))"
    }
}

extension Peer {
    fileprivate init(_ credentials: PeerCredentials, userName: String?, role: Role) {
        self.init(
            uid: credentials.uid, gid: credentials.gid, pid: credentials.pid, userName: userName, role: role)
    }
}
