import Foundation
import Market
import Testing

@testable import Report

@Suite struct SummaryJSONTests {
    private func object(_ record: ReplayRecord) throws -> [String: Any] {
        let bytes = SummaryJSON.text(Summary(record), record.about)
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func `figures read back as they are`() throws {
        let record = SampleReplay.make(days: 260, every: 5, names: 8)
        let summary = Summary(record)
        let json = try object(record)
        let returns = try #require(json["returns"] as? [String: Any])
        let total = try #require(returns["total"] as? Double)
        #expect(abs(total - (summary.totalReturn ?? 0)) < 1e-12)
        #expect(json["days"] as? Int == 260)
        let orders = try #require(json["orders"] as? [String: Int])
        #expect(orders.values.reduce(0, +) == record.orders.count)
        #expect((json["months"] as? [Any])?.count == summary.months.count)
        let trips = try #require(json["round_trips"] as? [String: Any])
        #expect(trips["closed"] as? Int == summary.closedTrips)
    }

    @Test func `figures that are not defined are null, members are all there`() throws {
        let empty = try object(Curves.record(opening: 0, []))
        let full = try object(SampleReplay.make(days: 60, every: 5, names: 8))
        #expect(empty.keys.sorted() == full.keys.sorted())
        for name in ["returns", "drawdown", "trading", "round_trips", "benchmark"] {
            let some = try #require(empty[name] as? [String: Any])
            let all = try #require(full[name] as? [String: Any])
            #expect(some.keys.sorted() == all.keys.sorted())
        }
        let returns = try #require(empty["returns"] as? [String: Any])
        #expect(returns["sharpe"] is NSNull)
    }

    @Test func `the text of a small summary`() {
        let record = Curves.record(opening: 100, [101, 99])
        let text = String(decoding: SummaryJSON.text(Summary(record), record.about), as: UTF8.self)
        #expect(
            text.hasPrefix(
                """
                {
                  "title": "Test",
                  "first_day": "2020-01-06",
                  "last_day": "2020-01-07",
                  "days": 2,
                  "opening_cash": 100.000,
                  "final_equity": 99.000,
                  "returns": {
                    "total": -0.010000000000,
                """))
        #expect(text.hasSuffix("\n  \"checks\": []\n}\n"))
    }

    @Test func `what is too large for fixed places has its shortest form`() throws {
        let bytes = JSONText.object { json in
            json.add("large", 1.5e9)
            json.add("none", Double.nan)
            json.add("small", 1e-9)
        }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "{\n  \"large\": 1500000000.0,\n  \"none\": null,\n  \"small\": 0.000000001000\n}\n")
    }
}
