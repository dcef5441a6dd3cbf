import Foundation
import History
import Lab
import Market
import Replay
import Testing

@Suite struct WarehouseSourceTests {
    private let market: ReplayMarket
    private let warehouse: Warehouse
    private let targets: ReplayTargets

    init() throws {
        market = try ReplayMarket()
        warehouse = try market.warehouse
        targets = try ReplayTargets.read(market.targets, calendar: warehouse.calendar)
    }

    @Test func `every bar is that of the warehouse's own sheet`() throws {
        let source = try WarehouseSource(warehouse, from: warehouse.days.first, batches: targets.batches)
        #expect(source.days == warehouse.days)
        var suspended = 0
        for index in source.days.indices {
            let sheet = try warehouse.daySheet(source.days[index])
            let day = source.bars(at: index)
            #expect(day.day == sheet.day)
            #expect(day.hasEvents)
            for bar in sheet.bars {
                #expect(day.bar(of: bar.symbol) == bar)
                #expect(day.reference(of: bar.symbol) == bar.previousClose)
                #expect(day.closing(of: bar.symbol) == (bar.isSuspended ? bar.previousClose : bar.close))
                if bar.isSuspended { suspended += 1 }
            }
            let there = Set(sheet.bars.map(\.symbol))
            for symbol in warehouse.symbols where !there.contains(symbol) {
                #expect(day.bar(of: symbol) == nil)
                #expect(day.closing(of: symbol) == nil)
                #expect(day.reference(of: symbol) == nil)
            }
            let stranger = try #require(Symbol("600999.SH"))
            #expect(day.bar(of: stranger) == nil)
        }
        #expect(suspended > 0)
    }

    @Test func `it begins where the first targets are executed and counts those left out`() throws {
        let all = try WarehouseSource(warehouse, batches: targets.batches)
        let first = try warehouse.calendar.next(after: targets.batches[0].signalDay)
        #expect(all.days.first == first)
        #expect(all.days.last == warehouse.days.last)
        #expect(all.leftOut == 0)
        #expect(all.signalDays == targets.batches.map(\.signalDay))
        let from = try warehouse.calendar.next(after: targets.batches[2].signalDay)
        let to = try warehouse.calendar.next(after: targets.batches[4].signalDay)
        let some = try WarehouseSource(warehouse, from: from, to: to, batches: targets.batches)
        #expect(some.leftOut == 5)
        #expect(some.signalDays == targets.batches[2...4].map(\.signalDay))
        #expect(some.targets(of: targets.batches[2].signalDay) == targets.batches[2])
        #expect(some.targets(of: targets.batches[1].signalDay) == nil)
        #expect(some.targets(of: from) == nil)
    }

    @Test func `the benchmark begins before the first day`() throws {
        let source = try WarehouseSource(warehouse, batches: targets.batches)
        #expect(source.levels(of: "000300.SH") == nil)
    }

    @Test func `announced actions are shown on their ex-day and on no other`() throws {
        let symbol = try #require(warehouse.symbols.first)
        let exDay = try #require(warehouse.days.dropFirst(30).first)
        let payDay = try #require(warehouse.days.dropFirst(33).first)
        try market.write(
            """
            ts_code,ex_date,pay_date,cash_per_share,bonus_per_share,rights_per_share,rights_price
            \(symbol),\(exDay),\(payDay),0.125,0.3,0,

            """, to: "tables/corporate_actions.csv")
        _ = try Importer.run(
            ImportRequest(tables: market.file("tables"), warehouse: market.file("w"), mode: .replace),
            now: Importer.systemTime
        ) { _ in }
        let source = try WarehouseSource(market.warehouse, batches: targets.batches)
        for index in source.days.indices {
            let action = source.bars(at: index).corporateAction(of: symbol)
            if source.days[index] == exDay {
                #expect(action?.payDay == payDay)
                #expect(action?.action == CorporateAction(cashPerBillion: 125_000_000, bonusPerBillion: 300_000_000))
            } else {
                #expect(action == nil)
            }
            #expect(source.bars(at: index).corporateAction(of: warehouse.symbols[1]) == nil)
        }
    }
}
