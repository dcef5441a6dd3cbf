/// Why a configuration cannot be used: every finding with its place, so that one run shows them all. Exit code 78.
package struct ConfigurationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Finding: Hashable, Sendable {
        /// `section.key`, or a line for what does not parse.
        package var place: String
        /// What is wrong and what to do.
        package var message: String
    }

    package var file: String
    package var findings: [Finding]

    package var description: String {
        findings.map { "\(file): \($0.place): \($0.message)" }.joined(separator: "\n")
    }
}
