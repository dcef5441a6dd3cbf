import Foundation
import Testing

@testable import Control

/// The JSON that other programs rely on. A change here is a change of the interface.
@Suite struct ReportsTests {
    private func json(_ report: some Encodable) throws -> String {
        String(decoding: try ControlJSON.encoder().encode(report), as: UTF8.self)
    }

    private func roundTrip<Report: Codable & Equatable>(_ report: Report) throws {
        #expect(try JSONDecoder().decode(Report.self, from: Data(json(report).utf8)) == report)
    }

    @Test func `the status of a day under way`() throws {
        let digest = String(repeating: "3fd2a1c0", count: 8)
        let expected = [
            #"{"account":"*******890","alerts":["#,
            #"{"at":"2026-11-20T09:41:30.000+08:00","level":"warning","text":"order 20261120-000008 of 600000.SH "#,
            #"has been without an answer for 30 s; it may be live"},"#,
            #"{"at":"2026-11-19T15:10:00.000+08:00","level":"info","text":"the day is closed"}],"#,
            #""bridge":{"broker":"up","endpoint":"127.0.0.1:7410","last_heartbeat_age_ms":2300,"#,
            #""session":"6f1c2f8e-6f0a-4f7e-9f3e-2f9b8f3e7c11","since":"2026-11-20T08:40:00.000+08:00","#,
            #""state":"connected"},"#,
            #""clock":{"now":"2026-11-20T09:42:05.250+08:00","source":"own"},"epoch":17,"#,
            #""figures":{"age_ms":2250,"as_of":"2026-11-20T09:42:03.000+08:00","cash":"1234567.89","#,
            #""drawdown_ppm":25000,"equity":"9999999.99","frozen_cash":"0.00","market_value":"8765432.10","#,
            #""peak_equity":"10256410.25"},"#,
            #""mode":"live","orders":{"closed_today":7,"unknown":1,"working":3},"#,
            #""rebalance":{"buys":{"closed":0,"total":12},"execution_day":"2026-11-20","#,
            #""next_moment":"2026-11-20T09:45:00.000+08:00","phase":"selling","sells":{"closed":7,"total":10}},"#,
            #""reconciled":{"at":"2026-11-20T09:42:01.000+08:00","reconciled":true,"why_not":null},"#,
            #""run":12,"simulated":false,"#,
            #""targets":{"digest":"\#(digest)","lines":51,"signal_day":"2026-11-19","#,
            #""source":"/var/lib/qmtd/targets/2026-11-19.csv","state":"in force","strategy":"demo"},"#,
            #""targets_why_not":null,"trading_day":"2026-11-20","#,
            #""trading_state":{"by":"alice (uid 1000)","cause":null,"reason":"checked","resume":null,"#,
            #""since":"2026-11-19T18:02:11.000+08:00","state":"armed"},"version":"0.1.0"}"#,
        ]
        #expect(try json(StatusReport.underWay()) == expected.joined())
        try roundTrip(StatusReport.underWay())
    }

    @Test func `K15: what is unknown is null, never left out`() throws {
        let expected = [
            #"{"account":"*****","alerts":[],"#,
            #""bridge":{"broker":null,"endpoint":"127.0.0.1:7410","last_heartbeat_age_ms":null,"session":null,"#,
            #""since":null,"state":"connecting"},"#,
            #""clock":{"now":"2026-11-20T08:40:00.000+08:00","source":"session"},"epoch":null,"#,
            #""figures":{"age_ms":null,"as_of":null,"cash":null,"drawdown_ppm":null,"equity":null,"#,
            #""frozen_cash":null,"market_value":null,"peak_equity":null},"#,
            #""mode":"live","orders":{"closed_today":0,"unknown":0,"working":0},"#,
            #""rebalance":{"buys":null,"execution_day":null,"next_moment":null,"phase":"idle","sells":null},"#,
            #""reconciled":{"at":null,"reconciled":false,"why_not":"no snapshot yet"},"run":1,"simulated":null,"#,
            #""targets":null,"targets_why_not":"no batch for 2026-11-19","trading_day":null,"#,
            #""trading_state":{"by":null,"cause":null,"reason":null,"resume":null,"since":null,"state":"halted"},"#,
            #""version":"0.1.0"}"#,
        ]
        #expect(try json(StatusReport.inTheDark()) == expected.joined())
        try roundTrip(StatusReport.inTheDark())
    }

