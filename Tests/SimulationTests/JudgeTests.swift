import Engine
import Market
import Simulation
import Testing

/// Rules that have several sides: a bug on each of them is found, and under that rule's number.
@Suite struct JudgeTests {
    /// What the first seed that breaks a rule breaks. A hook is not among the things that the engine heard, so that rule 29
    /// finds each of them, too.
    private func found(
        _ faults: [Fault], seeds: ClosedRange<UInt64> = 1...200, only invariant: Int? = nil,
        perMille: Int = 300, _ set: (inout Hooks) -> Void
    ) -> Violation? {
        var options = RunOptions(faults: faults, perMille: perMille)
        set(&options.hooks)
        for seed in seeds {
            guard let violation = Simulation.run(seed, options).violation, violation.invariant != 29 else { continue }
            if invariant == nil || violation.invariant == invariant { return violation }
        }
        return nil
    }

    // MARK: 18

    @Test func `18: a clock that was set is told before anything else`() {
        let violation = found([.clockStep]) { hooks in
            hooks.events = { event, _, _ in if case .clockStepped = event { [] } else { [event] } }
        }
        #expect(violation?.invariant == 18, "\(String(describing: violation))")
    }

    @Test func `18: a step is told as large as it was`() {
        let violation = found([.clockStep]) { hooks in
            hooks.events = { event, _, _ in
                guard case .clockStepped(let step) = event else { return [event] }
                return [.clockStepped(milliseconds: step / 2)]
            }
        }
        #expect(violation?.invariant == 18, "\(String(describing: violation))")
    }

    @Test func `18: facts come back in the order in which they were written`() {
        let violation = found([.crashAnywhere]) { hooks in
            hooks.recovered = { $0.prefix(1) + $0.dropFirst().reversed() }
        }
        #expect(violation?.invariant == 18, "\(String(describing: violation))")
    }

    @Test func `27: and all of them, as they were`() {
        let violation = found([.crashAnywhere]) { hooks in hooks.recovered = { $0.dropLast() } }
        #expect(violation?.invariant == 27, "\(String(describing: violation))")
    }

    // MARK: 26

    @Test(arguments: [("to a real side", true), ("to a simulated side", false)])
    func `26: a side of the wrong kind is found both ways`(words: String, isSimulated: Bool) {
        var options = RunOptions(faults: [.wrongSide])
        options.hooks.policy = { $0.isSimulated = isSimulated }
        options.hooks.lies = { event, _, _ in
            guard case .linkUp(var hello) = event else { return event }
            hello.isSimulated = isSimulated
            return .linkUp(hello)
        }
        let texts = (UInt64(1)...60).compactMap { Simulation.run($0, options).violation }
            .filter { $0.invariant == 26 }.map(\.text)
        #expect(texts.contains { $0.contains(words) }, "\(texts)")
    }

    @Test func `26: a real account that arms itself is found`() throws {
        let canary = try #require(Canary.all.first { $0.invariant == 26 })
        let texts = (UInt64(1)...60).compactMap { Simulation.run($0, canary.options).violation?.text }
        #expect(texts.contains { $0.contains("armed and no operator asked for it") }, "\(texts)")
    }

    // MARK: 31

    @Test func `31: facts do not grow with the number of steps`() {
        let violation = found([]) { hooks in
            hooks.records = { records, _ in records.isEmpty ? [.managed([])] : records }
        }
        #expect(violation?.invariant == 31, "\(String(describing: violation))")
    }

    @Test func `31: alerts do not grow with the number of steps`() {
        let violation = found([]) { hooks in
            hooks.commands = { commands, _, now in
                commands + [.alert(Alert(.warning, "look.\(now.milliseconds)", "look"))]
            }
        }
        #expect(violation?.invariant == 31 || violation?.invariant == 39, "\(String(describing: violation))")
    }

    @Test func `31: what became of an order is not asked at every event`() {
        let violation = found([.throttled, .operatorResolves], perMille: 1000) { hooks in
            hooks.commands = { commands, book, _ in
                commands + book.orders.filter(\.isUnknown).map { .resolve($0.id) }
            }
        }
        #expect(violation?.invariant == 31, "\(String(describing: violation))")
    }

