import Market
import Testing

@testable import Report

@Suite struct PicturesTests {
    private let symbols = (1...30).compactMap { Symbol(digits: $0, venue: .shenzhen) }

    private func record(_ rows: [[(Int, Int64)]]) -> ReplayRecord {
        var record = Curves.record(opening: 100, rows.map { _ in 100 })
        record.holdings = zip(Curves.days(rows.count), rows).map { day, holdings in
            .init(
                day: day,
                holdings: holdings.map { .init(symbol: symbols[$0.0], shares: 1, value: .yuan($0.1)) })
        }
        return record
    }

    @Test func `steady holdings are named, the largest at the bottom`() {
        let stack = HoldingsStack(record([[(0, 10), (1, 60)], [(0, 20), (1, 40)]]), named: 10)
        #expect(stack.layers == [.security(symbols[1]), .security(symbols[0]), .others])
        #expect(stack.positions == [0.5, 1])
        #expect(stack.sums == [[0.6, 0.7, 0.7], [0.4, 0.6000000000000001, 0.6000000000000001]])
    }

    @Test func `holdings that change all the time are ranked`() {
        var rows: [[(Int, Int64)]] = []
        for row in 0..<10 { rows.append([(row * 3, 30), (row * 3 + 1, 20), (row * 3 + 2, 10)]) }
        let stack = HoldingsStack(record(rows), named: 4)
        #expect(stack.layers == [.ranks(1...1), .ranks(2...5), .ranks(6...10), .ranks(11...20), .others])
        for sums in stack.sums {
            #expect(sums[0] == 0.3)
            #expect(abs(sums[1] - 0.6) < 1e-12)
            #expect(sums[4] == sums[1])
        }
    }

    @Test func `holdings of days that were not replayed are left out`() {
        var record = record([[(0, 10)]])
        record.holdings[0].day = Curves.days(3)[2]
        #expect(HoldingsStack(record, named: 10).positions.isEmpty)
    }

    @Test func `bins hold everything and know what a cost is`() {
        let values = (-50...150).map { Double($0) / 10 }
        let bins = Histogram(sorted: values)
        #expect(bins.counts.reduce(0, +) == 201)
        let costs = bins.counts.indices.filter(bins.isCost).reduce(0) { $0 + bins.counts[$1] }
        #expect(costs == 150)
    }

    @Test(arguments: [[0], [7.0], [-3, -3, -3], [0, 1e6]])
    func `bins of odd values`(values: [Double]) {
        let bins = Histogram(sorted: values)
        #expect(bins.counts.reduce(0, +) == values.count)
        #expect(bins.counts.count < 100)
    }

    @Test(arguments: [(2700, "2020"), (300, "2020-01"), (60, "2020-01"), (12, "01-06"), (1, "2020-01-06")])
    func `labels fit the length of time`(count: Int, first: String) {
        var out = TextBuffer()
        HorizontalAxis(Curves.days(count)).add(to: &out, y: 10)
        let labels = out.text.split(separator: "</text>").compactMap { $0.split(separator: ">").last }
        #expect(labels.contains { $0 == first } || count > 60)
        #expect(labels.count(where: { $0.contains("2") || $0.contains("-") }) <= 16)
    }
}
