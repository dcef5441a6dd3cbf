import BridgeProtocol
import Control
import Engine
import Exchange
import Foundation
import Journal
import Market
import Testing

@testable import Daemon

/// Paper mode, a day at a time: decides like live, touches no order at the QMT side, outlives any crash.
@Suite struct PaperDayTests {
    private func positions(_ stage: PaperStage) throws -> [Symbol: Shares] {
        Dictionary(
            uniqueKeysWithValues: try stage.account().positions(at: stage.now).map { ($0.symbol, $0.volume) })
    }

    /// 40 % and 30 % of a million at 10 yuan, after the cash buffer.
    private func expectOnTarget(_ stage: PaperStage, _ comment: Comment? = nil) throws {
        #expect(try positions(stage) == [PaperStage.first: 40_000, PaperStage.second: 30_000], comment)
        #expect(try stage.account().brokenInvariants() == [], comment)
        let submitted = try stage.records().compactMap { record in
            if case .intended(let intent) = record { intent.submission.clientOrderID } else { nil }
        }
        #expect(Set(submitted).count == submitted.count, comment)
    }

    @Test func `N06: a day ends on target, filled by quotes, and nothing but questions has left`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        await stage.runDay()
        #expect(stage.stops.isEmpty)
        #expect(Set(stage.methods.keys) == [.instruments, .quotes])
        await stage.trader?.end("stopped")
        stage.crash()
        try expectOnTarget(stage)
        let records = try stage.records()
        #expect(
            records.contains {
                if case .rebalanceClosed(let results, _) = $0 { results.allSatisfy { $0.reason == nil } } else { false }
            })
        #expect(records.contains { if case .dayClosed(let close) = $0 { close.holdings.count == 2 } else { false } })
        let fills = records.compactMap { if case .filled(let fill) = $0 { fill } else { nil } }
        #expect(fills.count > 5)
        #expect(fills.allSatisfy { $0.volume <= 8_000 })
    }

    @Test func `what may be asked of the market moves no order`() {
        let questions: [MarketRequest] = [.instruments([PaperStage.first]), .quotes([PaperStage.first])]
        for question in questions {
            #expect(!question.request.method.isTrading)
            #expect(question.request.clientOrderID == nil)
        }
        #expect(MarketRequest.advance(to: PaperStage.today.start).request.clientOrderID == nil)
    }

    @Test func `status and alerts say paper`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        await stage.runDay()
        let trader = try #require(stage.trader)
        let peer = Peer(uid: 0, gid: 0, pid: 1, userName: "root", role: .admin)
        _ = await trader.answer(ControlCall(command: .halt(reason: "test"), params: "{}", peer: peer))
        guard case .report(let report) = await trader.answer(ControlCall(command: .status, params: "{}", peer: peer)),
            let status = report as? StatusReport
        else {
            Issue.record("no report")
            return
        }
        #expect(status.mode == "paper")
        #expect(status.alerts.allSatisfy { $0.text.hasPrefix("paper: ") } && !status.alerts.isEmpty)
    }

    @Test func `a crash after any step changes nothing about the end`() async throws {
        let calm = try PaperStage()
        try await calm.start()
        await calm.runDay()
        for cut in stride(from: 1, to: calm.steps, by: max(1, calm.steps / 12)) {
            let stage = try PaperStage()
            try await stage.start()
            while stage.steps < cut, await stage.step() {}
            stage.crash()
            try await stage.start()
            await stage.runDay()
            stage.crash()
            try expectOnTarget(stage, "cut after step \(cut)")
        }
    }

    /// The paper account's disk fails at one write: before it, the order was never there; after it, nobody heard of it.
    @Test(arguments: [PaperStage.Fault.Moment.beforeWriting, .afterWriting])
    func `a crash at any write of the paper account doubles and loses nothing`(
        moment: PaperStage.Fault.Moment
    ) async throws {
        // The first write opens the account: a start that fails there has begun nothing.
        var number = 1
        while true {
            // Every write of the first orders, and some of the rest.
            number += number < 12 ? 1 : number / 2
            let stage = try PaperStage()
            try await stage.start(fault: PaperStage.Fault(write: number, moment: moment))
            await stage.runDay()
            if stage.stops.isEmpty { break }
            stage.crash()
            try await stage.start()
            await stage.runDay()
            stage.crash()
            try expectOnTarget(stage, "write \(number)")
        }
        #expect(number > 10)
    }

    @Test func `N01: a recorded day decides the same to the byte, over a crash too`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        while stage.steps < 12, await stage.step() {}
        stage.crash()
        try await stage.start()
        await stage.runDay()
        await stage.trader?.end("stopped")
        stage.crash()
        let recording = try #require(stage.configuration.recordDirectory)
        let outcome = try RecordedDay.replay(
            recording: recording, journal: stage.configuration.journalFile, calendar: PaperStage.calendar)
        #expect(outcome.difference == nil)
        #expect(outcome.runs == 2 && outcome.events > 50)
        #expect(outcome.records == (try stage.records().count))
    }

    @Test func `a recording that was changed is found out`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        await stage.runDay()
        stage.crash()
        let recording = try #require(stage.configuration.recordDirectory)
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: recording).first)
        let url = URL(fileURLWithPath: recording + "/" + name)
        let text = try String(contentsOf: url, encoding: .utf8)
        // A fill of the first order was at another price.
        let changed = text.replacing("\"amount\":80080000", with: "\"amount\":80080010", maxReplacements: 1)
        #expect(changed != text)
        try Data(changed.utf8).write(to: url)
        let outcome = try RecordedDay.replay(
            recording: recording, journal: stage.configuration.journalFile, calendar: PaperStage.calendar)
        #expect(outcome.difference != nil)
    }

    @Test func `orders and fills of the account behind the bridge are not ours`() async throws {
        let stage = try PaperStage()
        try await stage.start()
        let foreign = OrderReport(
            clientOrderID: ClientOrderID("20260303-1"), symbol: PaperStage.first, side: .buy, price: .fen(1_000),
            volume: 100, status: .live, time: stage.now)
        await stage.trader?.take(.notified(.order(foreign), sequence: 1))
        await stage.trader?.take(.notified(.superseded(epoch: 99), sequence: 2))
        await stage.runDay()
        stage.crash()
        try expectOnTarget(stage)
        #expect(!(try stage.records().contains { if case .halted = $0 { true } else { false } }))
    }

    @Test func `a paper account that cannot be written ends the daemon`() async throws {
        let stage = try PaperStage()
        try await stage.start(fault: PaperStage.Fault(write: 4, moment: .beforeWriting))
        await stage.runDay()
        #expect(stage.stops.count == 1)
    }
}
