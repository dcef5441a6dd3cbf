import Market
import Testing

@testable import Engine

/// Which of the dividends that are waited for have come. Amounts in li; each is of 1,000 shares, so that it may come as a
/// hundredth and 5,000 li more for rounding, and a quarter less for tax.
@Suite struct FlowReviewPaidTests {
    private struct Paid: Equatable {
        var cash: Int64
        var dividends: Int64
        /// Places in the list of what was expected.
        var settled: [Int]
    }

    private func code(_ index: Int) -> String { "6000\(index < 10 ? "0" : "")\(index).SH" }

    private func paid(_ expected: [Int64], _ came: Int64) -> Paid {
        let finding = FlowReviewSample.finding {
            for (index, amount) in expected.enumerated() { $0.expect(Money(li: amount), of: code(index)) }
            $0.cash += Money(li: came)
        }
        return Paid(
            cash: finding.cash.li, dividends: finding.dividends.li,
            settled: expected.indices.filter { finding.settled.contains(World.symbol(code($0))) })
    }

    @Test func `both with a quarter of tax, and a li less the first one alone`() {
        #expect(paid([1_000_000, 400_000], 1_400_000) == Paid(cash: 0, dividends: 1_400_000, settled: [0, 1]))
        #expect(paid([1_000_000, 400_000], 1_050_000) == Paid(cash: 0, dividends: 1_050_000, settled: [0, 1]))
        #expect(paid([1_000_000, 400_000], 1_049_999) == Paid(cash: 34_999, dividends: 1_015_000, settled: [0]))
    }

    @Test func `the nearest of those that would do, the earlier one of two as near`() {
        #expect(paid([990_300, 1_000_000], 1_000_000).settled == [1])
        #expect(paid([1_000_000, 990_300], 990_300).settled == [1])
        #expect(paid([1_000_000, 400_000, 600_000], 1_000_000).settled == [0])
        #expect(paid([400_000, 600_000, 1_000_000], 1_000_000).settled == [0, 1])
    }

    @Test func `a hundredth and half a fen a share more is rounding, and no other dividend with its tax`() {
        #expect(paid([1_353_333, 1_000_000], 1_015_000) == Paid(cash: 0, dividends: 1_015_000, settled: [1]))
        #expect(paid([1_353_333, 1_000_000], 1_015_001) == Paid(cash: 0, dividends: 1_015_001, settled: [0]))
    }

    @Test func `ten are tried in every combination, more only all at once or one after the other`() {
        let nine = [Int64](repeating: 100_000, count: 9)
        #expect(paid(nine + [130_000], 130_000).settled == [9])
        #expect(paid(nine + [100_000, 130_000], 130_000).settled == [0])
        let eleven = nine + [100_000, 100_000]
        #expect(paid(eleven, 880_000) == Paid(cash: 0, dividends: 880_000, settled: Array(0..<11)))
        // 825,000 would do for all; a li less is eight, and change.
        #expect(paid(eleven, 825_000).settled == Array(0..<11))
        #expect(paid(eleven, 824_999).settled == Array(0..<8))
        // One after the other each takes its rounding too, down to three quarters of the last one.
        let steps = [Int64](repeating: 1_000_000, count: 11)
        #expect(paid(steps, 1_765_000) == Paid(cash: 0, dividends: 1_765_000, settled: [0, 1]))
        #expect(paid(steps, 1_764_999) == Paid(cash: 749_999, dividends: 1_015_000, settled: [0]))
    }

    @Test func `nothing comes, and nothing is paid`() {
        #expect(paid([1_000_000], 0) == Paid(cash: 0, dividends: 0, settled: []))
        #expect(paid([1_000_000], -5_000) == Paid(cash: -5_000, dividends: 0, settled: []))
    }
}
