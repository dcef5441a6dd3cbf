import Foundation
import Testing

@testable import Lab

/// The reference's own case file, where it lies beside the repository; skipped elsewhere.
@Suite(.enabled(if: ReferenceFile.isThere, "no ../shared/reference/ashare-rules-cases.json beside the repository"))
struct ReferenceCasesTests {
    @Test func `all 294 cases pass, the unverified ones too`() throws {
        var lines: [String] = []
        let code = try RuleVerification.run(caseFile: ReferenceFile.path) { lines.append($0) }
        #expect(lines == ["294 cases: 294 passed, 0 failed, 0 refused, 0 unverified differ"])
        #expect(code == 0)
    }

    @Test func `the file holds every kind that is known and no other`() throws {
        let kinds = try RuleCases(contentsOf: ReferenceFile.path).cases.map(\.kind)
        #expect(Set(kinds) == Set(RuleCaseKind.allCases.map(\.rawValue)))
    }
}

private enum ReferenceFile {
    static let path = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .appendingPathComponent("../../../../../shared/reference/ashare-rules-cases.json").standardizedFileURL.path
    static let isThere = FileManager.default.fileExists(atPath: path)
}
