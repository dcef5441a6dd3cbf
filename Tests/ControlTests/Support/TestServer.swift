import Glibc
import Logging

@testable import Control

/// A server on a socket of its own, for the time of one test.
struct TestServer {
    let path: String
    let clock: ManualClock
    let log: Recorder<String>
    let refusals: Recorder<ControlRefusal>
    /// What reached the daemon.
    let calls: Recorder<ControlCall>

    /// Reports what it was asked.
    struct Echo: Codable, Hashable {
        var method: String
        var params: String
        var by: String
        var role: Role
    }

    /// - Parameters:
    ///   - group: The socket's.
    ///   - handler: Nil answers each call with an `Echo`.
    static func run(
        limits: ControlLimits = ControlLimits(), groups: RoleGroups = RoleGroups(),
        directory: any UserDirectory = ScriptedDirectory(), group: String? = nil,
        handler: ControlServer.Handler? = nil, _ body: (TestServer) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let server = TestServer(
            path: folder("control.sock"), clock: ManualClock(), log: Recorder(), refusals: Recorder(),
            calls: Recorder())
        let refusals = server.refusals
        let calls = server.calls
        let control = ControlServer(
            socket: try ControlSocket(path: server.path, group: group),
            access: AccessPolicy(groups: groups, directory: directory), limits: limits, clock: server.clock,
            logger: .recording(server.log), refused: { refusals.record($0) },
            handler: { call in
                calls.record(call)
                if let handler { return await handler(call) }
                return .report(
                    Echo(
                        method: call.method.rawValue, params: call.params, by: call.peer.description,
                        role: call.peer.role))
            })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await control.run() }
            try await body(server)
            tasks.cancelAll()
            try await tasks.waitForAll()
        }
        withExtendedLifetime(folder) {}
    }

    /// Lets seconds pass until the server has closed a connection because of `verdict`.
    func step(until verdict: ConnectionActivity.Verdict) async {
        while !log.events.contains(where: { $0.contains(verdict.rawValue) }) {
            await clock.step(by: .seconds(1))
            await Task.yield()
        }
    }
}
