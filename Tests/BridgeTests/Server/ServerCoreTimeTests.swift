import BridgeProtocol
import Market
import NIOCore
import NIOEmbedded
import Testing

@testable import Bridge

/// The server on a loop whose time is moved by hand.
@Suite(.timeLimit(.minutes(2))) struct ServerCoreTimeTests {
    private func stage(
        _ account: TestAccount = TestAccount(), configure: (inout BridgeServer.Configuration) -> Void = { _ in }
    ) throws -> StagedServer {
        try StagedServer(account, configure: configure)
    }

    @Test func `heartbeats repeat the last number and do not raise it`() async throws {
        let stage = try stage()
        let peer = try await stage.connect()
        try await peer.saysHello()
        #expect(try await peer.hears().count == 1)
        await stage.passes(.seconds(5))
        #expect(try await peer.hears() == [StagedClient.beat(0)])
        await stage.post([.notify(.tradingDay(nil)), .notify(.tradingDay(nil))])
        #expect(try await peer.hears().count == 2)
        try await peer.says("")
        await stage.passes(.seconds(5))
        #expect(try await peer.hears() == [StagedClient.beat(2)])
        await stage.post([.notify(.heartbeat(TestAccount.time)), .notify(.tradingDay(nil))])
        let lines = try await peer.hears()
        #expect(lines.first == StagedClient.beat(2))
        #expect(lines.last?.contains(#""seq":3"#) == true)
    }

    @Test func `a silent trader is dropped, one that pings is not`() async throws {
        let stage = try stage()
        let silent = try await stage.connect()
        try await silent.saysHello(role: .observe)
        let alive = try await stage.connect()
        try await alive.saysHello()
        for _ in 0..<3 {
            try await alive.says(#"{"jsonrpc":"2.0","id":9,"method":"session.ping","params":{}}"#)
            await stage.passes(.seconds(5))
        }
        #expect(!silent.channel.isActive)
        #expect(alive.channel.isActive)
        #expect(
            try await alive.hears().contains(
                #"{"jsonrpc":"2.0","id":9,"result":{"time":"2026-11-20T09:31:02.125+08:00"}}"#))
    }

    @Test func `who never says hello is dropped`() async throws {
        let stage = try stage()
        let peer = try await stage.connect()
        await stage.passes(.milliseconds(14_999))
        #expect(peer.channel.isActive)
        await stage.passes(.milliseconds(1))
        #expect(!peer.channel.isActive)
    }

    @Test func `numbers go on while nobody listens`() async throws {
        let stage = try stage()
        await stage.post([.notify(.tradingDay(nil)), .notify(.broker(.up, reason: nil))])
        let peer = try await stage.connect()
        try await peer.saysHello()
        #expect(try await peer.hears().last?.contains(#""seq":2,"#) == true)
    }

    @Test func `each connection has another nonce, and the run has one name`() async throws {
        let stage = try stage()
        let peers = [try await stage.connect(), try await stage.connect(), try await stage.connect()]
        #expect(Set(peers.map(\.nonce)).count == 3)
        var sessions: Set<String> = []
        for peer in peers {
            try await peer.saysHello(role: .observe)
            let hello = try #require(try await peer.hears().last)
            sessions.insert(String(hello.split(separator: #""session":""#)[1].prefix(36)))
        }
        #expect(sessions.count == 1)
        let uuid = try #require(sessions.first)
        #expect(uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    }

    @Test func `more connections than allowed are closed, and told nothing`() async throws {
        let stage = try stage { $0.connectionLimit = 2 }
        let first = try await stage.connect()
        _ = try await stage.connect()
        await #expect(throws: (any Error).self) { try await stage.connect() }
        try await first.channel.close()
        _ = try await stage.connect()
    }

    @Test func `a call is answered later, or never, as its account likes`() async throws {
        let account = TestAccount { _ in [] }
        let stage = try stage(account)
        let peer = try await stage.connect()
        try await peer.saysHello()
        _ = try await peer.hears()
        try await peer.says(#"{"jsonrpc":"2.0","id":"late","method":"account.snapshot","params":{}}"#)
        #expect(try await peer.hears() == [])
        let call = try #require(account.calls.first)
        await stage.post([.refuse(call, BridgeError(.brokerDown, "m"))])
        #expect(try await peer.hears().first?.hasPrefix(#"{"jsonrpc":"2.0","id":"late","error":{"code":1020"#) == true)
        await stage.post([.disconnect(call)])
        #expect(!peer.channel.isActive)
        await stage.post([.refuse(call, BridgeError(.brokerDown, "m"))])
    }

    @Test func `a snapshot carries the number of the last notification before it`() async throws {
        let account = TestAccount { call in
            [.notify(.tradingDay(nil))] + TestAccount.usual(call) + [.notify(.tradingDay(nil))]
        }
        let stage = try stage(account)
        await stage.post([.notify(.tradingDay(nil)), .notify(.tradingDay(nil))])
        let peer = try await stage.connect()
        try await peer.saysHello(role: .observe)
        _ = try await peer.hears()
        try await peer.says(#"{"jsonrpc":"2.0","id":2,"method":"account.snapshot","params":{}}"#)
        let lines = try await peer.hears()
        #expect(lines.count == 3)
        #expect(lines[0].contains(#""params":{"seq":3,"#))
        #expect(lines[1].contains(#""result":{"as_of":"2026-11-20T09:31:02.125+08:00","seq":3,"#))
        #expect(lines[2].contains(#""params":{"seq":4,"#))
    }
}
