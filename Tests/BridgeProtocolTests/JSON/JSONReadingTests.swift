import Testing

@testable import BridgeProtocol

@Suite struct JSONReadingTests {
    static let texts: [(String, JSONValue)] = [
        ("null", JSONValue.null), ("true", true), ("false", false), ("0", 0), ("-0", 0), ("7", 7),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .number("9223372036854775808")),
        ("-9223372036854775809", .number("-9223372036854775809")), ("10.25", .number("10.25")),
        ("1e3", .number("1e3")), ("1E+3", .number("1E+3")), ("0.10", .number("0.10")), ("1e-999", .number("1e-999")),
        (#""""#, ""), (#""600000.SH""#, "600000.SH"), (#""浦发银行""#, "浦发银行"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""a\u0041\u6d66\ud83d\ude00z""#, "aA浦😀z"), (#""\u0000""#, "\0"), ("[]", []), ("{}", [:]),
        (" [ 1 , [ ] , { } ] ", [1, [], [:]]), ("{\t\"a\" : {\"b\":[null]}\r}", ["a": ["b": [nil]]]),
    ]

    @Test(arguments: texts)
    func `a JSON text is read without loss`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(reading: text) == value)
    }

    static let faults: [(String, JSONFailure)] = [
        ("", JSONFailure(.expected("a value"), at: 0)), ("  ", JSONFailure(.expected("a value"), at: 2)),
        ("nul", JSONFailure(.expected("null"), at: 3)), ("nulx", JSONFailure(.expected("null"), at: 0)),
        ("True", JSONFailure(.expected("a value"), at: 0)), ("NaN", JSONFailure(.expected("a value"), at: 0)),
        ("Infinity", JSONFailure(.expected("a value"), at: 0)),
        ("-Infinity", JSONFailure(.expected("a number without leading zeros"), at: 0)),
        ("+1", JSONFailure(.expected("a value"), at: 0)),
        ("01", JSONFailure(.expected("a number without leading zeros"), at: 0)),
        ("-", JSONFailure(.expected("a number without leading zeros"), at: 0)),
        ("-01", JSONFailure(.expected("a number without leading zeros"), at: 0)),
        ("1.", JSONFailure(.expected("a digit"), at: 2)), (".5", JSONFailure(.expected("a value"), at: 0)),
        ("1e", JSONFailure(.expected("a digit"), at: 2)), ("1e+", JSONFailure(.expected("a digit"), at: 3)),
        ("1e400", JSONFailure(.numberOutOfRange, at: 0)), ("-1.5e999", JSONFailure(.numberOutOfRange, at: 0)),
        ("0x10", JSONFailure(.trailing, at: 1)), ("1 2", JSONFailure(.trailing, at: 2)),
        ("{}x", JSONFailure(.trailing, at: 2)),
        ("[1,]", JSONFailure(.expected("a value"), at: 3)), ("[1 2]", JSONFailure(.expected(", or ]"), at: 3)),
        ("[1", JSONFailure(.expected(", or ]"), at: 2)), ("[", JSONFailure(.expected("a value or ]"), at: 1)),
        (#"{"a":1,}"#, JSONFailure(.expected("a name in quotes"), at: 7)),
        (#"{"a" 1}"#, JSONFailure(.expected("a colon"), at: 5)),
        ("{a:1}", JSONFailure(.expected("a name in quotes"), at: 1)),
        (#"{"a":}"#, JSONFailure(.expected("a value"), at: 5)),
        (#"{"a":1"#, JSONFailure(.expected(", or }"), at: 6)),
        ("{'a':1}", JSONFailure(.expected("a name in quotes"), at: 1)),
        (#""abc"#, JSONFailure(.expected("a closing quote"), at: 4)), ("\"a\tb\"", JSONFailure(.badText, at: 2)),
        (#""\x""#, JSONFailure(.badText, at: 1)), (#""\u12g4""#, JSONFailure(.badText, at: 1)),
        (#""\"#, JSONFailure(.badText, at: 1)),
        (#""\ud83d""#, JSONFailure(.badText, at: 1)), (#""\ude00""#, JSONFailure(.badText, at: 1)),
        (#""\ud83d\u0041""#, JSONFailure(.badText, at: 1)), (#""\ud83dx""#, JSONFailure(.badText, at: 1)),
        (#"{"a":1,"a":2}"#, JSONFailure(.repeatedName("a"), at: 7)),
        (#"{"a":1,"\u0061":2}"#, JSONFailure(.repeatedName("a"), at: 7)),
        ("/**/1", JSONFailure(.expected("a value"), at: 0)), ("\u{FEFF}{}", JSONFailure(.expected("a value"), at: 0)),
    ]

    @Test(arguments: faults)
    func `C09: what is not JSON is refused where it goes wrong`(text: String, failure: JSONFailure) {
        #expect(throws: failure) { try JSONValue(reading: text) }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0xC3, 0x22],
        ] as [[UInt8]])
    func `a text that is not UTF-8 is refused`(bytes: [UInt8]) {
        #expect(throws: JSONFailure(.notUTF8, at: 1)) { try JSONValue(reading: bytes) }
    }

    @Test func `C09: nesting ends at sixteen levels, whatever follows`() throws {
        let sixteen = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
        #expect(try JSONValue(reading: sixteen).text == sixteen)
        #expect(throws: JSONFailure(.tooDeep(limit: 16), at: 16)) {
            try JSONValue(reading: String(repeating: "[", count: 1_000_000))
        }
        #expect(throws: JSONFailure(.tooDeep(limit: 16), at: 80)) {
            try JSONValue(reading: String(repeating: "{\"a\":", count: 100_000))
        }
        // Depth is counted by what is open, not by what has been.
        #expect(
            try JSONValue(reading: "[" + Array(repeating: "[[]]", count: 50).joined(separator: ",") + "]").kind
                == "a list")
    }

    @Test func `C09: a repeated name is found among many, too`() throws {
        let names = (0..<5000).map { "\"n\($0)\":0" }
        let whole = "{" + names.joined(separator: ",") + "}"
        #expect(try JSONValue(reading: whole)["n4999"] == 0)
        let start = whole.utf8.count
        #expect(throws: JSONFailure(.repeatedName("n17"), at: start)) {
            try JSONValue(reading: whole.dropLast() + ",\"n17\":0}")
        }
    }

    @Test func `a slice is read from its own start`() throws {
        let bytes = Array("xx[1]yy".utf8)
        #expect(try JSONValue(reading: bytes[2..<5]) == [1])
        #expect(throws: JSONFailure(.trailing, at: 3)) { try JSONValue(reading: bytes[2..<6]) }
    }

    @Test func `every cut of a text is refused`() throws {
        let text = #"{"a":[1,-2.5e3,"x\u00e9\n"],"b":{"c":null,"d":true}}"#
        _ = try JSONValue(reading: text)
        let bytes = Array(text.utf8)
        for count in bytes.indices {
            #expect(throws: JSONFailure.self, "cut at \(count)") { try JSONValue(reading: bytes[..<count]) }
        }
    }
}
