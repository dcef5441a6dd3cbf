import Market
import Testing

@testable import Report

@Suite struct RoundTripsTests {
    private let bank = Symbol(digits: 600_000, venue: .shanghai) ?? Symbol(packed: 0)
    private let other = Symbol(digits: 1, venue: .shenzhen) ?? Symbol(packed: 0)
    private let days = Curves.days(10)

    private func record(_ fill: (inout ReplayRecord) -> Void) -> ReplayRecord {
        var record = Curves.record(opening: 1_000_000, [1_000_000])
        fill(&record)
        return record
    }

    @Test func `a trade is from the first share to the last, its fees taken off`() throws {
        let trips = RoundTrips(
            record {
                $0.trade(bank, .buy, 1000, at: 10_000, on: days[0], fees: 5_000)
                $0.trade(bank, .buy, 1000, at: 12_000, on: days[1], fees: 5_000)
                $0.trade(bank, .sell, 500, at: 13_000, on: days[2], fees: 8_000)
                $0.trade(bank, .sell, 1500, at: 11_000, on: days[3], fees: 9_000)
            })
        let trip = try #require(trips.closed.first)
        #expect(trips.closed.count == 1 && trips.open.isEmpty)
        #expect(trip.opened == days[0] && trip.closed == days[3])
        #expect(trip.cost == Money(li: 22_010_000))
        #expect(trip.proceeds == Money(li: 6_500_000 - 8_000 + 16_500_000 - 9_000))
        #expect(trip.profit == Money(li: 973_000))
        #expect(trip.fees == Money(li: 27_000))
        #expect(trip.invested == Money(li: 22_010_000))
    }

    @Test func `sales take their part of the cost at its average`() throws {
        let trips = RoundTrips(
            record {
                $0.trade(bank, .buy, 1000, at: 10_000, on: days[0])
                $0.trade(bank, .sell, 750, at: 20_000, on: days[1])
                $0.trade(bank, .buy, 100, at: 30_000, on: days[2])
            })
        let trip = try #require(trips.open.first)
        // A quarter of the first cost is left, and the second buy.
        #expect(trip.basis == Money(li: 2_500_000 + 3_000_000))
        #expect(trip.invested == Money(li: 10_000_000))
        #expect(trip.shares == 350)
    }

    @Test func `bonus shares multiply, dividends are income`() throws {
        let trips = RoundTrips(
            record {
                $0.trade(bank, .buy, 1000, at: 10_000, on: days[0])
                $0.act(bank, "dividend", 1000, 1000, cash: 250_000, on: days[2])
                $0.act(bank, "bonus", 1000, 1333, cash: 3_000, on: days[3])
                $0.trade(bank, .sell, 1333, at: 7_500, on: days[4])
            })
        let trip = try #require(trips.closed.first)
        #expect(trip.income == Money(li: 253_000))
        #expect(trip.profit == Money(li: 253_000 + 9_997_500 - 10_000_000))
        #expect(trips.open.isEmpty)
    }

    @Test func `a dividend after the last share belongs to the trade that ended`() throws {
        let trips = RoundTrips(
            record {
                $0.trade(bank, .buy, 100, at: 10_000, on: days[0])
                $0.trade(bank, .sell, 100, at: 9_900, on: days[1])
                $0.act(bank, "dividend", 0, 0, cash: 20_000, on: days[5])
                $0.act(other, "dividend", 0, 0, cash: 1, on: days[5])
            })
        #expect(trips.closed.map(\.profit) == [Money(li: 10_000)])
        #expect(trips.winners.count == 1)
    }

    @Test func `rights cost, an ended series is sold or written off`() throws {
        let trips = RoundTrips(
            record {
                $0.trade(bank, .buy, 1000, at: 10_000, on: days[0])
                $0.trade(other, .buy, 100, at: 10_000, on: days[0])
                $0.act(bank, "rights", 1000, 1300, cash: -1_500_000, on: days[1])
                $0.act(bank, "sold_at_end", 1300, 0, cash: 6_500_000, on: days[2])
                $0.act(other, "written_off", 100, 0, cash: 0, on: days[3])
            })
        #expect(trips.closed.map(\.symbol) == [bank, other])
        #expect(trips.closed.map(\.profit) == [Money(li: -5_000_000), Money(li: -1_000_000)])
        #expect(trips.closed.map(\.closed) == [days[2], days[3]])
        #expect(trips.closed[0].invested == Money(li: 11_500_000))
    }

    @Test func `a merger by exchange of shares goes on as one trade`() throws {
        let trips = RoundTrips(
            record {
                $0.trade(bank, .buy, 1000, at: 10_000, on: days[0])
                $0.act(bank, "merger", 1000, 0, cash: 0, on: days[1])
                $0.act(other, "merger", 0, 550, cash: 700, on: days[1])
                $0.trade(other, .sell, 550, at: 20_000, on: days[2])
            })
        let trip = try #require(trips.closed.first)
        #expect(trips.closed.count == 1 && trips.open.isEmpty)
        #expect(trip.symbol == other && trip.opened == days[0])
        #expect(trip.profit == Money(li: 1_000_700))
    }

    @Test func `a merger paid in cash ends the trade`() throws {
        let trips = RoundTrips(
            record {
                $0.trade(bank, .buy, 1000, at: 10_000, on: days[0])
                $0.act(bank, "merger", 1000, 0, cash: 12_000_000, on: days[1])
            })
        #expect(trips.closed.map(\.profit) == [Money(li: 2_000_000)])
        #expect(trips.closed.first?.closed == days[1])
    }

    @Test func `hit rate, ratio and factor over closed trades`() {
        let record = record { record in
            for (number, exit) in [12_000, 14_000, 9_000, 10_000].enumerated() {
                record.trade(bank, .buy, 100, at: 10_000, on: days[number * 2])
                record.trade(bank, .sell, 100, at: Int64(exit), on: days[number * 2 + 1])
            }
            record.trade(other, .buy, 100, at: 10_000, on: days[9])
        }
        let summary = Summary(record)
        #expect(summary.closedTrips == 4 && summary.openTrips == 1)
        #expect(summary.hitRate == 0.5)
        #expect(summary.profitLossRatio == 3)
        #expect(summary.profitFactor == 6)
    }

    @Test func `without a loser there is a hit rate but no ratio`() {
        let summary = Summary(
            record {
                $0.trade(bank, .buy, 100, at: 10_000, on: days[0])
                $0.trade(bank, .sell, 100, at: 11_000, on: days[1])
            })
        #expect(summary.hitRate == 1)
        #expect(summary.profitLossRatio == nil && summary.profitFactor == nil)
    }

    @Test func `what trades earned is what the account earned`() throws {
        let record = SampleReplay.make(days: 300, every: 5, names: 12)
        let trips = RoundTrips(record)
        let last = try #require(record.days.last)
        let earned = (trips.closed + trips.open).reduce(Money.zero) { $0 + $1.profit } + last.marketValue
        #expect(earned == last.equity - record.openingCash)
        #expect(trips.open.count == last.holdings)
        let fees = (trips.closed + trips.open).reduce(Money.zero) { $0 + $1.fees }
        #expect(fees == Summary(record).costs.fees)
    }
}