    @Test func `positions`() throws {
        let report = PositionsReport(
            isKnown: true, asOf: "m", ageMilliseconds: 5,
            rows: [
                .row("600000.SH"),
                .row(
                    "688981.SH", volume: nil, sellable: nil, cost: nil, last: nil, value: nil, weight: nil, target: nil,
                    entry: nil, stop: nil),
            ],
            strategies: [
                .init(name: "alpha", equity: "600.00", cash: "-1.00", profit: "2.00", fees: "5.00", holdings: 3)
            ])
        let expected = [
            #"{"age_ms":5,"as_of":"m","known":true,"rows":["#,
            #"{"cost_price":"9.8725","entry_price":"9.90","last_price":"10.25","sellable":1000,"stop_price":"8.91","#,
            #""symbol":"600000.SH","target_shares":1500,"value":"12300.00","volume":1200,"weight_ppm":12300},"#,
            #"{"cost_price":null,"entry_price":null,"last_price":null,"sellable":null,"stop_price":null,"#,
            #""symbol":"688981.SH","target_shares":null,"value":null,"volume":null,"weight_ppm":null}],"#,
            #""strategies":[{"cash":"-1.00","equity":"600.00","fees":"5.00","holdings":3,"name":"alpha","#,
            #""profit":"2.00"}]}"#,
        ]
        #expect(try json(report) == expected.joined())
        try roundTrip(report)
    }

    @Test func `orders`() throws {
        let report = OrdersReport(
            filter: .open, asOf: nil, ageMilliseconds: nil,
            rows: [
                .row("a-1", state: .inFlight, broker: nil),
                .row("a-2", filled: 100, at: "10.2", message: "m", reason: "r"),
            ])
        let expected = [
            #"{"age_ms":null,"as_of":null,"filter":"open","rows":["#,
            #"{"broker_status":null,"client_order_id":"a-1","filled":0,"filled_price":null,"message":null,"#,
            #""price":"10.25","reason":null,"side":"sell","state":"in_flight","symbol":"600000.SH","#,
            #""time":"2026-11-20T09:31:02.125+08:00","volume":12300},"#,
            #"{"broker_status":"live","client_order_id":"a-2","filled":100,"filled_price":"10.2","message":"m","#,
            #""price":"10.25","reason":"r","side":"sell","state":"working","symbol":"600000.SH","#,
            #""time":"2026-11-20T09:31:02.125+08:00","volume":12300}]}"#,
        ]
        #expect(try json(report) == expected.joined())
        try roundTrip(report)
    }

    @Test func `halt and resume`() throws {
        let halt = HaltReport(changed: true, state: .halted, since: "m", by: nil, reason: "r", note: "n")
        #expect(
            try json(halt) == #"{"by":null,"changed":true,"note":"n","reason":"r","since":"m","state":"halted"}"#)
        try roundTrip(halt)
        let resume = ResumeReport(changed: false, state: .armed, since: nil, by: "b", reason: nil, note: "n")
        #expect(
            try json(resume) == #"{"by":"b","changed":false,"note":"n","reason":null,"since":null,"state":"armed"}"#)
        try roundTrip(resume)
    }

    @Test func `a field that another version left out is unknown`() throws {
        let data = Data(#"{"by":"b","changed":false,"note":"n","state":"armed","later":1}"#.utf8)
        let report = try JSONDecoder().decode(ResumeReport.self, from: data)
        #expect(report == ResumeReport(changed: false, state: .armed, since: nil, by: "b", reason: nil, note: "n"))
    }

    @Test func `a field that is never unknown must be there`() {
        let data = Data(#"{"by":"b","changed":false,"note":"n"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ResumeReport.self, from: data) }
    }

    /// Whatever order the daemon has them in.
    @Test(arguments: UInt64(1)...20)
    func `orders come sorted, unknown ones first`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let sorted: [OrdersReport.Row] = [
            .row("u-2", state: .unknown, time: "1"), .row("u-1", state: .unknown, time: "2"),
            .row("f-1", state: .inFlight), .row(nil, state: .working, symbol: "000001.SZ", time: "3"),
            .row(nil, state: .working, time: "3"), .row("w-1", state: .working, time: "3"),
            .row("c-1", state: .closed, time: "0"), .row("c-2", state: .closed, time: "0"), .row("d-1", state: .denied),
        ]
        var rows = sorted
        for index in rows.indices.reversed() { rows.swapAt(index, Int(generator.next() % UInt64(index + 1))) }
        let report = OrdersReport(filter: .all, asOf: nil, ageMilliseconds: nil, rows: rows)
        #expect(report.rows == sorted, "seed \(seed)")
    }

    @Test(arguments: [
        (OrdersFilter.all, OrdersReport.State.allCases), (.open, [.unknown, .inFlight, .working]),
        (.unknown, [.unknown]),
    ])
    func `a filter keeps what it names`(filter: OrdersFilter, states: [OrdersReport.State]) {
        let rows = OrdersReport.State.allCases.map { OrdersReport.Row.row("a", state: $0) }
        let report = OrdersReport(filter: filter, asOf: nil, ageMilliseconds: nil, rows: rows)
        #expect(report.rows.map(\.state) == states)
    }

    @Test(arguments: [
        ("1234567890", "*******890"), ("123456", "***456"), ("12345", "*****"), ("123", "***"), ("", ""),
    ])
    func `M05: an account shows its last three digits`(account: String, masked: String) {
        #expect(AccountMask.masked(account) == masked)
    }
}
