import BridgeProtocol
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import Bridge

/// A client whose clock is moved and whose channels are played by hand.
final class StagedClient: Sendable {
    struct Refused: Error, CustomStringConvertible {
        var description: String { "nobody listens" }
    }

    static let nonce = String(repeating: "ab", count: 32)
    static let challenge =
        #"{"jsonrpc":"2.0","method":"session.challenge","params":{"nonce":"\#(nonce)","protocols":[1]}}"#

    let loop = NIOAsyncTestingEventLoop()
    let client: BridgeClient
    private let opened: OpenedChannels

    final class OpenedChannels: Sendable {
        private let state = Mutex<(channels: [NIOAsyncTestingChannel], refuses: Bool)>(([], false))

        var all: [NIOAsyncTestingChannel] { state.withLock { $0.channels } }
        func setRefuses(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }

        /// Nil where nobody listens.
        func open(on loop: NIOAsyncTestingEventLoop) -> NIOAsyncTestingChannel? {
            state.withLock { state in
                guard !state.refuses else { return nil }
                let channel = NIOAsyncTestingChannel(loop: loop)
                state.channels.append(channel)
                return channel
            }
        }
    }

    init(seed: UInt64 = 1, configure: (inout BridgeClient.Configuration) -> Void = { _ in }) throws {
        var configuration = BridgeClient.Configuration(
            endpoint: .tcp(host: "127.0.0.1", port: 17_500),
            identity: .init(
                client: "test/1", account: Live.account, role: .trade, epoch: 17, secret: try Live.secret()))
        configure(&configuration)
        let opened = OpenedChannels()
        self.opened = opened
        client = BridgeClient(
            configuration, loop: loop, logger: Live.quiet, generator: SplitMix64(seed: seed)
        ) { [loop] _, initializer in
            guard let channel = opened.open(on: loop) else { return loop.makeFailedFuture(Refused()) }
            let promise = loop.makePromise(of: Void.self)
            return initializer(channel).flatMap {
                channel.register()
            }.flatMap {
                channel.connect(to: Self.address, promise: promise)
                return promise.futureResult
            }.map { channel }
        }
    }

    private static let address: SocketAddress = {
        do {
            return try SocketAddress(ipAddress: "127.0.0.1", port: 17_500)
        } catch {
            preconditionFailure("a literal address")
        }
    }()

    /// How many connections have been opened so far.
    var connections: Int { opened.all.count }
    func setRefuses(_ refuses: Bool) { opened.setRefuses(refuses) }

    /// The newest connection.
    func channel() throws -> NIOAsyncTestingChannel {
        guard let channel = opened.all.last else { throw Refused() }
        return channel
    }

    func start() async {
        client.start()
        await loop.run()
    }

    func hears(_ lines: String...) async throws {
        try await channel().writeInbound(ByteBuffer(string: lines.map { $0 + "\n" }.joined()))
        await loop.run()
    }

    /// The shim's side of a handshake that ends well.
    func letsIn(session: String = "s1", sequence: Int64 = 0) async throws {
        try await hears(Self.challenge)
        let wireID = try await written().last.flatMap(Self.id) ?? 1
        try await hears(
            #"{"jsonrpc":"2.0","id":\#(wireID),"result":{"protocol":1,"shim":"x/1","session":"\#(session)","#
                + #""seq":\#(sequence),"account":"\#(Live.account)","trading_day":null,"#
                + #""time":"2026-11-20T09:31:02.125+08:00","broker":"up","heartbeat_s":5,"capabilities":[],"#
                + #""simulated":true}}"#)
    }

    /// All lines written to the newest connection since the last time.
    func written() async throws -> [String] {
        var text = ""
        while let buffer = try await channel().readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text.split(separator: "\n").map(String.init)
    }

    func passes(_ duration: Duration) async { await loop.advanceTime(by: TimeAmount(duration)) }

    static func id(_ line: String) -> Int64? {
        guard case .request(.integer(let id), _, _) = try? RPCMessage(reading: Array(line.utf8)[...]) else {
            return nil
        }
        return id
    }

    static func beat(_ sequence: Int64) -> String {
        #"{"jsonrpc":"2.0","method":"event.heartbeat","params":{"seq":\#(sequence),"time":"2026-11-20T09:31:02.125+08:00"}}"#
    }
}