    private struct Held {
        var few = [1, 2]
        var inner = Inner()
        struct Inner {
            var many = Set(0..<50)
            var none: [Int]?
        }
    }

    @Test func `31: every list that is held is counted, however deep`() {
        let lists = Judge.lists(in: Held(), named: "held", depth: 3)
        #expect(lists.map(\.name) == ["held.few", "held.inner.many"])
        #expect(lists.map(\.count) == [2, 50])
        #expect(Judge.lists(in: Work(), named: "work", depth: 3).map(\.name).contains("work.queue.items"))
    }

    // MARK: 33

    @Test func `33: no reason of a halt names the account`() {
        let violation = found([.operatorHalts]) { hooks in
            hooks.records = { records, _ in
                records.map { record in
                    guard case .halted(var halt) = record else { return record }
                    halt.reason += ", account " + Scenario.account
                    return .halted(halt)
                }
            }
        }
        #expect(violation?.invariant == 33, "\(String(describing: violation))")
    }

    @Test func `33: nor does what is told on leaving`() {
        let violation = found([.secondDaemon]) { hooks in
            hooks.commands = { commands, _, _ in
                commands.map { command in
                    if case .leave(let reason) = command {
                        .leave(reason: reason + " " + Scenario.account)
                    } else {
                        command
                    }
                }
            }
        }
        #expect(violation?.invariant == 33, "\(String(describing: violation))")
    }

    // MARK: 34

    @Test func `34: a halt that nobody ordered is found`() {
        let violation = found([]) { hooks in
            hooks.events = { event, book, _ in
                guard case .snapshotArrived = event, book.trading.isArmed else { return [event] }
                return [event, .haltRequested(by: "nobody", reason: "none")]
            }
        }
        #expect(violation?.invariant == 34, "\(String(describing: violation))")
    }

    @Test func `34: a halt without its row is found`() {
        let violation = found([.operatorHalts]) { hooks in
            hooks.records = { records, _ in records.filter { if case .halted = $0 { false } else { true } } }
        }
        #expect(violation?.invariant == 34, "\(String(describing: violation))")
    }

    @Test func `34: a command that is carried out before it is written is found`() {
        let violation = found([.operatorHalts], only: 34) { $0.sendsBeforeCommit = true }
        #expect(violation?.text.contains("before it is in the journal") ?? false, "\(String(describing: violation))")
    }

    @Test func `34: who settled an order is not lost`() {
        let violation = found([.throttled, .operatorResolves], perMille: 1000) { hooks in
            hooks.records = { records, _ in
                records.map { record in
                    guard case .operatorResolved(let id, let word, _, let reason, let at) = record else {
                        return record
                    }
                    return .operatorResolved(id, word, by: "somebody", reason: reason, at: at)
                }
            }
        }
        #expect(violation?.invariant == 34, "\(String(describing: violation))")
    }

    // MARK: 35

    @Test func `35: a resume of what is not halted changes nothing`() {
        let violation = found([.operatorRepeats]) { hooks in
            hooks.lies = { event, book, _ in
                guard case .resumeRequested = event, book.trading.isArmed else { return event }
                return .notificationsMissed
            }
        }
        #expect(violation?.invariant == 35, "\(String(describing: violation))")
    }

    @Test func `35: news of somebody else's order change nothing`() {
        let violation = found([.humanTrades]) { hooks in
            hooks.lies = { event, _, _ in
                guard case .noticed(let notices) = event, notices.allSatisfy(\.isNameless) else { return event }
                return .notificationsMissed
            }
        }
        #expect(violation?.invariant == 35, "\(String(describing: violation))")
    }

    @Test func `35: operators do give commands that are refused`() {
        var strikes = 0
        for seed in UInt64(1)...20 {
            let outcome = Simulation.run(seed, RunOptions(faults: [.operatorRepeats], perMille: 300))
            #expect(outcome.violation == nil, "seed \(seed)")
            strikes += outcome.mix.strikes[Int(Fault.operatorRepeats.rawValue)]
        }
        #expect(strikes > 20)
    }
}

extension Notice {
    fileprivate var isNameless: Bool {
        switch self {
        case .order(let report): report.clientOrderID == nil
        case .fill(let fill): fill.clientOrderID == nil
        case .tradingDay, .exDate, .answer: false
        }
    }
}
