import Control
import Engine
import Journal
import Market
import Testing

@testable import Daemon

/// What an operator says, against what has happened meanwhile.
@Suite struct PaperOperatorTests {
    private let peer = Peer(uid: 0, gid: 0, pid: 1, userName: "root", role: .admin)

    private func answer(_ stage: PaperStage, _ command: ControlCommand) async throws -> ControlReply {
        let trader = try #require(stage.trader)
        return await trader.answer(ControlCall(command: command, params: "{}", peer: peer))
    }

    private func halt(_ stage: PaperStage, _ reason: String) async throws -> HaltReport {
        guard case .report(let report) = try await answer(stage, .halt(reason: reason)) else { throw NoReport() }
        return try #require(report as? HaltReport)
    }

    private struct NoReport: Error {}

    private func isHalted(_ stage: PaperStage) async throws -> Bool {
        guard case .report(let report) = try await answer(stage, .status) else { throw NoReport() }
        return try #require(report as? StatusReport).tradingState.state == .halted
    }

    @Test func `K10 K11: who resumes another halt than the one that was seen is told, and nothing is resumed`()
        async throws
    {
        let stage = try PaperStage()
        try await stage.start()
        let seen = try #require(try await halt(stage, "one").since)
        // Somebody else resumes, and somebody halts again.
        _ = try await answer(stage, .resume(reason: "fine", haltedSince: seen))
        #expect(try await isHalted(stage) == false)
        let before = stage.now
        while stage.now == before, await stage.step() {}
        let second = try #require(try await halt(stage, "two").since)
        try #require(second != seen)
        guard case .failure(let failure) = try await answer(stage, .resume(reason: "fine", haltedSince: seen)) else {
            Issue.record("resumed a halt that nobody has seen")
            return
        }
        #expect(failure.kind == .stateChanged)
        #expect(failure.message.contains("two"))
        #expect(try await isHalted(stage))
        _ = try await answer(stage, .resume(reason: "fine", haltedSince: second))
        #expect(try await isHalted(stage) == false)
    }

    @Test func `K13: what was answered is in the journal with its user, whatever happens next`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        _ = try await halt(stage, "look at it")
        stage.crash()
        let halts = try stage.records().compactMap { if case .halted(let halt) = $0 { halt } else { nil } }
        #expect(halts.map(\.reason) == ["look at it"])
        #expect(halts.first?.by.contains("root") == true)
        try await stage.start()
        #expect(try await isHalted(stage))
    }
}
