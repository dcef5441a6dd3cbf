/// A user as the host's user database knows it.
package struct UserRecord: Hashable, Sendable {
    package var name: String
    /// Names of all groups of the user, the primary one included.
    package var groups: [String]

    package init(name: String, groups: [String]) {
        self.name = name
        self.groups = groups
    }
}

/// Where users and their groups are looked up. Injected, so that tests need no users of their own.
package protocol UserDirectory: Sendable {
    /// The user with this id; nil where there is none. May take as long as the host's name service takes.
    func user(uid: UInt32) async throws(UserLookupFailure) -> UserRecord?
}

/// The user database could not be asked. The caller is refused: not known is not allowed.
package struct UserLookupFailure: Error, Hashable, Sendable {
    package var reason: String

    package init(reason: String) { self.reason = reason }
}
