package import Engine
package import Exchange
package import Market

/// The profile `oracle`: the bare rules of a back-test, against which the replay is proved to the li. Everything fills whole
/// at the open of the day after the signal, sells before buys in the order of the columns, weights are of the equity at the
/// signal's close, commission is 0.025 % and at least 5 yuan, stamp duty 0.05 % of sells, both half up to the fen.
///
/// Engine and exchange are the ones that trade; only settings differ.
package struct OracleProfile: Hashable, Sendable {
    package var openingCash: Money
    /// Basis points of the open that a fill is worse.
    package var slippageBP: Int64

    package init(openingCash: Money, slippageBP: Int64 = 0) {
        self.openingCash = openingCash
        self.slippageBP = slippageBP
    }

    private static let fees = FeeSchedule(
        commission: CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5), isAllIn: true),
        flatDuties: FeeSchedule.FlatDuties(stampDutyPerBillion: 500_000))

    package var policy: Policy {
        var execution = Policy.Execution()
        execution.windowStart = TimeOfDay(9, 30)
        execution.ordersPerSecond = .max
        execution.inFlightMaximum = .max
        execution.sizing = .previousClose
        execution.scope = .account
        execution.pricing = .last
        execution.collar = .ppm(slippageBP * 100)
        execution.cashBuffer = .zero
        execution.minimumOrder = .zero
        execution.idealizesVenue = true
        execution.readsOnDemand = true
        execution.manner.buyRelease = .afterSells
        execution.manner.measuresQuality = false
        var risk = Policy.Risk()
        risk.stopLoss = nil
        risk.drawdownLimit = nil
        return Policy(
            account: "oracle", isSimulated: true, execution: execution, risk: risk, fees: OracleProfile.fees)
    }

    package var exchange: SimulatedExchange.Configuration {
        var configuration = SimulatedExchange.Configuration(openingCash: openingCash, fees: OracleProfile.fees)
        configuration.participationPPM = nil
        configuration.takerPrice = .path
        configuration.idealizesVenue = true
        if slippageBP > 0 { configuration.slippage = .share(.ppm(slippageBP * 100)) }
        return configuration
    }
}
