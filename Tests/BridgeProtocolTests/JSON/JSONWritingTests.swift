import Testing

@testable import BridgeProtocol

@Suite struct JSONWritingTests {
    @Test func `the compact form has no blanks and keeps the order`() {
        let value: JSONValue = [
            "b": [1, -2, .number("1e3"), nil], "a": ["x": true, "w": false], "empty": [:], "none": [],
        ]
        #expect(value.text == #"{"b":[1,-2,1e3,null],"a":{"x":true,"w":false},"empty":{},"none":[]}"#)
    }

    @Test func `only what must be escaped is escaped`() {
        let value = JSONValue.string("\"\\/\u{8}\u{c}\n\r\t\0\u{1F}\u{7F}浦\u{2028}😀")
        #expect(value.text == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u{7F}浦\u{2028}😀\"")
    }

    @Test func `no line break can leave in a line`() {
        let value: JSONValue = .object([.init("a\nb", "c\r\nd")])
        #expect(value.bytes.allSatisfy { $0 >= 0x20 })
    }

    @Test func `members are found by name`() {
        let value: JSONValue = ["a": 1, "b": nil]
        #expect(value["a"] == 1)
        #expect(value["b"] == .null)
        #expect(value["c"] == nil)
        #expect(JSONValue.array([1])["a"] == nil)
    }

    @Test(arguments: [UInt64(1), 20_261_120, 7_777_777])
    func `what is written is read back the same`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<500 {
            let value = JSONValue.random(depth: 5, using: &generator)
            let bytes = value.bytes
            let back = try JSONValue(reading: bytes)
            #expect(back == value, "seed \(seed), round \(round)")
            #expect(back.bytes == bytes, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: [UInt64(3), 99])
    func `bytes turned over never trap, and what is taken is written back`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var taken = 0
        for round in 0..<3000 {
            var bytes = JSONValue.random(depth: 4, using: &generator).bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                let position = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[position] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: bytes.remove(at: position)
                default: bytes.insert(bytes[Int.random(in: bytes.indices, using: &generator)], at: position)
                }
            }
            guard let value = try? JSONValue(reading: bytes) else { continue }
            taken += 1
            #expect(try JSONValue(reading: value.bytes) == value, "seed \(seed), round \(round)")
        }
        #expect(taken > 100)
    }
}

extension JSONValue {
    static func random(depth: Int, using generator: inout SplitMix64) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 7), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3: return .integer(Int64.random(in: -20...20, using: &generator))
        case 4:
            return .number(
                "\(Int.random(in: 0...99, using: &generator)).\(Int.random(in: 0...9, using: &generator))e-2")
        case 5, 6: return .string(randomText(using: &generator))
        case 7:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &generator)).map {
                    Member("\($0)" + randomText(using: &generator), random(depth: depth - 1, using: &generator))
                })
        }
    }

    private static func randomText(using generator: inout SplitMix64) -> String {
        let letters: [Unicode.Scalar] = [
            "a", "Z", "0", "\"", "\\", "/", "\n", "\0", "\u{1F}", "é", "浦", "😀", "\u{301}",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...20, using: &generator) {
            text.unicodeScalars.append(letters[Int.random(in: letters.indices, using: &generator)])
        }
        return text
    }
}
