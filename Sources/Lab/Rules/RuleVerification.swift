package import Market

/// What came of running rule cases against the rules of this version.
package struct RuleVerification: Hashable, Sendable {
    /// A case whose outputs differ; only the outputs that do are named.
    package struct Difference: Hashable, Sendable {
        package var id: String
        package var kind: String
        package var expected: String
        package var got: String
    }

    /// A case that cannot be run: its kind or a field is unknown, or it needs what is not there.
    package struct Refusal: Hashable, Sendable {
        package var id: String
        package var kind: String
        package var reason: String
    }

    /// Cases that agree, those marked unverified included.
    package private(set) var passed = 0
    package private(set) var failed: [Difference] = []
    /// Cases that differ where the file itself says that its rule is not verified: for a second look, no failure.
    package private(set) var unverified: [Difference] = []
    package private(set) var refused: [Refusal] = []

    package var total: Int { passed + failed.count + unverified.count + refused.count }
    package var isPassed: Bool { failed.isEmpty && refused.isEmpty }

    /// Runs every case; one that cannot be run does not keep the others from running. Without a calendar the cases that
    /// need one are refused.
    package init(_ cases: RuleCases, calendar: TradingCalendar?) {
        var seen: Set<String> = []
        for ruleCase in cases.cases {
            run(ruleCase, isRepeated: !seen.insert(ruleCase.id).inserted, calendar: calendar)
        }
    }

    private mutating func run(_ ruleCase: RuleCase, isRepeated: Bool, calendar: TradingCalendar?) {
        func refuse(_ reason: String) {
            refused.append(Refusal(id: ruleCase.id, kind: ruleCase.kind, reason: reason))
        }
        if let defect = ruleCase.defect { return refuse(defect) }
        if isRepeated { return refuse("another case before it has the same id") }
        guard let kind = RuleCaseKind(rawValue: ruleCase.kind) else {
            let known = RuleCaseKind.allCases.map(\.rawValue).joined(separator: ", ")
            return refuse("this version knows no kind '\(ruleCase.kind)'; known: \(known)")
        }
        do {
            var reader = CaseReader(ruleCase.fields)
            let isUnverified = try reader.isUnverified()
            let differing = try kind.run(&reader, calendar: calendar).filter { !$0.isEqual }
            guard !differing.isEmpty else {
                passed += 1
                return
            }
            let difference = Difference(
                id: ruleCase.id, kind: ruleCase.kind,
                expected: differing.map { "\($0.field) \($0.expected)" }.joined(separator: ", "),
                got: differing.map { "\($0.field) \($0.got)" }.joined(separator: ", "))
            if isUnverified { unverified.append(difference) } else { failed.append(difference) }
        } catch {
            refuse("\(error)")
        }
    }
}

extension CaseReader {
    fileprivate mutating func isUnverified() throws(CaseProblem) -> Bool {
        try ifPresent("unverified") { (reader, name) throws(CaseProblem) in try reader.bool(name) } ?? false
    }
}

extension RuleVerification {
    /// One line a case that did not pass, the unverified ones after the others, then the totals.
    package var report: [String] {
        failed.map { "FAILED \($0.id) (\($0.kind)): expected \($0.expected); got \($0.got)" }
            + refused.map { "REFUSED \($0.id) (\($0.kind.isEmpty ? "no kind" : $0.kind)): \($0.reason)" }
            + unverified.map { "unverified \($0.id) (\($0.kind)): expected \($0.expected); got \($0.got)" }
            + [
                "\(total) cases: \(passed) passed, \(failed.count) failed, \(refused.count) refused, "
                    + "\(unverified.count) unverified differ"
            ]
    }
}
