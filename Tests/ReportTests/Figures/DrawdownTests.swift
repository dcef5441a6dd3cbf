import Market
import Testing

@testable import Report

@Suite struct DrawdownTests {
    private func falls(_ equity: [Int64], opening: Int64 = 100) -> [String] {
        Summary(Curves.record(opening: opening, equity)).drawdowns.map { fall in
            let peak = fall.peak.map { String(describing: index($0)) } ?? "opening"
            let recovery = fall.recovery.map { String(describing: index($0)) } ?? "never"
            return
                "\((fall.depth * 100).rounded()) from \(peak) over \(index(fall.trough)) to \(recovery), \(fall.days)"
        }
    }

    private func index(_ day: Day) -> Int { Curves.days(40).firstIndex(of: day) ?? -1 }

    @Test(
        arguments: [
            ([100, 110, 99, 88, 104, 110, 120], ["-20.0 from 1 over 3 to 5, 4"]),
            // The first fall is below the opening cash: its peak is before the first day.
            ([90, 95, 100, 101], ["-10.0 from opening over 0 to 2, 3"]),
            // Never recovered: counted to the last day.
            ([120, 60, 90], ["-50.0 from 0 over 1 to never, 2"]),
            // The last day at the peak, and the first day at the trough.
            ([110, 110, 55, 55, 110], ["-50.0 from 1 over 2 to 4, 3"]),
            // The deepest first.
            (
                [95, 100, 80, 100, 90, 130],
                ["-20.0 from 1 over 2 to 3, 2", "-10.0 from 3 over 4 to 5, 2", "-5.0 from opening over 0 to 1, 2"]
            ),
            ([100, 100, 101, 105], []),
        ] as [([Int64], [String])])
    func `falls with their dates`(equity: [Int64], expected: [String]) {
        #expect(falls(equity) == expected)
    }

    @Test func `no more than five falls are kept, the shallow ones are left out`() {
        let equity: [Int64] = [100, 99, 100, 98, 100, 97, 100, 96, 100, 95, 100, 94, 100]
        #expect(falls(equity).count == 5)
        #expect(Summary(Curves.record(opening: 100, equity)).drawdowns.last?.depth == 98.0 / 100 - 1)
    }

    @Test func `a curve that never falls has a drawdown of zero and no Calmar ratio`() {
        let summary = Summary(Curves.record(opening: 100, [101, 102, 104]))
        #expect(summary.maxDrawdown == 0)
        #expect(summary.calmar == nil)
        #expect(summary.sortino == nil)
    }

    @Test func `an account that owes money is down by more than all`() {
        let summary = Summary(Curves.record(opening: 100, [50, -20]))
        #expect(summary.maxDrawdown == -1.2)
        #expect(summary.totalReturn == -1.2)
        #expect(summary.annualReturn == nil)
    }
}
