import Engine
import Market
import Simulation
import Testing

/// The judge must be able to fail: bugs put in on purpose are found, and under their own number.
@Suite struct HarnessTests {
    /// The invariants that the first seeds find broken with the hooks set.
    private func found(
        _ faults: [Fault]? = nil, seeds: ClosedRange<UInt64> = 1...40, _ set: (inout Hooks) -> Void
    ) -> [Int] {
        var hooks = Hooks()
        set(&hooks)
        var options = RunOptions(faults: faults, perMille: 100)
        options.hooks = hooks
        return seeds.compactMap { Simulation.run($0, options).violation?.invariant }
    }

    @Test func `1: an order that is sent twice is found`() {
        let found = found { $0.commands = { commands, _, _ in commands + commands.filter(\.isSubmit) } }
        #expect(found.contains(1))
    }

    @Test func `2: an order that is sent before its commit is found`() {
        #expect(found { $0.sendsBeforeCommit = true }.contains(2))
    }

    @Test func `2: synchronous=NORMAL, where a commit does not flush, is found`() {
        #expect(found([.powerLoss]) { $0.flushesEachCommit = false }.contains { $0 == 2 || $0 == 27 })
    }

    @Test func `4: an order in doubt that is taken for dead is found`() {
        let found = found([.failsButLive, .lateReply]) { hooks in
            hooks.events = { event, _, _ in
                guard case .submitFailed(let id, .unknown) = event else { return [event] }
                return [.submitFailed(id, .sealed(reason: "a time-out taken for a refusal"))]
            }
        }
        #expect(found.contains(4))
    }

    @Test func `13: targets of nobody are found`() {
        let found = found { hooks in
            hooks.events = { event, _, _ in
                guard case .targetsRead(var reading) = event else { return [event] }
                for index in reading.batches.indices { reading.batches[index].digest += "x" }
                return [.targetsRead(reading)]
            }
        }
        #expect(found.contains(13))
    }

    @Test func `19: trading that resumes by itself is found`() {
        let found = found([.operatorHalts]) { hooks in
            hooks.events = { event, book, _ in
                book.trading.isArmed ? [event] : [.resumeRequested(by: "nobody", reason: "bored"), event]
            }
        }
        #expect(found.contains(19))
    }

    @Test func `23: a higher rate than allowed is found`() {
        let found = found { $0.policy = { $0.execution.ordersPerSecond = 50 } }
        #expect(found.contains(23))
    }

    @Test func `28: a fact that is not written is found`() {
        let found = found { hooks in
            hooks.records = { records, _ in
                records.filter { if case .filled = $0 { false } else { true } }
            }
        }
        #expect(found.contains { $0 == 28 || $0 == 40 })
    }

    @Test func `42: a cancel of somebody else's order is found`() {
        let stranger = ClientOrderID("human-1")
        let found = found { hooks in
            hooks.commands = { commands, _, _ in
                commands.contains(where: \.isSubmit) ? commands + (stranger.map { [.cancel($0)] } ?? []) : commands
            }
        }
        #expect(found.contains(42))
    }

    @Test func `a failing run is shrunk to what it needs, and can be followed`() throws {
        var options = RunOptions()
        options.hooks.commands = { commands, _, _ in commands + commands.filter(\.isSubmit) }
        let seed = try #require((UInt64(1)...100).first { Simulation.run($0, options).mix.active.count > 3 })
        let (smallest, outcome) = try #require(Simulation.shrink(seed, options))
        #expect(outcome.violation?.invariant == 1)
        #expect(outcome.days == 1)
        #expect(outcome.mix.active.isEmpty, "the bug needs no fault, \(smallest.without.count) were left out")
        #expect(outcome.trace.contains { $0.contains("submit") })
        let account = Torture.account(of: seed, options)
        #expect(account[0].contains("invariant 1 is broken"))
        #expect(account[1] == "again: qmtsim torture --seeds \(seed)..\(seed)")
    }

    @Test func `every invariant is judged here, or it is said why not`() {
        #expect(Invariant.judged.count + Invariant.elsewhere.count == 43)
        #expect(Invariant.elsewhere.values.allSatisfy { $0.count > 20 })
    }
}

extension Command {
    var isSubmit: Bool { if case .submit = self { true } else { false } }
}
