/// Where the inputs of rules of risk are; nil where none is given.
package struct RiskInputPaths: Hashable, Sendable {
    package var industryFile: String?
    package var stateFile: String?
    package var stateDatabase: String?

    package init() {}

    /// With what is relative taken from the folder of the configuration `file`.
    package func beside(_ file: String) -> RiskInputPaths {
        var paths = self
        for key in [\RiskInputPaths.industryFile, \.stateFile, \.stateDatabase] {
            paths[keyPath: key] = paths[keyPath: key].map { ConfigurationReader.path($0, beside: file) }
        }
        return paths
    }
}
