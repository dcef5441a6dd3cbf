import Engine
import Exchange
import Market
import Settings

extension ReplaySettings {
    /// The engine's policy. The account is simulated and nobody else touches it: it is read when something is to be
    /// decided, and nothing limits the sending.
    func policy(strategies: [Policy.Strategy]) -> Policy {
        var execution = execution
        execution.ordersPerSecond = .max
        execution.inFlightMaximum = .max
        execution.readsOnDemand = true
        if fill == .open {
            execution.windowStart = TimeOfDay(9, 30)
            execution.dayStart = min(execution.dayStart, execution.windowStart)
            execution.pricing = .last
            // The convention is a style of its own.
            execution.manner.style = .window
        }
        var limits = limits
        limits.ordersPerMinute = nil
        limits.ordersPerSymbolMinute = nil
        limits.messagesPerDay = nil
        limits.cancelRatio = nil
        return Policy(
            account: "replay", isSimulated: true, strategies: strategies, execution: execution, risk: risk, fees: fees,
            limits: limits)
    }

    var exchange: SimulatedExchange.Configuration {
        var configuration = SimulatedExchange.Configuration(openingCash: openingCash, fees: fees)
        configuration.participationPPM = participation.map { $0.trillionths / 1_000_000 }
        configuration.takerPrice = fill == .open ? .path : .touch
        configuration.takesUpRights = takesUpRights
        switch slippage {
        case .basisPoints(0), .ticks(0): configuration.slippage = nil
        case .basisPoints(let points): configuration.slippage = .share(.ppm(Int64(points) * 100))
        case .ticks(let ticks): configuration.slippage = .ticks(ticks)
        }
        switch endedSeries {
        case .carry: configuration.endedSeries = nil
        case .sell: configuration.endedSeries = .init(afterDays: endedAfterDays, isSold: true)
        case .writeOff: configuration.endedSeries = .init(afterDays: endedAfterDays, isSold: false)
        }
        return configuration
    }
}
