import Engine
import Market

// Rules of risk, drawn at random: each is on in some of the runs, in any company.
extension Scenario {
    static func drawRisk(_ risk: inout Policy.Risk, _ symbols: [Symbol], seed: UInt64) {
        var chance = Chance(seed: seed, stream: 11)
        // Half of the runs have the rules that everybody has.
        guard chance.happens(500) else { return }
        if chance.happens(200) { risk.takeProfit = .ppm(Int64(chance.pick([20_000, 50_000]))) }
        if chance.happens(250) { risk.trailingStop = .ppm(Int64(chance.pick([20_000, 50_000]))) }
        risk.cooldownDays = chance.pick([0, 1, 5])
        risk.confirmSeconds = Int64(chance.pick([0, 3, 3, 20]))
        if chance.happens(250) { risk.portfolioStop = .ppm(Int64(chance.pick([10_000, 30_000, 100_000]))) }
        if chance.happens(200) { risk.softGate = Policy.Risk.SoftGate(from: .ppm(5_000), to: .ppm(60_000)) }
        if chance.happens(200) { risk.totalCap = .ppm(Int64(chance.pick([300_000, 800_000]))) }
        if chance.happens(200) { risk.stockCap = .ppm(Int64(chance.pick([20_000, 150_000]))) }
        if chance.happens(150) { risk.boardCaps = [.init(board: .main, cap: .ppm(300_000))] }
        if chance.happens(150) { risk.industryCap = .ppm(250_000) }
        if chance.happens(150) { risk.volatility = Policy.Risk.Volatility() }
        if chance.happens(150) { risk.regime = Policy.Risk.Regime() }
        risk.missingInput = chance.pick([.keep, .cut])
        if chance.happens(100) { risk.leavesSuspended = true }
        if chance.happens(100) { risk.pennyBelow = .fen(Int64(chance.pick([500, 2_000]))) }
        risk.penny = chance.pick([.noBuy, .sell])
        if chance.happens(100) { risk.excludedBoards = [.star] }
        risk.excludedBoardsAction = chance.pick([.noBuy, .sell])
        if chance.happens(150), let symbol = symbols.first { risk.locks = [symbol] }
        if chance.happens(150), let symbol = symbols.last {
            risk.blackList = [.init(symbol: symbol, until: chance.pick([nil, Scenario.calendar.last]))]
        }
        risk.blackListAction = chance.pick([.noBuy, .sell])
    }

    /// Two industries, and a market's state that is missing on some days.
    func riskInputs(of signalDay: Day) -> RiskInputs {
        var chance = Chance(seed: seed &+ UInt64(signalDay.number), stream: 12)
        var industries = SymbolMap<String>()
        for (index, symbol) in symbols.enumerated() where chance.happens(900) {
            industries[symbol] = index % 2 == 0 ? "banks" : "others"
        }
        var states: [RiskInputs.State] = []
        if chance.happens(800) {
            let word = chance.pick(["risk_on", "neutral", "risk_off", "?"])
            states.append(RiskInputs.State(name: "regime", day: signalDay, value: word))
        }
        if chance.happens(800) {
            let age = chance.pick([0, 0, 1, 9])
            states.append(
                RiskInputs.State(
                    name: "volatility", day: signalDay.advanced(by: -age), value: chance.pick(["12.5", "25", "25.01"])))
        }
        return RiskInputs(
            signalDay: signalDay, industryOf: chance.happens(850) ? industries : SymbolMap(), states: states)
    }
}
