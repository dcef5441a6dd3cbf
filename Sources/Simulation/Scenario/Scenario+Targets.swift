import Engine
import Market

// What the strategies deliver for each day, and what goes wrong with it.
extension Scenario {
    static func deliveries(
        _ days: [Day], _ symbols: [Symbol], _ policy: Policy, _ chance: inout Chance, _ mix: inout FaultMix
    ) -> [Delivery] {
        days.map { day in
            let signalDay = (try? calendar.previous(before: day)) ?? day
            var delivery = Delivery(
                batches: batches(signalDay, symbols, policy, &chance), replacement: [], from: day.start,
                replacedAt: nil, refusals: [])
            let window = policy.execution.windowStart
            if mix.strikes(.targetsLate) {
                delivery.from = day.at(window).adding(seconds: Int64(chance.within(10...400)))
            }
            if mix.strikes(.targetsAllCash) {
                for index in delivery.batches.indices {
                    delivery.batches[index].lines = []
                    delivery.batches[index].digest += " all cash"
                }
            }
            if let code = Symbol("999999.SH"), mix.strikes(.strangeCode) {
                for index in delivery.batches.indices {
                    delivery.batches[index].lines.append(TargetBatch.Line(symbol: code, weight: .ppm(1_000)))
                    delivery.batches[index].lines.sort { $0.symbol < $1.symbol }
                    delivery.batches[index].digest += " and a strange code"
                }
            }
            if mix.strikes(.targetsMissing) { delivery.batches = [] }
            if mix.strikes(.targetsOfOtherDay) {
                for index in delivery.batches.indices {
                    delivery.batches[index].signalDay = signalDay.advanced(by: -1)
                }
            }
            if mix.strikes(.strategyMissing) { delivery.batches.removeAll { $0.strategy == "beta" } }
            if mix.strikes(.targetsRefused) {
                delivery.batches = []
                delivery.refusals = ["alpha.csv: a code is there twice; write each once"]
            }
            if mix.strikes(.targetsReplaced) {
                delivery.replacement = batches(signalDay, symbols, policy, &chance)
                delivery.replacedAt = day.at(window).adding(seconds: Int64(chance.within(1...90)))
            } else if mix.strikes(.targetsTwice) {
                delivery.replacement = delivery.batches
                delivery.replacedAt = day.at(window).adding(seconds: Int64(chance.within(1...90)))
            }
            return delivery
        }
    }

    private static func batches(
        _ signalDay: Day, _ symbols: [Symbol], _ policy: Policy, _ chance: inout Chance
    ) -> [TargetBatch] {
        let names = policy.strategies.isEmpty ? ["alpha"] : policy.strategies.map(\.name)
        return names.map { name in
            var left = 1000 - chance.pick([0, 20, 200])
            var lines: [TargetBatch.Line] = []
            for symbol in symbols where chance.happens(650) {
                let part = min(left, chance.within(20...500))
                guard part > 0 else { break }
                left -= part
                lines.append(TargetBatch.Line(symbol: symbol, weight: .ppm(Int64(part) * 1000)))
            }
            let digest = lines.map { "\($0.symbol.packed):\($0.weight.trillionths)" }.joined(separator: " ")
            return TargetBatch(
                signalDay: signalDay, strategy: name, lines: lines, proof: .cashRow, source: "simulated",
                digest: "\(signalDay.number) \(name) \(digest)")
        }
    }
}
