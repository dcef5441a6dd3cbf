import Engine
import Market
import Testing

@Suite struct RuleSetTests {
    @Test func `the loaded set has no problem, in any order`() {
        let loaded = GateRule.allCases.map(\.rawValue)
        #expect(GateRule.problem(expected: loaded) == nil)
        #expect(GateRule.problem(expected: loaded.reversed()) == nil)
        #expect(GateRule.problem(expectedDigest: GateRule.digest) == nil)
    }

    @Test func `a check more, less, or twice is a problem that names it`() {
        let loaded = GateRule.allCases.map(\.rawValue)
        #expect(GateRule.problem(expected: loaded + ["moon"])?.contains("not in this program: moon") == true)
        #expect(GateRule.problem(expected: Array(loaded.dropLast()))?.contains("opposite_order") == true)
        #expect(GateRule.problem(expected: loaded + ["tick"])?.contains("twice: tick") == true)
        #expect(GateRule.problem(expected: [])?.contains("account") == true)
        #expect(GateRule.problem(expectedDigest: "0000000000000000")?.contains(GateRule.digest) == true)
    }

    @Test func `a digest is of the parts and their borders`() {
        #expect(Fingerprint.text(of: []) == "cbf29ce484222325")
        #expect(Fingerprint.text(of: ["ab", "c"]) != Fingerprint.text(of: ["a", "bc"]))
        #expect(GateRule.digest.count == 16)
    }

    @Test func `each check has a page of its own that says something`() {
        let pages = GateChecks.pages
        #expect(pages.count == GateRule.allCases.count)
        #expect(Set(pages.map(\.name)).count == pages.count)
        for page in pages { #expect(page.text.count > 40 && !page.reasons.isEmpty && !page.title.isEmpty) }
    }

    @Test func `what is off costs no check, what is on is in the list`() {
        let bare = OrderGate(execution: Policy.Execution())
        #expect(bare.rules.count == 17)
        var limits = Policy.Limits.standard
        #expect(OrderGate(execution: Policy.Execution(), limits: limits).rules.count == 22)
        limits.restricted = [Make.symbol("600000.SH")]
        limits.volumeShare = .one
        limits.positionWeight = .one
        limits.turnover = .one
        limits.loss = .one
        #expect(OrderGate(execution: Policy.Execution(), limits: limits).rules == GateRule.allCases)
    }

    @Test func `the set in force is in the journal with the policy`() throws {
        var world = World { $0.limits = .standard }
        world.start()
        world.run(to: TimeOfDay(9, 10))
        let policy = try #require(
            world.records.compactMap { if case .policyInForce(let policy) = $0 { policy } else { nil } }.first)
        #expect(policy.limits.loaded == world.engine.gate.rules.map(\.rawValue))
        #expect(policy.limits.loaded.contains("price_collar"))
    }

    @Test func `R08: a sample with every rule on passes, so that each denial above is of its own rule`() {
        var sample = GateSample()
        sample.limits = .standard
        sample.limits.volumeShare = .one
        sample.limits.positionWeight = .one
        sample.limits.turnover = .one
        sample.limits.loss = .one
        sample.limits.restricted = [Make.symbol("600001.SH")]
        #expect(sample.denial == nil)
    }
}
