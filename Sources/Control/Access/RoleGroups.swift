/// Which Unix groups give which role. A group that is not named here gives nothing: who has no role is refused everything.
package struct RoleGroups: Hashable, Sendable {
    package var viewers: [String]
    package var operators: [String]
    package var admins: [String]

    package init(viewers: [String] = [], operators: [String] = [], admins: [String] = []) {
        self.viewers = viewers
        self.operators = operators
        self.admins = admins
    }

    /// The highest role that any of `groups` gives; nil where none does.
    package func role(inGroups groups: some Sequence<String>) -> Role? {
        groups.compactMap { group -> Role? in
            if admins.contains(group) { return .admin }
            if operators.contains(group) { return .operator }
            return viewers.contains(group) ? .viewer : nil
        }.max()
    }
}
