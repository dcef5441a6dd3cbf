import Testing

/// Each rule finds its offence in a made-up source, and only there.
@Suite struct SourceRulesTests {
    private func found(_ source: String, in path: String = "Sources/Engine/A.swift") -> [String] {
        SourceRules.offences(in: source, path: path).map { "\($0.line) \($0.what.prefix { $0 != ":" })" }
    }

    @Test(arguments: [
        ("let x = try! f()", "1 try!"), ("let x = y as! Int", "1 as!"), ("fatalError(\"no\")", "1 fatalError"),
        ("\nfatalError()", "2 fatalError"),
        ("// TO" + "DO later", "1 TO" + "DO"), ("/* FIX" + "ME */", "1 FIX" + "ME"),
        ("let a = 1 // XX" + "X", "1 XX" + "X"), ("let a = \"HA" + "CK\"", "1 HA" + "CK"),
    ])
    func `traps and unfinished work are found in every module`(source: String, expected: String) {
        for module in ["Market", "Engine", "Exchange", "Daemon", "qmtd"] {
            #expect(found(source, in: "Sources/\(module)/A.swift") == [expected])
        }
    }

    @Test(arguments: [
        "// try! is not allowed", "let x = \"fatalError\"", "let x = try !f()", "let x = y as? Int", "try f()",
        "let TODOS = 1", "mkdtemp(\"XXXXXX\")", "let hack = 1",
    ])
    func `what only looks like a trap is left alone`(source: String) {
        #expect(found(source) == [])
    }

    @Test(arguments: [
        ("let now = Date()", "Date"), ("ContinuousClock().now", "ContinuousClock"),
        ("SuspendingClock.now", "SuspendingClock"),
        ("clock_gettime(0, &t)", "clock_gettime"), ("let x = Int.random(in: 0..<5)", "random"),
        ("var g = SystemRandomNumberGenerator()", "SystemRandomNumberGenerator"), ("a.shuffled()", "shuffled"),
        ("a.randomElement()", "randomElement"), ("a.shuffle(using: &g)", "shuffle"), ("UUID()", "UUID"),
        ("print(x)", "print"), ("debugPrint(x)", "debugPrint"), ("getenv(\"A\")", "getenv"), ("fopen(p, m)", "fopen"),
        ("readLine()", "readLine"), ("FileManager.default", "FileManager"), ("exit(1)", "exit"), ("open(p, 0)", "open"),
        ("let x: Double", "Double"), ("Float(1)", "Float"), ("let x: CGFloat", "CGFloat"), ("let x = 0.5", "0.5"),
        ("let x = 1e6", "1e6"), ("let x = 0x1p3", "0x1p3"), ("let x: Decimal", "Decimal"),
        ("func f() async {}", "async"), ("let f: () async -> Void", "async"), ("actor A {}", "actor"),
        ("x.hashValue", "hashValue"), ("let x = \"\\(Date())\"", "Date"),
    ])
    func `N05 N06: impurities are found in the pure modules alone`(source: String, word: String) {
        for module in ["Market", "Engine", "Exchange"] {
            #expect(found(source, in: "Sources/\(module)/Deep/A.swift") == ["1 \(word)"])
        }
        #expect(found(source, in: "Sources/Daemon/A.swift") == [])
        #expect(found(source, in: "Tests/EngineTests/A.swift") == [])
    }

    @Test func `every impurity of a line is found`() {
        #expect(found("await Task.sleep(for: x)") == ["1 await", "1 Task"])
    }

    @Test(arguments: [
        "// Double is not used here", "let x = \"Date\"", "let x = pair.0.1", "let x = 0xE1", "let x = 1_000",
        "let x = 0...9", "book.open()", "func open(_ x: Int) {}", "let read = 1", "bar.open", "case .async",
        "let updated = TradingDate()", "struct DateLine {}", "/* print(x) */", "printer(x)",
        "/// See `Task` and 1.5 yuan", "let a = [1.description]",
    ])
    func `what only looks impure is left alone`(source: String) {
        #expect(found(source) == [])
    }

    @Test(arguments: [
        ("import Foundation", "Foundation"), ("package import Foundation", "Foundation"),
        ("@testable import Engine", "Engine"), ("import struct Foundation.Date", "Foundation"),
        ("import Glibc", "Glibc"),
    ])
    func `Market imports nothing`(source: String, module: String) {
        #expect(found(source, in: "Sources/Market/A.swift").first == "1 import \(module)")
    }

    @Test func `Engine and Exchange import Market alone`() {
        #expect(found("import Market\n", in: "Sources/Engine/A.swift") == [])
        #expect(found("import Market\n", in: "Sources/Exchange/A.swift") == [])
        #expect(found("import Engine\n", in: "Sources/Exchange/A.swift") == ["1 import Engine"])
        #expect(found("import Exchange\n", in: "Sources/Engine/A.swift") == ["1 import Exchange"])
        #expect(found("import Market\n", in: "Sources/Market/A.swift") == ["1 import Market"])
        #expect(found("import Foundation\n", in: "Sources/Journal/A.swift") == [])
    }

    @Test func `long files are found`() {
        let line = "let a = 1\n"
        let longest = String(repeating: line, count: 600)
        #expect(found(longest) == [])
        #expect(found(longest + line) == ["601 601 lines, more than 600"])
        #expect(found(longest + line, in: "Tests/EngineTests/A.swift") == ["601 601 lines, more than 600"])
    }

    @Test func `executables only parse`() {
        let source = String(repeating: "let a = 1\n", count: 149)
        #expect(found(source, in: "Sources/qmtctl/A.swift") == [])
        #expect(found(source + "\n", in: "Sources/qmtctl/A.swift") == ["150 150 lines, more than 149"])
        #expect(found(source + "\n", in: "Sources/Control/A.swift") == [])
    }

    @Test func `paths of one machine are found in any text`() {
        func lines(_ text: String) -> [Int] { MachinePaths.offences(in: Array(text.utf8), path: "a.md").map(\.line) }
        for root in ["work", "farm", "home"] {
            #expect(lines("see /" + root + "/x") == [1])
            #expect(lines("\n\"/" + root + "/x\"") == [2])
            #expect(lines("/" + root + "/x") == [1])
            #expect(lines("/var/" + root + "/x and /" + root + "s/x") == [])
        }
        #expect(lines("net/" + "work/") == [])
        #expect(lines("\u{0} /" + "work/x") == [])
        #expect(lines("/etc/qmtd /usr/bin /run/qmtd") == [])
    }

    @Test func `types without a doc comment are found`() {
        let source = """
            /// Said.
            package struct A {
                package enum B { case c }
                package static func enumerate() {}
            }
            /// Said.
            @frozen
            package enum D {}
            package var protocols = 1
            package final class E {}
            /// Said.
            @MainActor package final class F {}
            struct G {}
            // package struct H {}
            let text = "package struct I {}"
            package class func j() {}
            """
        let found = SourceRules.undocumentedTypes(in: source, path: "A.swift").map { "\($0.line) \($0.what)" }
        #expect(found == ["10 class E has no doc comment"])
    }
}
