import Engine
import Testing

/// The names of rule sets and plans, which stand in journals and in approvals: they may not change by themselves.
@Suite struct FingerprintTests {
    @Test(
        arguments: [
            ([], "cbf29ce484222325"), (["ab", "c"], "20ba9b3025a8b421"), (["foobar"], "34524ba7168a2c15"),
            (["停牌"], "c8ae21741576f43c"), (["0"], "07fbc907b4bc9bf0"), (["9868"], "00030923b3a7d38f"),
        ] as [([String], String)])
    func `FNV-1a of the parts, each ended by 255, in sixteen digits`(parts: [String], digest: String) {
        #expect(Fingerprint.text(of: parts) == digest)
    }

    private static let loaded = GateRule.allCases.map(\.rawValue)

    @Test func `a rule set that differs in one way is told in one sentence`() {
        #expect(
            GateRule.problem(expected: FingerprintTests.loaded + ["moon"])
                == "expected and not in this program: moon")
        #expect(
            GateRule.problem(expected: Array(FingerprintTests.loaded.dropLast()))
                == "in this program and not expected: opposite_order")
        #expect(GateRule.problem(expected: FingerprintTests.loaded + ["tick", "lot"]) == "named twice: tick, lot")
        #expect(
            GateRule.problem(expected: Array(FingerprintTests.loaded.dropFirst()) + ["moon", "mode"])
                == "expected and not in this program: moon; in this program and not expected: account; named twice: mode"
        )
    }
}
