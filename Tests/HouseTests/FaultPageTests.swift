import Testing

@Suite struct FaultPageTests {
    @Test func `docs_faults and the tests agree`() throws {
        let page = try #require(SourceTree.text("docs/faults.md"))
        let found = FaultPage.disagreements(page: page, tests: FaultPage.testsWithIDs())
        #expect(found.isEmpty, "run Tests/faults.py, or give a reason:\n\(found.joined(separator: "\n"))")
    }

    @Test func `there are 224 faults`() {
        #expect(FaultPage.ids.count == 224)
        #expect(FaultPage.ids.first == "A01" && FaultPage.ids.last == "N06")
        #expect(Set(FaultPage.ids).count == 224)
    }

    /// A page with a reason for everything, but for what is given.
    private func page(_ rows: [String: String] = [:], without: String? = nil) -> String {
        FaultPage.ids.filter { $0 != without }.map { rows[$0] ?? "| \($0) | a fault | | not built |" }
            .joined(separator: "\n")
    }

    @Test func `a page with a reason for everything agrees with no tests`() {
        #expect(FaultPage.disagreements(page: page(), tests: []) == [])
    }

    @Test func `a row with a test, and one with a test and a rest, agree`() {
        let rows = [
            "A01": "| A01 | a fault | X.swift: `A01: it holds` | |",
            "L07": "| L07 | a fault | x.py: `test_L07_A01_it_holds`; and 3 more | not the other half |",
        ]
        #expect(FaultPage.disagreements(page: page(rows), tests: ["A01: it holds", "test_L07_A01_it_holds"]) == [])
    }

    @Test(arguments: [
        ("| A01 | a fault | | |", [], "A01 has neither a test nor a reason"),
        ("| A01 | | | not built |", [], "A01 does not say what goes wrong"),
        ("| A01 | a fault | X.swift: `A01: gone` | |", [], "A01 names a test that is not there: A01: gone"),
        (
            "| A01 | a fault | X.swift: `A02: of another` | |", ["A02: of another"],
            "A01 names a test that is not there: A02: of another"
        ),
        ("| A01 | a fault | | not built |", ["A01: it is"], "A01 has a test that is not named"),
        ("| A01 | a fault | | not built |\n| A01 | again | | no |", [], "A01 is there 2 times"),
    ])
    func `what does not agree is found`(row: String, tests: [String], expected: String) {
        // A02 has its test named, where there is one.
        let other = "| A02 | a fault | X.swift: `A02: of another` | |"
        let rows = tests == ["A02: of another"] ? ["A01": row, "A02": other] : ["A01": row]
        #expect(FaultPage.disagreements(page: page(rows), tests: tests) == [expected])
    }

    @Test func `a fault that is missing, and a test of none, are found`() {
        #expect(FaultPage.disagreements(page: page(without: "G22"), tests: []) == ["G22 is there 0 times"])
        #expect(FaultPage.disagreements(page: page(), tests: ["A19: too many"]) == ["A19 is no fault: A19: too many"])
    }

    @Test func `ids are words of a name`() {
        #expect(FaultPage.ids(in: "A15 H04: another process is kept out") == ["A15", "H04"])
        #expect(FaultPage.ids(in: "test_B03_A06_the_answer") == ["B03", "A06"])
        #expect(FaultPage.ids(in: "XA15, A150, a15, Q12, T01, and AC1 of 20") == [])
    }

    @Test func `tests are found by their attribute and their name`() {
        let source = """
            @Test func `one`() {}
            @Test(arguments: [1])
            func `H05: two`(a: Int) {}
            func `no test`() {}
            @Test func three() {}
            """
        #expect(FaultPage.swiftTests(source) == ["one", "H05: two"])
        let python = "def test_L07_a(x):\n    def helper():\n  async def test_b():\ndef testing():\n"
        #expect(FaultPage.pythonTests(python) == ["test_L07_a", "test_b"])
    }
}
