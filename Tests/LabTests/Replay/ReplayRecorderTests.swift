import Engine
import Exchange
import Foundation
import History
import Market
import Replay
import Report
import Settings
import Testing

@testable import Lab

/// The record of a replay, and the checks of the account's books that go with it.
@Suite struct ReplayRecorderTests {
    private let symbol = Symbol(packed: UInt32(600_000) << 2 | UInt32(Venue.shanghai.rawValue))
    private let days = (5...9).compactMap { Day(year: 2026, month: 1, day: $0) }

    /// Days in memory. `closes` and `references` are in fen, for each day.
    private struct Days: ReplaySource {
        var days: [Day]
        var bars: [DayBar?]
        var action: AnnouncedAction?
        var batch: TargetBatch?
        var signalDays: [Day] { batch.map { [$0.signalDay] } ?? [] }

        func bars(at index: Int) -> any DayBars { One(day: days[index], bars[index], action) }
        func targets(of signalDay: Day) -> TargetBatch? { batch?.signalDay == signalDay ? batch : nil }
    }

    private final class One: DayBars {
        let day: Day
        private let only: DayBar?
        private let action: AnnouncedAction?
        init(day: Day, _ bar: DayBar?, _ action: AnnouncedAction?) {
            self.day = day
            only = bar
            self.action = action
        }
        func bar(of symbol: Symbol) -> DayBar? { only?.symbol == symbol ? only : nil }
        func corporateAction(of symbol: Symbol) -> AnnouncedAction? {
            action.flatMap { $0.exDay == day && only?.symbol == symbol ? $0 : nil }
        }
    }

    private func source(_ prices: [(reference: Int64, close: Int64)?]) -> Days {
        Days(
            days: Array(days.prefix(prices.count)),
            bars: prices.map { prices in
                prices.map {
                    DayBar(
                        symbol: symbol, open: .fen($0.reference), high: .fen(max($0.reference, $0.close)),
                        low: .fen(min($0.reference, $0.close)), close: .fen($0.close),
                        previousClose: .fen($0.reference), volume: 100_000_000)
                }
            },
            batch: TargetBatch(
                signalDay: days[0], strategy: "test",
                lines: [TargetBatch.Line(symbol: symbol, weight: .ppm(500_000))], proof: .cashRow, source: "test",
                digest: "0"))
    }

    /// `shown` are the bars that the recorder takes for the market's word; the source's own where it is nil.
    private func record(
        _ source: Days, shown: Days? = nil, _ change: (inout ReplaySettings) -> Void = { _ in }
    ) throws -> ReplayRecorder {
        var settings = ReplaySettings()
        settings.openingCash = .yuan(100_000)
        settings.slippage = .basisPoints(0)
        settings.risk.stopLoss = nil
        settings.risk.drawdownLimit = nil
        change(&settings)
        var loop = ReplayLoop(
            policy: settings.policy(strategies: []), calendar: try TradingCalendar(days: days),
            exchange: settings.exchange)
        var recorder = ReplayRecorder(openingCash: settings.openingCash, title: "test")
        for index in source.days.indices {
            recorder.begin((shown ?? source).bars(at: index))
            try loop.run(dayAt: index, of: source, &recorder)
        }
        recorder.finish(looks: loop.counts.looks, batches: loop.counts.batches)
        return recorder
    }

    @Test func `after the portfolio stop has sold everything the rest is cash, and no failure`() throws {
        let recorder = try record(
            source([(1000, 1000), (1000, 1000), (1000, 900), (900, 900), (900, 990)])
        ) { $0.risk.portfolioStop = .ppm(40_000) }
        #expect(recorder.failure == nil)
        #expect(recorder.record.orders.map(\.side) == [.buy, .sell])
        #expect(recorder.record.orders.last?.overlay?.contains("portfolio_stop") == true)
        #expect(recorder.record.days.map(\.holdings) == [0, 1, 1, 0, 0])
    }

    @Test func `an order has its limit, its decision price, its fill and its fees`() throws {
        let recorder = try record(source([(1000, 1000), (1000, 1010), (1010, 1020)]))
        #expect(recorder.failure == nil)
        #expect(recorder.adopted == 1)
        let record = recorder.record
        let order = try #require(record.orders.first)
        #expect(record.orders.count == 1)
        // 50,000.00 ÷ 10.00; a limit of one per cent above the open.
        #expect(order.volume == 5000 && order.filled == 5000 && order.limit == .fen(1010))
        #expect(order.decisionPrice == .fen(1000))
        #expect(order.value == .yuan(50_000))
        #expect(order.fees.commission == .fen(1250) && order.fees.stampDuty == .zero)
        #expect(order.fees.transferFee == .fen(50))
        #expect(order.state == "filled" && order.reason == nil && order.overlay == nil)
        #expect(order.decidedAt == days[1].at(TimeOfDay(9, 30)))
        #expect(record.fills.map(\.order) == [0])
        #expect(record.fills.map(\.fees) == [.fen(1300)])
        #expect(record.days.map(\.day) == Array(days.prefix(3)))
        #expect(record.days.map(\.equity.description) == ["100000.00", "100487.00", "100987.00"])
        #expect(record.days.map(\.bought) == [.zero, .yuan(50_000), .zero])
        #expect(record.days[1].fees.total == .fen(1300))
        #expect(record.days.map(\.holdings) == [0, 1, 1])
        #expect(record.holdings.map(\.day) == [days[0], days[2]])
        #expect(record.about.checks.map(\.count) == [3, 3, 2, 1, record.about.checks[4].count, 1])
        #expect(record.about.checks.allSatisfy { $0.held })
    }

