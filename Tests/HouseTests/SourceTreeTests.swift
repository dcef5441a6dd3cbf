import Testing

/// The rules of the house over the sources themselves.
@Suite struct SourceTreeTests {
    /// Types that other modules see without a doc comment. May only fall.
    static let undocumentedTypesAllowed = 1

    @Test func `the sources are where the tests look for them`() {
        #expect(SourceTree.swiftFiles(under: "Sources").contains("Sources/Market/Time/Day.swift"))
        #expect(SourceTree.swiftFiles(under: "Tests").contains("Tests/HouseTests/SourceTreeTests.swift"))
        #expect(SourceTree.keptFiles().contains("Package.swift"))
    }

    @Test(arguments: ["Sources", "Tests"])
    func `N05 N06: no file breaks a rule`(folder: String) {
        let offences = SourceTree.swiftFiles(under: folder).flatMap { path in
            SourceRules.offences(in: SourceTree.text(path) ?? "", path: path)
        }
        #expect(offences.isEmpty, "\(list(offences))")
    }

    @Test func `no kept file holds a path of one machine`() {
        let offences = SourceTree.keptFiles().flatMap { path in
            MachinePaths.offences(in: SourceTree.bytes(path) ?? [], path: path)
        }
        #expect(offences.isEmpty, "\(list(offences))")
    }

    @Test func `types that other modules see are documented`() {
        let offences = SourceTree.swiftFiles(under: "Sources").flatMap { path in
            SourceRules.undocumentedTypes(in: SourceTree.text(path) ?? "", path: path)
        }
        #expect(
            offences.count <= Self.undocumentedTypesAllowed,
            "more than \(Self.undocumentedTypesAllowed): say what the name does not\n\(list(offences))")
    }

    private func list(_ offences: [Offence]) -> String {
        "\n" + offences.map(\.description).joined(separator: "\n")
    }
}
