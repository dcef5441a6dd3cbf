import Market
import Testing

@testable import Report

@Suite struct JSONTextTests {
    private func text(_ write: (inout JSONText) -> Void) -> String {
        String(decoding: JSONText.object(write), as: UTF8.self)
    }

    @Test func `objects and arrays nest, empty ones stay on their line`() {
        let text = text { json in
            json.object("none") { _ in }
            json.object("one") { $0.add("a", 1) }
            json.array("rows", [1, 2]) { $0.add("b", $1) }
            json.array("empty", [Int]()) { $0.add("b", $1) }
        }
        #expect(
            text == """
                {
                  "none": {},
                  "one": {
                    "a": 1
                  },
                  "rows": [
                    {
                      "b": 1
                    },
                    {
                      "b": 2
                    }
                  ],
                  "empty": []
                }

                """)
    }

    @Test func `values of every kind, and null for none`() throws {
        let day = try #require(Day("2024-02-29"))
        let text = text { json in
            json.add("text", "a\"b")
            json.add("true", true)
            json.add("money", Money(li: -1_500))
            json.add("day", day)
            json.add("number", -0.25)
            json.add("no_text", nil as String?)
            json.add("no_count", nil as Int?)
            json.add("no_day", nil as Day?)
            json.add("no_number", nil as Double?)
            json.add("infinite", -Double.infinity)
        }
        #expect(
            text == """
                {
                  "text": "a\\"b",
                  "true": true,
                  "money": -1.500,
                  "day": "2024-02-29",
                  "number": -0.250000000000,
                  "no_text": null,
                  "no_count": null,
                  "no_day": null,
                  "no_number": null,
                  "infinite": null
                }

                """)
    }

    @Test func `a number that rounds to zero has no sign`() {
        #expect(text { $0.add("tiny", -1e-15) } == "{\n  \"tiny\": 0.000000000000\n}\n")
    }
}
