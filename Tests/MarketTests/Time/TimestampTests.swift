import Foundation
import Market
import Testing

@Suite struct TimestampTests {
    @Test func `text reads back for any moment since 1992`() {
        let seed: UInt64 = 61
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let moment = Timestamp(milliseconds: Int64.random(in: 694_000_000_000...4_000_000_000_000, using: &random))
            #expect(Timestamp(moment.description) == moment, "seed \(seed)")
            #expect(moment.day.at(moment.timeOfDay) == moment)
        }
    }

    @Test func `offsets and fractions are read`() throws {
        let moment = try #require(Timestamp("2026-11-20T09:31:02.125+08:00"))
        #expect(moment.description == "2026-11-20T09:31:02.125+08:00")
        #expect(Timestamp("2026-11-20T01:31:02.125Z") == moment)
        #expect(Timestamp("2026-11-19T20:01:02.125-05:30") == moment)
        #expect(Timestamp("2026-11-20T09:31:02.125999999+08:00") == moment)
        #expect(Timestamp("2026-11-20T09:31:02+08:00") == moment.adding(milliseconds: -125))
        #expect(Timestamp("2026-11-20T09:31:02.1+08:00") == moment.adding(milliseconds: -25))
        #expect(Timestamp("1970-01-01T00:00:00Z")?.milliseconds == 0)
    }

    @Test(arguments: [
        "", "2026-11-20", "2026-11-20T09:31:02", "2026-11-20 09:31:02Z", "2026-11-20T09:31:02.Z", "2026-11-20T09:31Z",
        "2026-11-20T09:31:02.1234567890Z", "2026-11-20T09:31:02+0800", "2026-11-20T09:31:02+8", "2026-11-20T24:00:00Z",
        "2026-02-30T00:00:00Z", "2026-11-20T09:31:02ZZ", "2026-11-20T09:31:02,5Z",
    ])
    func `what is no moment is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `differences and JSON are in milliseconds`() throws {
        let moment = Timestamp(milliseconds: 1_700_000_000_000)
        #expect(moment.adding(seconds: 2).milliseconds(since: moment) == 2000)
        #expect(moment < moment.adding(milliseconds: 1))
        #expect(String(decoding: try JSONEncoder().encode([moment]), as: UTF8.self) == "[1700000000000]")
        #expect(try JSONDecoder().decode([Timestamp].self, from: Data("[1700000000000]".utf8)) == [moment])
    }
}
