import BridgeProtocol
import NIOCore
import NIOEmbedded

@testable import Bridge

/// A server's core whose clock is moved and whose channels are played by hand.
final class StagedServer: Sendable {
    struct Closed: Error {}

    let loop = NIOAsyncTestingEventLoop()
    private let core: NIOLoopBoundBox<ServerCore>

    init(_ account: TestAccount, configure: (inout BridgeServer.Configuration) -> Void) throws {
        var configuration = BridgeServer.Configuration(
            endpoint: .tcp(host: "127.0.0.1", port: 0), account: Live.account, secret: try Live.secret(),
            isSimulated: true)
        configure(&configuration)
        core = NIOLoopBoundBox.makeBoxSendingValue(
            ServerCore(
                configuration, handler: account, loop: loop, generator: SplitMix64(seed: 9), logger: Live.quiet),
            eventLoop: loop)
    }

    func passes(_ duration: Duration) async { await loop.advanceTime(by: TimeAmount(duration)) }

    func post(_ outgoing: [BridgeOutgoing]) async {
        loop.execute { [core] in core.value.post(outgoing) }
        await loop.run()
    }

    /// Throws where the server closes at once.
    func connect() async throws -> Peer {
        let channel = try await NIOAsyncTestingChannel(loop: loop) { [core] channel in
            try channel.pipeline.syncOperations.addHandler(core.value.makeConnection())
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        await loop.run()
        guard channel.isActive else { throw Closed() }
        let peer = Peer(channel: channel, nonce: "", loop: loop)
        let challenge = try await peer.hears().first ?? ""
        return Peer(
            channel: channel, nonce: String(challenge.split(separator: #""nonce":""#)[1].prefix(64)), loop: loop)
    }

    struct Peer: Sendable {
        let channel: NIOAsyncTestingChannel
        let nonce: String
        let loop: NIOAsyncTestingEventLoop

        func says(_ line: String) async throws {
            try await channel.writeInbound(ByteBuffer(string: line + "\n"))
            await loop.run()
        }

        func hears() async throws -> [String] {
            var text = ""
            while let buffer = try await channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
            return text.split(separator: "\n").map(String.init)
        }

        func saysHello(role: BridgeRole = .trade, epoch: Int64 = 17) async throws {
            try await says(try Hellos.line(nonce: nonce, role: role, epoch: epoch))
        }
    }
}

enum Hellos {
    static func line(
        nonce: String, role: BridgeRole = .trade, epoch: Int64 = 17, account: String = Live.account,
        secret: String = Live.secretText
    ) throws -> String {
        let proof = Proof.make(try Live.secret(secret), nonce: nonce, account: account, role: role, epoch: epoch)
        return #"{"jsonrpc":"2.0","id":1,"method":"session.hello","params":{"protocol":1,"client":"raw","#
            + #""account":"\#(account)","role":"\#(role.rawValue)","epoch":\#(epoch),"proof":"\#(proof)"}}"#
    }
}
