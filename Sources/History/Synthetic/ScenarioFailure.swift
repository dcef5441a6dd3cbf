/// Why a scenario cannot be used.
package struct ScenarioFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, or nothing where the scenario did not come from one.
    package var path: String?
    /// What is wrong and what to do.
    package var words: String

    package init(path: String? = nil, words: String) {
        self.path = path
        self.words = words
    }

    package var description: String { path.map { "\($0): \(words)" } ?? words }
}

extension ScenarioFailure {
    /// In plain words, naming the place.
    static func words(of error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            let path = (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
            return "'\(path)' is missing; add it"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "'\(place(context))' has a value of the wrong kind; see sim/market.json for an example"
        case .dataCorrupted(let context):
            return place(context).isEmpty
                ? "it is not JSON; see sim/market.json for an example"
                : "'\(place(context))': \(context.debugDescription); correct it"
        @unknown default:
            return "it cannot be read; see sim/market.json for an example"
        }
    }
}
