import Testing

@Suite struct SwiftCodeTests {
    @Test(arguments: [
        ("a // b", "a"), ("a /* b */ c", "a c"), ("a /* b /* c */ d */ e", "a e"), ("/// doc\na", "a"),
        ("a /* // */ b", "a b"), ("a // /*\nb", "a b"),
        (#"x = "try! y" + z"#, "x = + z"), (#"x = "a\"b" + c"#, "x = + c"), (#""\\" a"#, "a"),
        (##"#"a " b"# c"##, "c"), (##"#"a \(x) b"# c"##, "c"), (##"#"a \#(x) b"# c"##, "( x ) c"),
        (#""a \(b("c)") + d) e" f"#, "( b ( ) + d ) f"), (#""\(a ? "\(b)" : "c") d" e"#, "( a ? ( b ) : ) e"),
        ("\"\"\"\n a \"b\" \\(c) d\n\"\"\" e", "( c ) e"), ("\"\"\"\n \"\" \n\"\"\"\na", "a"),
        ("x = \"a\ny", "x = y"), ("\"// no\" a", "a"), (#""/*" a "*/""#, "a"),
        ("x = /a\"b/ ; y", "x = ; y"), ("x = a / b / c", "x = a / b / c"), ("x = (a) / b // c", "x = ( a ) / b"),
        ("f(/\\/\"/, x)", "f ( , x )"), ("x = #/a \" / b/# + y", "x = + y"), ("#if os(Linux)", "# if os ( Linux )"),
        ("a/b", "a / b"), ("\"a\" / b / c", "/ b / c"),
    ])
    func `comments and literals are blanked, code stays`(source: String, expected: String) {
        #expect(SwiftCode(source).tokens.map(\.text).joined(separator: " ") == expected)
    }

    @Test(arguments: [
        ("1.5", ["1.5"]), ("x.0.1", ["x", ".", "0", ".", "1"]), ("0...9", ["0", ".", ".", ".", "9"]),
        ("1_000.25e3", ["1_000.25e3"]), ("0x1F", ["0x1F"]), ("1.description", ["1", ".", "description"]),
        ("`try`!", ["try", "!"]), ("a.b", ["a", ".", "b"]), ("价格 = 1", ["价格", "=", "1"]),
    ])
    func `tokens are words, numbers and other characters`(source: String, expected: [String]) {
        #expect(SwiftCode(source).tokens.map(\.text) == expected)
    }

    @Test func `lines are counted through what is blanked`() {
        let source = "a\n/* x\n\n*/ b\n\"\"\"\n text\n\"\"\" c\n"
        #expect(SwiftCode(source).tokens.map(\.line) == [1, 4, 7])
        #expect(SwiftCode(source).blanked.count == source.utf8.count)
    }

    @Test func `a token knows whether it touches the one before`() {
        #expect(SwiftCode("try! a").tokens.map(\.isJoined) == [false, true, false])
        #expect(SwiftCode("try !a").tokens.map(\.isJoined) == [false, false, true])
    }

    /// Whatever bytes there are: it ends, and every byte keeps its place.
    @Test(arguments: UInt64(1)...200)
    func `broken source is read to its end`(seed: UInt64) {
        var state = seed
        let alphabet = Array("\"#/*\\()\na !'`. 0".utf8)
        let bytes = (0..<120).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return alphabet[Int(state >> 33) % alphabet.count]
        }
        let source = String(decoding: bytes, as: UTF8.self)
        let code = SwiftCode(source)
        #expect(code.blanked.count == bytes.count, "seed \(seed)")
        let breaks = { (bytes: [UInt8]) in bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") } }
        #expect(breaks(code.blanked) == breaks(bytes), "seed \(seed)")
    }
}
