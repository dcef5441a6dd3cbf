import Foundation
import Market
import Testing

@testable import Lab

@Suite struct RuleVerificationTests {
    private static func calendar() throws -> TradingCalendar {
        let days = ["2018-08-20", "2024-02-07", "2024-02-08", "2024-02-19", "2024-02-20"]
        return try TradingCalendar(days: days.compactMap { Day($0) })
    }

    private static func verify(_ cases: String..., calendar: TradingCalendar? = nil) throws -> RuleVerification {
        let json = #"{"about": "", "cases": [\#(cases.joined(separator: ", "))]}"#
        let file = try RuleCases(Data(json.utf8), path: "cases.json")
        return RuleVerification(file, calendar: try calendar ?? self.calendar())
    }

    @Test func `there is an example of every kind`() {
        #expect(Set(CaseExamples.all.map(\.kind)) == Set(RuleCaseKind.allCases.map(\.rawValue)))
    }

    @Test(arguments: CaseExamples.all)
    func `a right case passes`(example: CaseExamples.Example) throws {
        let verification = try Self.verify(example.json(), example.json(id: "x-2", adding: #""note": "why""#))
        #expect(verification.report == ["2 cases: 2 passed, 0 failed, 0 refused, 0 unverified differ"])
        #expect(verification.isPassed)
    }

    @Test(arguments: CaseExamples.all)
    func `a wrong output fails and is named`(example: CaseExamples.Example) throws {
        let verification = try Self.verify(try Self.changed(example, example.output, to: example.wrong))
        #expect(verification.failed.count == 1 && verification.refused.isEmpty, "\(verification.report)")
        #expect(!verification.isPassed)
        let line = try #require(verification.report.first)
        #expect(line.hasPrefix("FAILED x-1 (\(example.kind)): expected "))
        #expect(line.contains("; got "))
    }

    @Test(arguments: CaseExamples.all)
    func `the same wrong output of an unverified case is told apart and fails nothing`(
        example: CaseExamples.Example
    ) throws {
        let json = try Self.changed(example, example.output, to: example.wrong, adding: ["unverified": true])
        let verification = try Self.verify(json)
        #expect(verification.failed.isEmpty && verification.refused.isEmpty && verification.unverified.count == 1)
        #expect(verification.isPassed)
        #expect(verification.report.first?.hasPrefix("unverified x-1 (\(example.kind)): expected ") == true)
        #expect(verification.report.last == "1 cases: 0 passed, 0 failed, 0 refused, 1 unverified differ")
    }

    @Test(arguments: CaseExamples.all)
    func `a field that is missing is named, whichever it is`(example: CaseExamples.Example) throws {
        let whole = try Self.object(example.json())
        for field in whole.keys.sorted() where !["id", "kind"].contains(field) {
            var fields = whole
            fields[field] = nil
            let verification = try Self.verify(try Self.text(fields))
            if example.optional.contains(field) {
                #expect(verification.refused.isEmpty, "without \(field)")
            } else if let refusal = verification.refused.first {
                #expect(refusal.reason == "it has no field '\(field)'")
                #expect(refusal.id == "x-1" && refusal.kind == example.kind)
            } else {
                // An input with a default: the case then says something else, and fails.
                #expect(
                    ["par_value", "underlying_t0", "commission_mode"].contains(field) && verification.failed.count == 1,
                    "\(field)")
            }
            #expect(verification.total == 1)
        }
    }

    @Test(arguments: CaseExamples.all)
    func `a field with a value of another kind is named, whichever it is`(example: CaseExamples.Example) throws {
        let whole = try Self.object(example.json())
        for field in whole.keys.sorted() where !["id", "kind"].contains(field) {
            for value in [-1, 1.5, "zzz", ["a"], ["a": 1], 10_000_000_000_000_000_000.0, "99999999999999999999", "-0"]
                as [Any]
            {
                var fields = whole
                fields[field] = value
                let verification = try Self.verify(try Self.text(fields))
                // Any text may be a code, and any decimal a price that is not on the tick.
                let isName = ["code", "symbol"].contains(field) && value is String
                if example.kind == "tick", field == "price", value as? String == "-0" { continue }
                if isName {
                    #expect(!verification.isPassed, "\(field) \(value)")
                } else {
                    let reason = verification.refused.first?.reason ?? "none"
                    #expect(reason.contains("'\(field)"), "\(field) \(value): \(reason)")
                }
            }
        }
    }

    @Test(arguments: CaseExamples.all)
    func `a field that nobody knows is named`(example: CaseExamples.Example) throws {
        let verification = try Self.verify(example.json(adding: #""surprise": 1, "another": 2"#))
        let reason = "it has fields that this version does not know: 'another', 'surprise'"
        #expect(verification.refused.map(\.reason) == [reason])
        #expect(!verification.isPassed)
    }

    @Test func `fields inside an object are checked as well`() throws {
        let fees = try #require(CaseExamples.all.first { $0.kind == "fees" })
        let missing = try Self.verify(
            try Self.changed(fees, "expect", to: #"{"commission": "64.20", "stamp": "0.00"}"#))
        #expect(missing.refused.map(\.reason) == ["it has no field 'expect.transfer'"])
        let more = #"{"commission": "64.20", "stamp": "0.00", "transfer": "0.60", "levy": "0.00"}"#
        let unknown = try Self.verify(try Self.changed(fees, "expect", to: more))
        #expect(unknown.refused.map(\.reason) == ["it has fields that this version does not know: 'expect.levy'"])
        let auction = try #require(CaseExamples.all.first { $0.kind == "auction" })
        let order = try Self.verify(
            try Self.changed(auction, "orders", to: #"[{"side": "hold", "price": "1", "qty": 1}]"#))
        #expect(order.refused.map(\.reason) == [#"its field 'orders[0].side' is "hold"; allowed: buy, sell"#])
    }

    @Test func `an unknown kind is refused by name and fails the run`() throws {
        let verification = try Self.verify(#"{"id": "m-1", "kind": "margin", "x": 1}"#, CaseExamples.all[0].json())
        let refusal = try #require(verification.refused.first)
        #expect(refusal.id == "m-1" && refusal.kind == "margin")
        #expect(refusal.reason.hasPrefix("this version knows no kind 'margin'; known: limit_price, "))
        #expect(!verification.isPassed)
        #expect(verification.passed == 1)
        let unverified = try Self.verify(#"{"id": "m-1", "kind": "margin", "unverified": true}"#)
        #expect(unverified.refused.count == 1 && !unverified.isPassed)
    }

    @Test func `what is no case, or has no id or no kind, is refused by its place`() throws {
        let verification = try Self.verify(
            "5", #"{"kind": "tick"}"#, #"{"id": "a"}"#, #"{"id": 7, "kind": "tick"}"#, #"{"id": "b", "kind": null}"#,
            "null")
        #expect(
            verification.report == [
                "REFUSED case 1 (no kind): it is 5, not an object",
                "REFUSED case 2 (tick): it has no 'id'",
                "REFUSED a (no kind): it has no 'kind'",
                "REFUSED case 4 (tick): its 'id' is 7, not a text",
                "REFUSED b (no kind): its 'kind' is null, not a text",
                "REFUSED case 6 (no kind): it is null, not an object",
                "6 cases: 0 passed, 0 failed, 6 refused, 0 unverified differ",
            ])
    }

    @Test func `an id that comes twice is refused the second time`() throws {
        let verification = try Self.verify(CaseExamples.all[0].json(), CaseExamples.all[2].json())
        #expect(verification.passed == 1)
        #expect(verification.refused.map(\.reason) == ["another case before it has the same id"])
    }

    @Test func `only the outputs that differ are printed`() throws {
        let limits = CaseExamples.all[0]
        let verification = try Self.verify(try Self.changed(limits, "down", to: "null"))
        #expect(verification.report.first == "FAILED x-1 (limit_price): expected down null; got down 13.01")
    }

    @Test func `a board that the exchange does not have is refused`() throws {
        let limits = CaseExamples.all[0]
        func reason(_ field: String, _ value: String) throws -> String? {
            try Self.verify(try Self.changed(limits, field, to: value)).refused.first?.reason
        }
        #expect(try reason("board", #""chinext""#) == "its exchange SSE has no board 'chinext'")
        #expect(try reason("exchange", #""BSE""#) == "its exchange BSE has no board 'main'")
        #expect(try reason("board", "null") == "its type 'stock' needs a board, and 'board' is null")
        let cap = try #require(CaseExamples.all.first { $0.kind == "st_buy_cap" })
        let verification = try Self.verify(try Self.changed(cap, "exchange", to: #""BSE""#))
        #expect(verification.refused.map(\.reason) == ["its exchange BSE has no board 'main'"])
    }

    @Test func `without a calendar the cases that need one are refused with what to do`() throws {
        let session = #"{"id": "s", "kind": "session", "exchange": "SSE", "type": "stock", "board": "main", "#
        let closed = #", "phase": "closed", "accepts_auction_orders": false, "accepts_cancels": false}"#
        let open = #", "phase": "continuous", "accepts_auction_orders": true, "accepts_cancels": true}"#
        let cases: [(json: String, isRefused: Bool)] = [
            (#"{"id": "d", "kind": "trading_day", "date": "2024-02-08", "open": true}"#, true),
            (#"{"id": "n", "kind": "next_trading_day", "date": "2024-02-08", "next": "2024-02-19"}"#, true),
            // A Friday, a Sunday, a Thursday.
            (session + #""datetime": "2024-02-09T10:00:00""# + closed, true),
            (session + #""datetime": "2024-02-04T10:00:00""# + closed, false),
            (session + #""datetime": "2024-02-08T10:00:00""# + open, false),
        ]
        for (json, isRefused) in cases {
            let file = try RuleCases(Data(#"{"cases": [\#(json)]}"#.utf8), path: "cases.json")
            let verification = RuleVerification(file, calendar: nil)
            #expect(verification.isPassed != isRefused, "\(json)")
            if isRefused { #expect(verification.refused.first?.reason.contains("--calendar FILE.csv") == true) }
        }
    }

    @Test func `a day outside the calendar is refused, not guessed`() throws {
        let verification = try Self.verify(#"{"id": "d", "kind": "trading_day", "date": "2024-03-01", "open": true}"#)
        let reason = try #require(verification.refused.first?.reason)
        #expect(reason.hasPrefix("2024-03-01 is outside the trading calendar (2018-08-20 to 2024-02-20)"))
    }

    @Test func `the same cases give the same report`() throws {
        let first = try Self.verify(CaseExamples.all[0].json(), #"{"id": "b", "kind": "c", "z": 1, "y": 2, "x": 3}"#)
        let second = try Self.verify(CaseExamples.all[0].json(), #"{"id": "b", "kind": "c", "z": 1, "y": 2, "x": 3}"#)
        #expect(first.report == second.report)
    }

    // MARK: Changing examples

    private static func object(_ json: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    private static func text(_ object: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    private static func changed(
        _ example: CaseExamples.Example, _ field: String, to json: String, adding more: [String: Any] = [:]
    ) throws -> String {
        var fields = try object(example.json())
        #expect(fields[field] != nil)
        fields[field] = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
        return try text(fields.merging(more) { _, new in new })
    }
}
