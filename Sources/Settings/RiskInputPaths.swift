/// Where the inputs of rules of risk are; nil where none is given.
package struct RiskInputPaths: Hashable, Sendable {
    package var industryFile: String?
    package var stateFile: String?
    package var stateDatabase: String?

    package init() {}
}
