import Engine
import Journal
import Simulation
import Synchronization
import Testing

/// The simulated disk keeps facts as they are; here they go through the bytes of a journal as well.
@Suite struct SimulatedRecordsTests {
    /// None of them where one cannot be written or read.
    private static func coded(_ records: [Record]) -> [Record] {
        (try? records.map { try RecordCodec.decode(RecordCodec.encode($0)) }) ?? []
    }

    @Test func `every fact of simulated days comes back from the journal's bytes as it went in`() {
        var options = RunOptions()
        options.hooks.recovered = SimulatedRecordsTests.coded
        for seed in UInt64(4_000)..<4_080 {
            let violation = Simulation.run(seed, options).violation
            #expect(violation == nil, "seed \(seed): \(violation.map { "\($0.invariant): \($0.text)" } ?? "")")
        }
    }

    @Test func `a plan that waits, and what strategies share, come back`() throws {
        let seen = Mutex<[Rebalance]>([])
        var options = RunOptions()
        options.hooks.recovered = { records in
            let plans = records.compactMap { record -> Rebalance? in
                switch record {
                case .planned(let plan): plan
                case .checkpoint(let book): book.rebalance
                default: nil
                }
            }
            seen.withLock { $0 += plans }
            return records
        }
        var (waits, shares): (Rebalance?, Rebalance?)
        var seed: UInt64 = 5_000
        while seed < 7_000, waits == nil || shares == nil {
            _ = Simulation.run(seed, options)
            waits = waits ?? seen.withLock { $0.first { $0.hold != nil } }
            shares = shares ?? seen.withLock { $0.first { $0.sharing != nil } }
            seed += 1
        }
        let plans = [Record.planned(try #require(waits)), .planned(try #require(shares))]
        #expect(SimulatedRecordsTests.coded(plans) == plans)
    }
}
