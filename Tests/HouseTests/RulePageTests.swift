import Engine
import Foundation
import Testing

/// The operator's pages are made from the rules. `QMTD_WRITE_DOCS=1 swift test --filter RulePageTests` writes them anew.
@Suite struct RulePageTests {
    private static let pages: [(path: String, text: String)] =
        [
            ("docs/reasons.md", RulePage.reasonsPage(RulePages.all)),
            ("docs/rules/README.md", RulePage.index(RulePages.groups)),
        ] + RulePages.all.map { ("docs/rules/\($0.name).md", $0.markdown) }

    @Test func `docs_rules and docs_reasons say what the program does`() throws {
        let isWriting = ProcessInfo.processInfo.environment["QMTD_WRITE_DOCS"] != nil
        for page in RulePageTests.pages {
            if isWriting {
                let file = SourceTree.root.appendingPathComponent(page.path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try page.text.write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(
                SourceTree.text(page.path) == page.text,
                "\(page.path) is old: run QMTD_WRITE_DOCS=1 swift test --filter RulePageTests")
        }
    }

    @Test func `no page is left of a rule that is gone`() throws {
        let folder = SourceTree.root.appendingPathComponent("docs/rules").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.sorted() == (RulePages.all.map { "\($0.name).md" } + ["README.md"]).sorted())
    }

    @Test func `every rule has a name, a text and keys of its own, and every reason of risk has a rule`() {
        #expect(Set(RulePages.all.map(\.name)).count == RulePages.all.count)
        for page in RulePages.all {
            #expect(!page.title.isEmpty && !page.text.isEmpty && !page.reasons.isEmpty, "\(page.name)")
        }
        // What the gate checks always cannot be set.
        for page in RiskRules.pages { #expect(!page.settings.isEmpty, "\(page.name)") }
        for reason in Reason.overlays { #expect(RulePages.all.contains { $0.reasons.contains(reason) }, "\(reason)") }
    }
}
