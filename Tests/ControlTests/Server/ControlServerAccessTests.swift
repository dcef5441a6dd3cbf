import Foundation
import Glibc
import Testing

@testable import Control

/// Other users at the socket: each in a process of its own that takes on another uid, which only root may do.
///
/// One after the other: waiting for such a process holds up a thread of the pool that the server under test needs, too.
@Suite(
    .serialized, .timeLimit(.minutes(1)),
    .enabled(
        if: geteuid() == 0 && ProcessInfo.processInfo.activeProcessorCount > 1,
        "needs root, to take on another uid, and two processors: not tested here"))
struct ControlServerAccessTests {
    /// `nobody`, on every Linux; whether its group is called `nogroup` or `nobody` does not matter here.
    private static let uid: UInt32 = 65_534

    @Test func `K01: who is neither owner nor in the socket's group cannot connect`() async throws {
        try await TestServer.run { server in
            await #expect(processExitsWith: .success) { [path = server.path as String] in
                try becomeNobody(group: 65_534)
                let client = ControlClient(path: path, deadline: .seconds(600))
                await #expect(throws: ControlClientError.noPermission(path: path)) {
                    try await client.call(.halt(reason: "x"))
                }
            }
            #expect(server.calls.events.isEmpty)
        }
    }

    @Test func `K01: who may connect and has no role is refused everything, halt too`() async throws {
        try await TestServer.run(groups: RoleGroups(admins: ["wheel"])) { server in
            chown(server.path, 0, 65_534)
            await #expect(processExitsWith: .success) { [path = server.path as String] in
                try becomeNobody(group: 65_534)
                try await RawClient.with(path) { client in
                    let answer = try await client.call("halt", id: 3, params: #"{"reason":"x"}"#)
                    #expect(answer.errorName == "no_permission")
                    #expect(answer.id == "3")
                    #expect(answer.message.contains("uid 65534"))
                    #expect(await client.line() == nil)
                }
            }
            #expect(server.calls.events.isEmpty)
            let refusal = try #require(server.refusals.events.first)
            #expect(refusal.credentials.uid == 65_534)
            #expect(refusal.method == .halt)
            #expect(refusal.failure.kind == .noPermission)
        }
    }

    @Test func `a viewer may look and halt, not resume`() async throws {
        let directory = ScriptedDirectory([Self.uid: UserRecord(name: "vera", groups: ["audit"])])
        try await TestServer.run(groups: RoleGroups(viewers: ["audit"]), directory: directory) { server in
            chown(server.path, 0, 65_534)
            await #expect(processExitsWith: .success) { [path = server.path as String] in
                try becomeNobody(group: 65_534)
                try await RawClient.with(path) { client in
                    let reason = #"{"reason":"x"}"#
                    let errors = try await client.errors(of: [("status", nil), ("resume", reason), ("halt", reason)])
                    #expect(errors == [nil, "no_permission", nil])
                }
            }
            #expect(server.calls.events.map(\.method) == [.status, .halt])
            #expect(server.calls.events.map(\.peer.userName) == ["vera", "vera"])
            #expect(server.calls.events.allSatisfy { $0.peer.role == .viewer && $0.peer.uid == Self.uid })
        }
    }

    /// The child asks twice; between its calls the parent takes the role away.
    @Test func `K02: a role taken away is gone with the next command`() async throws {
        let directory = ScriptedDirectory([Self.uid: UserRecord(name: "vera", groups: ["audit"])])
        let handler: ControlServer.Handler = { _ in
            directory.set(Self.uid, .success(UserRecord(name: "vera", groups: [])))
            return .report(["ok": true])
        }
        try await TestServer.run(
            groups: RoleGroups(viewers: ["audit"]), directory: directory, handler: handler
        ) { server in
            chown(server.path, 0, 65_534)
            await #expect(processExitsWith: .success) { [path = server.path as String] in
                try becomeNobody(group: 65_534)
                try await RawClient.with(path) { client in
                    let errors = try await client.errors(of: [("status", nil), ("status", nil)])
                    #expect(errors == [nil, "no_permission"])
                }
            }
            #expect(server.calls.events.count == 1)
        }
    }
}

/// Gives up root for good, in this process.
private func becomeNobody(group: UInt32) throws {
    let isDone = setgroups(0, nil) == 0 && setgid(group) == 0 && setuid(65_534) == 0
    try #require(isDone && geteuid() == 65_534)
}
