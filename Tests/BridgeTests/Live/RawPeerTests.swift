import Bridge
import BridgeProtocol
import Market
import NIOCore
import Testing

/// A server against bytes that no client of ours would send.
@Suite(.timeLimit(.minutes(3))) struct RawPeerTests {
    /// A peer that has been let in, and its lines from there on.
    private func letIn(
        _ live: Live, role: BridgeRole = .trade, reads: Bool = true
    ) async throws -> (RawPeer, AsyncStream<String>.Iterator) {
        let peer = try await RawPeer.connect(to: live.server.endpoint)
        var lines = peer.lines.makeAsyncIterator()
        let challenge = try #require(await lines.next())
        try await peer.send(try Hellos.line(nonce: nonce(challenge), role: role) + "\n")
        let hello = try #require(await lines.next())
        #expect(hello.hasPrefix(#"{"jsonrpc":"2.0","id":1,"result":{"protocol":1,"#))
        return (peer, lines)
    }

    private func nonce(_ challenge: String) -> String {
        String(challenge.split(separator: #""nonce":""#)[1].prefix(64))
    }

    private let snapshot = #"{"jsonrpc":"2.0","id":5,"method":"account.snapshot","params":{}}"#

    private func submit(_ number: Int) throws -> String {
        String(decoding: BridgeRequest.submit(try TestAccount.submission(number)).message(id: 7).line, as: UTF8.self)
    }

    @Test(arguments: Live.Transport.allCases)
    func `C08: a line that is too long is answered and closes`(transport: Live.Transport) async throws {
        try await Live.with(transport) { live in
            var (peer, lines) = try await letIn(live)
            peer.sendRegardless(String(repeating: "x", count: 200_000))
            #expect(await lines.next()?.contains(#""id":null,"error":{"code":-32600,"#) == true)
            #expect(await lines.next() == nil)
            try? await peer.close()
        }
    }

    @Test(arguments: Live.Transport.allCases, ["garbage", #"{"jsonrpc":"2.0","id":5,"id":6,"method":"session.ping"}"#])
    func `C06: a bad line is answered and closes, and nothing behind it is done`(
        transport: Live.Transport, text: String
    ) async throws {
        try await Live.with(transport) { live in
            var (peer, lines) = try await letIn(live)
            peer.sendRegardless(text + "\n" + (try submit(1)))
            #expect(await lines.next()?.contains(#""id":null,"error":{"code":-32700,"#) == true)
            #expect(await lines.next() == nil)
            #expect(live.account.calls.isEmpty)
            try? await peer.close()
        }
    }

    @Test(arguments: Live.Transport.allCases)
    func `A05: half a line and the end executes nothing`(transport: Live.Transport) async throws {
        try await Live.with(transport) { live in
            let line = try submit(1)
            for count in [1, line.utf8.count / 2, line.utf8.count - 1] {
                let (peer, _) = try await letIn(live)
                try await peer.send(String(line.prefix(count)))
                try await peer.close()
            }
            // One that comes after has its answer; whatever the halves did is done by then.
            var (peer, lines) = try await letIn(live)
            try await peer.send(snapshot + "\n")
            while let text = await lines.next(), !text.contains(#""id":5"#) {}
            #expect(live.account.calls.map(\.request) == [.snapshot])
            try await peer.close()
        }
    }

    @Test func `C07: a line cut anywhere is one line`() async throws {
        try await Live.with(.tcp) { live in
            var (peer, lines) = try await letIn(live)
            let text = snapshot + "\n"
            for cut in stride(from: 1, to: text.utf8.count, by: 7) {
                try await peer.send(String(text.prefix(cut)))
                try await peer.send(String(text.dropFirst(cut)))
                #expect(await lines.next()?.hasPrefix(#"{"jsonrpc":"2.0","id":5,"result":"#) == true)
            }
            try await peer.close()
        }
    }

    @Test func `before hello everything else is not ready`() async throws {
        try await Live.with(.unix) { live in
            let peer = try await RawPeer.connect(to: live.server.endpoint)
            var lines = peer.lines.makeAsyncIterator()
            let challenge = try #require(await lines.next())
            try await peer.send(snapshot + "\n" + (try submit(1)))
            #expect(await lines.next()?.contains(#""id":5,"error":{"code":1001,"#) == true)
            #expect(await lines.next()?.contains(#""id":7,"error":{"code":1001,"#) == true)
            try await peer.send(try Hellos.line(nonce: nonce(challenge)) + "\n")
            #expect(await lines.next()?.contains(#""result":{"protocol":1"#) == true)
            #expect(live.account.calls.isEmpty)
            try await peer.close()
        }
    }

    @Test func `B14: a recorded hello does not open another connection`() async throws {
        try await Live.with(.tcp) { live in
            let first = try await RawPeer.connect(to: live.server.endpoint)
            var lines = first.lines.makeAsyncIterator()
            let recorded = try Hellos.line(nonce: nonce(try #require(await lines.next()))) + "\n"
            try await first.send(recorded)
            #expect(await lines.next()?.contains("result") == true)
            let second = try await RawPeer.connect(to: live.server.endpoint)
            var replayed = second.lines.makeAsyncIterator()
            _ = await replayed.next()
            try await second.send(recorded + (try submit(1)))
            #expect(await replayed.next()?.contains(#""code":1002"#) == true)
            #expect(await replayed.next() == nil)
            #expect(live.account.calls.isEmpty)
            try await first.close()
            try? await second.close()
        }
    }

    @Test func `any id comes back as it was`() async throws {
        try await Live.with(.unix) { live in
            var (peer, lines) = try await letIn(live)
            for id in ["7", "-1", "\"text\"", "null", "1.5", "123456789012345678901234567890"] {
                try await peer.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"session.ping"}"# + "\r\n\n")
                #expect(await lines.next()?.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"result":{"time":"#) == true)
            }
            try await peer.close()
        }
    }

    @Test(arguments: Live.Transport.allCases)
    func `a reader that does not read is dropped, the others hear everything`(transport: Live.Transport) async throws {
        try await Live.with(transport, configure: { $0.outboundLimit = 100_000 }) { live in
            let (slow, slowLines) = try await letIn(live, role: .observe)
            var (good, goodLines) = try await letIn(live)
            try await slow.channel.setOption(.autoRead, value: false).get()
            let text = String(repeating: "x", count: 1000)
            let count = 20_000
            var heard = 0
            for _ in 0..<(count / 50) {
                live.server.post(Array(repeating: .notify(.broker(.down, reason: text)), count: 50))
                for _ in 0..<50 { heard += await goodLines.next() == nil ? 0 : 1 }
            }
            #expect(heard == count)
            try? await slow.startReading()
            var lines = slowLines
            var left = 0
            while await lines.next() != nil { left += 1 }
            #expect(left < count)
            try await good.close()
        }
    }

    @Test func `an odd client is not let down by odd connections before it`() async throws {
        try await Live.with(.tcp) { live in
            var idle: [RawPeer] = []
            for _ in 0..<20 {
                idle.append(try await RawPeer.connect(to: live.server.endpoint))
                try await idle.last?.send("{\"jsonrpc\"")
            }
            let client = try live.client()
            client.start()
            _ = try await client.connected(within: .seconds(60))
            #expect(try await client.call(.ping) == .ping(TestAccount.time))
            await client.shutDown()
            for peer in idle { try? await peer.close() }
        }
    }
}
