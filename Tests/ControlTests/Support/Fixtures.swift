import Control

extension StatusReport {
    /// A day under way, everything known.
    static func underWay() -> StatusReport {
        StatusReport(
            version: "0.1.0", run: 12, epoch: 17, account: AccountMask.masked("1234567890"), simulated: false,
            mode: "live",
            tradingState: TradingState(
                state: .armed, since: "2026-11-19T18:02:11.000+08:00", by: "alice (uid 1000)", reason: "checked"),
            clock: Clock(now: "2026-11-20T09:42:05.250+08:00", source: .own), tradingDay: "2026-11-20",
            bridge: Bridge(
                state: "connected", since: "2026-11-20T08:40:00.000+08:00",
                session: "6f1c2f8e-6f0a-4f7e-9f3e-2f9b8f3e7c11", broker: "up", endpoint: "127.0.0.1:7410",
                lastHeartbeatAgeMilliseconds: 2_300),
            reconciled: Reconciled(reconciled: true, at: "2026-11-20T09:42:01.000+08:00", whyNot: nil),
            targets: Targets(
                signalDay: "2026-11-19", strategy: "demo", digest: String(repeating: "3fd2a1c0", count: 8), lines: 51,
                state: "in force", source: "/var/lib/qmtd/targets/2026-11-19.csv"),
            targetsWhyNot: nil,
            rebalance: Rebalance(
                phase: "selling", executionDay: "2026-11-20", sells: .init(total: 10, closed: 7),
                buys: .init(total: 12, closed: 0), nextMoment: "2026-11-20T09:45:00.000+08:00"),
            figures: Figures(
                cash: "1234567.89", frozenCash: "0.00", marketValue: "8765432.10", equity: "9999999.99",
                peakEquity: "10256410.25", drawdownPPM: 25_000, asOf: "2026-11-20T09:42:03.000+08:00",
                ageMilliseconds: 2_250),
            orders: Orders(working: 3, unknown: 1, closedToday: 7),
            alerts: [
                Alert(
                    at: "2026-11-20T09:41:30.000+08:00", level: .warning,
                    text: "order 20261120-000008 of 600000.SH has been without an answer for 30 s; it may be live"),
                Alert(at: "2026-11-19T15:10:00.000+08:00", level: .info, text: "the day is closed"),
            ])
    }

    /// Just started, the shim not there, nothing known.
    static func inTheDark() -> StatusReport {
        StatusReport(
            version: "0.1.0", run: 1, epoch: nil, account: AccountMask.masked("12345"), simulated: nil, mode: "live",
            tradingState: TradingState(state: .halted, since: nil, by: nil, reason: nil),
            clock: Clock(now: "2026-11-20T08:40:00.000+08:00", source: .session), tradingDay: nil,
            bridge: Bridge(
                state: "connecting", since: nil, session: nil, broker: nil, endpoint: "127.0.0.1:7410",
                lastHeartbeatAgeMilliseconds: nil),
            reconciled: Reconciled(reconciled: false, at: nil, whyNot: "no snapshot yet"), targets: nil,
            targetsWhyNot: "no batch for 2026-11-19",
            rebalance: Rebalance(phase: "idle", executionDay: nil, sells: nil, buys: nil, nextMoment: nil),
            figures: .unknown, orders: Orders(working: 0, unknown: 0, closedToday: 0), alerts: [])
    }
}

extension PositionsReport.Row {
    static func row(
        _ symbol: String, volume: Int64? = 1200, sellable: Int64? = 1000, cost: String? = "9.8725",
        last: String? = "10.25", value: String? = "12300.00", weight: Int64? = 12_300, target: Int64? = 1500,
        entry: String? = "9.90", stop: String? = "8.91"
    ) -> PositionsReport.Row {
        PositionsReport.Row(
            symbol: symbol, volume: volume, sellable: sellable, costPrice: cost, lastPrice: last, value: value,
            weightPPM: weight, targetShares: target, entryPrice: entry, stopPrice: stop)
    }
}

extension OrdersReport.Row {
    static func row(
        _ id: String?, state: OrdersReport.State = .working, symbol: String = "600000.SH", side: String = "sell",
        filled: Int64 = 0, at: String? = nil, broker: String? = "live", message: String? = nil, reason: String? = nil,
        time: String = "2026-11-20T09:31:02.125+08:00"
    ) -> OrdersReport.Row {
        OrdersReport.Row(
            clientOrderID: id, symbol: symbol, side: side, price: "10.25", volume: 12_300, filled: filled,
            filledPrice: at, state: state, brokerStatus: broker, message: message, reason: reason, time: time)
    }
}
