import BridgeProtocol
import Control
import Engine
import Market
import Testing

@testable import Daemon

/// The connection as the trader keeps it: left for good, compared by the clock, and said so to whoever asks.
@Suite struct PaperLinkTests {
    private let peer = Peer(uid: 0, gid: 0, pid: 1, userName: "root", role: .admin)

    private func status(_ stage: PaperStage) async throws -> StatusReport {
        let trader = try #require(stage.trader)
        let reply = await trader.answer(ControlCall(command: .status, params: "{}", peer: peer))
        guard case .report(let report) = reply else { throw NoReport() }
        return try #require(report as? StatusReport)
    }

    private struct NoReport: Error {}

    /// Orders decided so far; the daemon must not be running.
    private func orders(_ stage: PaperStage) throws -> Int {
        try stage.records().count { if case .intended = $0 { true } else { false } }
    }

    @Test func `B10: another account closes the connection for good, and the status says what to do`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        #expect(stage.hangUps == 0)
        await stage.connect(account: "13")
        #expect(stage.hangUps == 1)
        let status = try await status(stage)
        #expect(status.bridge.state.contains("another account") && status.bridge.state.contains("restart qmtd"))
        #expect(status.alerts.contains { $0.text.contains("restart qmtd") })
        #expect(stage.status.contains("restart qmtd"))
        // It stays, so that people can look.
        #expect(stage.stops.isEmpty)
        await stage.runDay()
        stage.crash()
        #expect(try orders(stage) == 0)
    }

    @Test func `A15: a connection that is given up is told as such, one that is tried again is not`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        await stage.trader?.take(.down(BridgeDown(reason: .closedByPeer, retryIn: .seconds(1))))
        #expect(try await status(stage).bridge.state.hasPrefix("down: "))
        await stage.connect()
        let fenced = BridgeError(.fenced, "epoch 9 has been seen")
        await stage.trader?.take(.down(BridgeDown(reason: .refused(fenced), retryIn: nil)))
        let status = try await status(stage)
        #expect(status.bridge.state.contains("given up") && status.bridge.state.contains("restart qmtd"))
        #expect(stage.hangUps == 1)
    }

    @Test func `D30: a side whose clock was wrong is taken by itself when a heartbeat is right`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        await stage.trader?.take(.down(BridgeDown(reason: .closedByPeer, retryIn: .seconds(1))))
        await stage.connect(skewedBy: 60_000)
        #expect(try await status(stage).bridge.state.contains("60000 ms"))
        await stage.beat(skewedBy: 60_000)
        #expect(try await status(stage).bridge.state.hasPrefix("refused"))
        await stage.beat(skewedBy: 100)
        #expect(try await status(stage).bridge.state == "connected")
        #expect(stage.hangUps == 0)
    }

    @Test func `F01: a clock that is set stops orders until a heartbeat agrees with it`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        while stage.now.timeOfDay < .init(9, 30), await stage.step() {}
        stage.setClock(by: 30_000)
        await stage.trader?.tick()
        #expect(try await status(stage).bridge.state.contains("no new orders"))
        #expect(stage.status.contains("no new orders") || stage.status.contains("not trading"))
        while stage.now.timeOfDay < .init(9, 45), await stage.step() {}
        // The other side's clock was right all the time.
        await stage.beat(skewedBy: -30_000)
        #expect(try await status(stage).bridge.state.contains("no new orders"))
        stage.setClock(by: -30_000)
        await stage.beat()
        #expect(try await status(stage).bridge.state == "connected")
        stage.crash()
        #expect(try orders(stage) == 0)
    }

    @Test func `F01: a small correction, and time that passes, are no step`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        while stage.now.timeOfDay < .init(9, 29), await stage.step() {}
        stage.setClock(by: 1_500)
        await stage.trader?.tick()
        #expect(try await status(stage).bridge.state == "connected")
    }
}
