/// Which faults a run has and how often each strikes. Each fault draws from a stream of its own, so that leaving one out
/// changes nothing in the others' draws.
package struct FaultMix: Hashable, Sendable {
    /// Of a thousand occasions; by fault.
    package private(set) var rates: [Int]
    /// How often each struck; by fault.
    package private(set) var strikes: [Int]
    private var chances: [Chance]
    /// False once the faults have stopped.
    package var isOn = true

    /// No fault at all.
    package init(seed: UInt64) {
        let count = Fault.allCases.count
        rates = Array(repeating: 0, count: count)
        strikes = Array(repeating: 0, count: count)
        chances = (0..<count).map { Chance(seed: seed, stream: 1000 + UInt64($0)) }
    }

    /// The swarm: how many faults there are, which, and how often they strike are all drawn; one run in eight has none, and
    /// some have one that strikes always.
    package static func swarm(seed: UInt64) -> FaultMix {
        var mix = FaultMix(seed: seed)
        var chance = Chance(seed: seed, stream: 1)
        let count = chance.pick([0, 1, 1, 2, 3, 4, 6, 9])
        for _ in 0..<count {
            let fault = Fault.allCases[chance.below(Fault.allCases.count)]
            mix.rates[fault.index] = count == 1 ? chance.pick([1000, 300, 50]) : chance.pick([20, 50, 100, 250, 600])
        }
        // Without orders in doubt there is nothing to settle, and nothing to come late.
        if mix[.operatorResolves] + mix[.lateOrder] > 0, mix[.throttled] == 0 { mix.set(.throttled, perMille: 100) }
        return mix
    }

    package static func only(_ faults: [Fault], seed: UInt64, perMille: Int) -> FaultMix {
        var mix = FaultMix(seed: seed)
        for fault in faults { mix.rates[fault.index] = perMille }
        return mix
    }

    package var active: [Fault] { Fault.allCases.filter { rates[$0.index] > 0 } }

    package subscript(fault: Fault) -> Int { rates[fault.index] }

    package mutating func set(_ fault: Fault, perMille: Int) { rates[fault.index] = perMille }

    /// Whether the fault strikes on this occasion; counts it.
    mutating func strikes(_ fault: Fault) -> Bool {
        guard rates[fault.index] > 0, isOn else { return false }
        guard chances[fault.index].happens(rates[fault.index]) else { return false }
        strikes[fault.index] += 1
        return true
    }

    /// The same where the caller still has to see whether it can be done; `struck` then counts it.
    mutating func wants(_ fault: Fault) -> Bool {
        rates[fault.index] > 0 && isOn && chances[fault.index].happens(rates[fault.index])
    }

    mutating func struck(_ fault: Fault) { strikes[fault.index] += 1 }

    /// What a fault that has struck draws of its own, from 0 to `count` - 1.
    mutating func draw(_ fault: Fault, _ count: Int) -> Int { chances[fault.index].below(count) }
}
