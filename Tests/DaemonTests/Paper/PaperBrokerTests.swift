import Engine
import Exchange
import Foundation
import Market
import Testing

@testable import Daemon

/// The paper account's memory: of ids for ever, of everything through a restart.
@Suite struct PaperBrokerTests {
    private let folder = TestFolder()
    private let day = PaperStage.today
    private var path: String { folder.path + "/paper.jsonl" }

    private func open(cash: Int64 = 1_000_000) throws -> PaperBroker {
        try PaperBroker(
            PaperBroker.Settings(
                account: "42",
                exchange: SimulatedExchange.Configuration(openingCash: .yuan(cash), fees: PaperStage.fees),
                live: .init()),
            log: PaperLog(path))
    }

    private func began() throws -> PaperBroker {
        let broker = try open()
        _ = try broker.begin(day, at: day.at(TimeOfDay(9, 0)))
        let (instrument, quote) = PaperStage.market(PaperStage.first, at: now)
        _ = try broker.observe(instruments: [instrument], of: day, quotes: [quote], at: now)
        return broker
    }

    private var now: Timestamp { day.at(TimeOfDay(9, 31)) }

    private func submission(_ number: Int, shares: Shares = 100) throws -> Submission {
        Submission(
            clientOrderID: try #require(ClientOrderID("20260303-\(number)")), symbol: PaperStage.first, side: .buy,
            price: try #require(Price("10.05")), volume: shares, validUntil: now.adding(seconds: 30))
    }

    @Test func `one id is placed once, before and after a restart`() throws {
        let order = try submission(1)
        var first: Event?
        do {
            let broker = try began()
            first = try broker.submit(order, at: now).last
            #expect(try broker.submit(order, at: now).count == 1)
        }
        let broker = try open()
        #expect(try broker.submit(order, at: now) == [try #require(first)])
        #expect(broker.exchange.orderReports.count == 1)
    }

    @Test func `an id with other parameters is a conflict`() throws {
        let broker = try began()
        _ = try broker.submit(submission(1), at: now)
        let again = try broker.submit(submission(1, shares: 200), at: now)
        guard case .submitFailed(_, .conflict)? = again.first else {
            Issue.record("\(again)")
            return
        }
    }

    @Test func `what is asked about and not known is never placed, not even after a restart`() throws {
        let order = try submission(1)
        do {
            #expect(try began().resolve(order.clientOrderID) == [.resolveAnswered(order.clientOrderID, .neverPlaced)])
        }
        let again = try open().submit(order, at: now)
        guard case .submitFailed(_, .sealed)? = again.first else {
            Issue.record("\(again)")
            return
        }
    }

    @Test func `an order past its deadline is sealed`() throws {
        let broker = try began()
        let order = try submission(1)
        let late = try broker.submit(order, at: order.validUntil.adding(milliseconds: 1))
        guard case .submitFailed(_, .sealed)? = late.first else {
            Issue.record("\(late)")
            return
        }
        #expect(try broker.resolve(order.clientOrderID) == [.resolveAnswered(order.clientOrderID, .neverPlaced)])
    }

    @Test func `a restart gives the same account`() throws {
        let before: SimulatedExchange
        do {
            let broker = try began()
            _ = try broker.submit(submission(1, shares: 60_000), at: now)
            _ = try broker.cancel(submission(1).clientOrderID, at: now.adding(seconds: 1))
            _ = try broker.submit(submission(2), at: now.adding(seconds: 2))
            before = broker.exchange
        }
        #expect(try open().exchange == before)
    }

    @Test func `a line that was cut had no effect`() throws {
        do { _ = try began().submit(submission(1), at: now) }
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        data.removeLast(20)
        try data.write(to: URL(fileURLWithPath: path))
        let broker = try open()
        #expect(broker.exchange.orderReports.isEmpty)
        _ = try broker.submit(submission(2), at: now)
        #expect(broker.exchange.orderReports.count == 1)
    }

    @Test func `damage, other settings and a second user are refused`() throws {
        do {
            let broker = try began()
            #expect(throws: PaperLog.Failure.self) { try open() }
            withExtendedLifetime(broker) {}
        }
        #expect(throws: PaperLog.Failure.self) { try open(cash: 5) }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("nonsense\n".utf8))
        #expect(throws: PaperLog.Failure.self) { try open() }
    }

    @Test func `rows of another day are not taken`() throws {
        let broker = try open()
        _ = try broker.begin(day, at: day.at(TimeOfDay(9, 0)))
        let (instrument, quote) = PaperStage.market(PaperStage.first, at: now)
        var old = quote
        old.time = day.advanced(by: -1).at(TimeOfDay(10, 0))
        #expect(
            try broker.observe(instruments: [instrument], of: day.advanced(by: -1), quotes: [old], at: now).isEmpty)
        let answer = try broker.submit(submission(1), at: now).last
        guard case .submitAnswered(_, .rejected)? = answer else {
            Issue.record("\(String(describing: answer))")
            return
        }
        #expect(try broker.begin(day, at: now).isEmpty)
    }

    @Test func `it looks while orders wait, and once after the close at what is held`() throws {
        let broker = try began()
        #expect(broker.nextLook(after: now, everySeconds: 3) == nil)
        _ = try broker.submit(submission(1, shares: 60_000), at: now)
        let waiting = try #require(broker.nextLook(after: now, everySeconds: 3))
        #expect(waiting.at == now.adding(seconds: 3) && waiting.symbols == [PaperStage.first])
        let lunch = try #require(broker.nextLook(after: day.at(TimeOfDay(11, 40)), everySeconds: 3))
        #expect(lunch.at == day.at(TimeOfDay(13, 0)))
        _ = try broker.cancel(submission(1).clientOrderID, at: now)
        let close = try #require(broker.nextLook(after: day.at(TimeOfDay(14, 55)), everySeconds: 3))
        #expect(close.at == day.at(TimeOfDay(15, 0, 30)) && close.symbols == [PaperStage.first])
        #expect(broker.nextLook(after: day.at(TimeOfDay(15, 40)), everySeconds: 3) == nil)
        #expect(broker.nextLook(after: day.advanced(by: 1).at(TimeOfDay(10, 0)), everySeconds: 3) == nil)
    }
}
