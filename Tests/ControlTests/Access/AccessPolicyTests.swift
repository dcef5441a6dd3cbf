import Testing

@testable import Control

@Suite struct AccessPolicyTests {
    private let groups = RoleGroups(viewers: ["audit"], operators: ["desk"], admins: ["wheel"])

    private func credentials(_ uid: UInt32) -> PeerCredentials { PeerCredentials(uid: uid, gid: 100, pid: 7) }

    private func failure(_ policy: AccessPolicy, uid: UInt32) async -> ControlFailure? {
        do {
            _ = try await policy.peer(credentials(uid))
            return nil
        } catch {
            return error
        }
    }

    @Test func `root and the daemon's own user are admins without a lookup`() async throws {
        let directory = ScriptedDirectory()
        let policy = AccessPolicy(groups: groups, directory: directory, ownUID: 990)
        #expect(try await policy.peer(credentials(0)).role == .admin)
        #expect(try await policy.peer(credentials(990)).role == .admin)
        #expect(directory.lookups == 0)
    }

    @Test func `roles come from the user's groups`() async throws {
        let directory = ScriptedDirectory([1000: UserRecord(name: "alice", groups: ["users", "desk"])])
        let policy = AccessPolicy(groups: groups, directory: directory, ownUID: 990)
        let peer = try await policy.peer(credentials(1000))
        #expect(peer == Peer(uid: 1000, gid: 100, pid: 7, userName: "alice", role: .operator))
        #expect("\(peer)" == "alice (uid 1000)")
    }

    @Test func `K02: the connecting process's own group gives nothing`() async {
        // gid 100 might be "desk" for the process; the user database says otherwise.
        let directory = ScriptedDirectory([1000: UserRecord(name: "bob", groups: ["users"])])
        let failure = await failure(AccessPolicy(groups: groups, directory: directory, ownUID: 990), uid: 1000)
        #expect(failure?.kind == .noPermission)
        #expect(failure?.message.contains("user bob is in none of the groups") == true)
        #expect(failure?.message.contains("viewer: audit; operator: desk; admin: wheel") == true)
    }

    @Test func `an unknown uid is refused`() async {
        let failure = await failure(
            AccessPolicy(groups: RoleGroups(), directory: ScriptedDirectory(), ownUID: 990), uid: 4242)
        #expect(failure?.kind == .noPermission)
        #expect(failure?.message.contains("uid 4242") == true)
        #expect(failure?.message.contains("names no groups") == true)
    }

    @Test func `a failed lookup is refused, not guessed`() async {
        let directory = ScriptedDirectory()
        directory.set(1000, .failure(UserLookupFailure(reason: "the directory server is down")))
        let failure = await failure(AccessPolicy(groups: groups, directory: directory, ownUID: 990), uid: 1000)
        #expect(failure?.kind == .noPermission)
        #expect(failure?.message.contains("the directory server is down") == true)
    }

    @Test(arguments: Role.allCases, ControlMethod.allCases)
    func `a role may call what it reaches`(role: Role, method: ControlMethod) {
        let policy = AccessPolicy(groups: groups, directory: ScriptedDirectory(), ownUID: 990)
        let peer = Peer(uid: 1000, gid: 100, pid: 7, userName: nil, role: role)
        let needed: Role =
            switch method {
            case .status, .positions, .orders, .limits, .plan, .halt: .viewer
            case .resume, .resolve, .reduceOnly, .cancelAll, .approve: .operator
            case .flatten: .admin
            }
        let isAllowed = role == .admin || role == needed || needed == .viewer
        do {
            try policy.check(peer, mayCall: method)
            #expect(isAllowed)
        } catch {
            #expect(!isAllowed)
            #expect(error.kind == .noPermission)
            #expect(
                error.message.hasPrefix(
                    "\(method.rawValue) needs the role \(needed.rawValue), and uid 1000 is \(role.rawValue)."))
        }
    }
}
