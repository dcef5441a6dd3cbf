import Engine
import Testing

@Suite struct ExecutionRulesTests {
    @Test func `each page has a name of its own, a text and settings of the section`() {
        let pages = ExecutionRules.pages
        #expect(Set(pages.map(\.name)).count == pages.count)
        for page in pages {
            #expect(page.text.count > 100 && !page.settings.isEmpty && !page.reasons.isEmpty, "\(page.name)")
            #expect(page.settings.allSatisfy { $0.key.hasPrefix("execution.") })
            #expect(!page.text.contains("\n"), "\(page.name): one paragraph")
        }
    }
}