    @Test func `a line without an order has its reason`() throws {
        var locked = source([(1000, 1000), (1000, 1100)])
        locked.bars[1]?.open = .fen(1100)
        locked.bars[1]?.low = .fen(1100)
        let record = try record(locked).record
        #expect(record.orders.isEmpty)
        #expect(
            record.reasons == [
                ReplayRecord.ReasonRow(
                    day: days[1], symbol: symbol, weight: .ppm(500_000), target: 5000, held: 0, reason: "limit_up")
            ])
    }

    @Test func `an ex-date without a word about it is cash, or bonus shares, by its ratio`() throws {
        let cash = try record(source([(1000, 1000), (1000, 1000), (950, 950)]))
        #expect(cash.failure == nil)
        #expect(cash.record.corporateActions.map(\.kind) == ["dividend"])
        #expect(cash.record.corporateActions.map(\.cash) == [.yuan(2_500)])
        #expect(cash.record.days[2].dividends == .yuan(2_500))
        #expect(cash.record.days[2].equity == cash.record.days[1].equity)
        let bonus = try record(source([(1000, 1000), (1000, 1000), (700, 700)]))
        #expect(bonus.failure == nil)
        let row = try #require(bonus.record.corporateActions.first)
        #expect(row.kind == "bonus" && row.sharesBefore == 5000 && row.sharesAfter == 7142)
        #expect(bonus.record.days[2].equity == bonus.record.days[1].equity)
    }

    @Test func `an announced dividend comes on its pay day`() throws {
        var source = source([(1000, 1000), (1000, 1000), (950, 950), (950, 950), (950, 950)])
        source.action = AnnouncedAction(
            action: CorporateAction(cashPerBillion: 500_000_000), exDay: days[2], payDay: days[4])
        let recorder = try record(source)
        #expect(recorder.failure == nil)
        #expect(recorder.record.corporateActions.map(\.day) == [days[4]])
        #expect(recorder.record.days.map(\.dividends) == [.zero, .zero, .zero, .zero, .yuan(2_500)])
        let cash = recorder.record.days.map(\.cash)
        #expect(cash.last.map { $0 - cash[1] } == .yuan(2_500))
    }

    @Test func `rights that are taken up cost what is paid`() throws {
        var source = source([(1000, 1000), (1000, 1000), (955, 955)])
        source.action = AnnouncedAction(
            action: CorporateAction(rightsPerBillion: 100_000_000, rightsPrice: .fen(500)), exDay: days[2],
            payDay: days[2])
        let recorder = try record(source) { $0.takesUpRights = true }
        #expect(recorder.failure == nil)
        let row = try #require(recorder.record.corporateActions.first)
        #expect(row.kind == "rights" && row.sharesAfter - row.sharesBefore == 500 && row.cash == .yuan(-2_500))
        #expect(try record(source).record.corporateActions.isEmpty)
    }

    @Test(arguments: ReplaySettings.EndedSeries.allCases)
    func `a series without bars ends as configured`(ended: ReplaySettings.EndedSeries) throws {
        let recorder = try record(source([(1000, 1000), (1000, 1000), nil, nil, nil])) {
            $0.endedSeries = ended
            $0.endedAfterDays = 2
        }
        #expect(recorder.failure == nil)
        let kinds: [ReplaySettings.EndedSeries: [String]] = [.sell: ["sold_at_end"], .writeOff: ["written_off"]]
        #expect(recorder.record.corporateActions.map(\.kind) == kinds[ended] ?? [])
        let last = try #require(recorder.record.days.last)
        switch ended {
        case .carry: #expect(last.holdings == 1 && last.marketValue == .yuan(50_000))
        case .sell: #expect(last.holdings == 0 && last.equity == .fen(9_998_700))
        case .writeOff: #expect(last.holdings == 0 && last.equity == .fen(4_998_700))
        }
        // What an ended series pays is no dividend.
        #expect(recorder.record.days.allSatisfy { $0.dividends == .zero })
    }

    @Test func `an equity that is not cash and shares at their closes is named with day and numbers`() throws {
        let prices: [(Int64, Int64)?] = [(1000, 1000), (1000, 1010)]
        let recorder = try record(source(prices), shown: source([(1000, 1000), (1000, 1011)]))
        #expect(
            recorder.failure
                == "2026-01-06: equity is 100487.00, cash 49987.00 and holdings at their closes 50550.00 are 100537.00")
        #expect(!recorder.record.about.checks.allSatisfy { $0.held })
    }

    @Test func `shares and cash that nobody explains are named`() throws {
        var ledger = ReplayLedger(cash: .yuan(1_000))
        let entry = try #require(
            ExDateEntry(day: days[0], symbol: symbol, shares: 100, close: .fen(1000), reference: .fen(950)))
        let wrong = #expect(throws: ReplayLedger.Broken.self) { try ledger.take(entry, on: days[0]) }
        #expect(wrong?.words.contains("100 shares") == true)
        let bars = One(day: days[0], nil, nil)
        let figures = SimulatedExchange(.init(openingCash: .yuan(1_000), fees: ReplaySettings().fees)).figures
        func check(_ cash: Money, _ holdings: [Record.DayClose.Holding]) -> String? {
            let asset = AssetReport(cash: cash, frozenCash: .zero, marketValue: .zero, total: cash)
            let close = Record.DayClose(day: days[0], asset: asset, holdings: holdings)
            do throws(ReplayLedger.Broken) {
                try ledger.check(close, asset, figures, bars)
                return nil
            } catch { return error.words }
        }
        #expect(check(.yuan(1_000), []) == nil)
        #expect(check(.yuan(999), [])?.contains("cash is 999.00") == true)
        let stranger = Record.DayClose.Holding(symbol: symbol, volume: 7, close: nil)
        #expect(check(.yuan(1_000), [stranger])?.contains("7 shares are held") == true)
    }
}
