import Foundation
import Glibc
import NIOCore
import NIOPosix
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1))) struct ControlClientTests {
    private func error(_ client: ControlClient, _ command: ControlCommand = .status) async -> ControlClientError? {
        do {
            _ = try await client.call(command)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the report comes back as it was sent`() async throws {
        try await TestServer.run { server in
            let data = try await ControlClient(path: server.path, deadline: .seconds(600)).call(.orders(.open))
            let echo = try JSONDecoder().decode(TestServer.Echo.self, from: data)
            #expect(echo.method == "orders")
            #expect(echo.params == #"{"filter":"open"}"#)
        }
    }

    @Test func `a failure of the daemon comes back as itself`() async throws {
        let failure = ControlFailure(.approvalNeeded, "approve first")
        try await TestServer.run(handler: { _ in .failure(failure) }) { server in
            let error = await error(ControlClient(path: server.path, deadline: .seconds(600)))
            #expect(error == .failed(failure))
            #expect(error?.exitStatus == .approvalNeeded)
        }
    }

    @Test func `no socket means not running`() async throws {
        let folder = try TemporaryFolder()
        #expect(
            await error(ControlClient(path: folder("s"), deadline: .seconds(600))) == .notRunning(path: folder("s")))
        #expect(await error(ControlClient(path: folder("none/s"))) == .notRunning(path: folder("none/s")))
    }

    @Test func `a socket with nobody behind it means not running`() async throws {
        let folder = try TemporaryFolder()
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(UnixAddress.with(folder("s")) { bind(descriptor, $0, $1) } == 0)
        close(descriptor)
        #expect(
            await error(ControlClient(path: folder("s"), deadline: .seconds(600))) == .notRunning(path: folder("s")))
    }

    @Test func `what cannot be the daemon's socket is not used`() async throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder("file")))
        guard case .untrusted(_, let why)? = await error(ControlClient(path: folder("file"))) else {
            Issue.record("a plain file was used")
            return
        }
        #expect(why == "it is not a socket")
        let long = folder(String(repeating: "x", count: 200))
        #expect(await error(ControlClient(path: long))?.name == "untrusted_socket")
    }

    @Test func `K03: a socket in a directory that others may write in is not used`() async throws {
        try await TestServer.run { server in
            chmod(UnixAddress.directory(of: server.path), 0o777)
            #expect(await error(ControlClient(path: server.path, deadline: .seconds(600)))?.name == "untrusted_socket")
            #expect(server.calls.events.isEmpty)
        }
    }

    @Test func `K03: only the socket's owner or root may answer`() {
        #expect(ControlClient.isTrusted(server: 990, socketOwner: 990))
        #expect(ControlClient.isTrusted(server: 0, socketOwner: 990))
        #expect(!ControlClient.isTrusted(server: 1000, socketOwner: 990))
        #expect(!ControlClient.isTrusted(server: 1000, socketOwner: 0))
    }

    @Test func `a daemon that does not answer in time is not waited for`() async throws {
        let gate = Gate()
        let handler: ControlServer.Handler = { _ in
            await gate.pass()
            return .report(["ok": true])
        }
        try await TestServer.run(handler: handler) { server in
            let clock = ManualClock()
            let client = ControlClient(path: server.path, deadline: .seconds(5), clock: clock)
            for (command, mayBeDone) in [(ControlCommand.status, false), (.halt(reason: "x"), true)] {
                async let error = error(client, command)
                await server.calls.wait(for: mayBeDone ? 2 : 1)
                await clock.someoneSleeps()
                clock.pass(.seconds(5))
                #expect(await error == .timedOut(path: server.path, after: .seconds(5), mayBeDone: mayBeDone))
            }
            gate.open()
        }
    }

    @Test(arguments: [
        ("", "hung_up"), ("x\n", "garbled"), ("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}\n", "garbled"),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", "hung_up"),
    ])
    func `a daemon that talks nonsense is told apart`(reply: String, name: String) async throws {
        try await withFakeServer(answering: reply) { path in
            #expect(await error(ControlClient(path: path, deadline: .seconds(600)))?.name == name)
            let halt = await error(ControlClient(path: path, deadline: .seconds(600)), .halt(reason: "x"))
            #expect(halt.map { "\($0)" }?.contains("It is unknown whether the command was carried out") == true)
        }
    }

    @Test func `a report of another shape is told apart`() async throws {
        try await TestServer.run { server in
            let client = ControlClient(path: server.path, deadline: .seconds(600))
            let data = try await client.call(.status)
            let error = #expect(throws: ControlClientError.self) {
                try client.report(StatusReport.self, in: data, to: .status)
            }
            #expect(error?.name == "garbled")
        }
    }

    @Test(
        arguments: [
            (nil, [:], "/run/qmtd/control.sock"), (nil, ["QMTD_SOCKET": "/a"], "/a"),
            ("/b", ["QMTD_SOCKET": "/a"], "/b"),
            (nil, ["QMTD_SOCKET": ""], "/run/qmtd/control.sock"),
        ] as [(String?, [String: String], String)])
    func `where the socket is`(option: String?, environment: [String: String], path: String) {
        #expect(ControlClient.socketPath(option: option, environment: environment) == path)
    }

    @Test func `exit codes are the house's`() {
        #expect(ControlClientError.notRunning(path: "/p").exitStatus.rawValue == 3)
        #expect(ControlClientError.noPermission(path: "/p").exitStatus.rawValue == 3)
        #expect(ControlClientError.timedOut(path: "/p", after: .seconds(5), mayBeDone: false).exitStatus.rawValue == 3)
        let codes: [(ControlFailure.Kind, Int32)] = [
            (.refused, 1), (.noPermission, 1), (.unknownMethod, 1), (.internal, 1), (.invalidParameters, 2), (.busy, 3),
            (.stateChanged, 4), (.approvalNeeded, 5),
        ]
        for (kind, code) in codes {
            #expect(ControlClientError.failed(ControlFailure(kind, "")).exitStatus.rawValue == code, "\(kind)")
        }
    }

    /// Accepts, waits for a line, answers with fixed bytes and hangs up.
    private func withFakeServer(answering reply: String, _ body: (String) async -> Void) async throws {
        let folder = try TemporaryFolder()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FixedReply(reply))
                }
            }
            .bind(unixDomainSocketPath: folder("s")).get()
        await body(folder("s"))
        try await server.close()
    }
}

private final class FixedReply: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let reply: String

    init(_ reply: String) { self.reply = reply }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: reply))).whenComplete { _ in
            channel.close(promise: nil)
        }
    }
}
