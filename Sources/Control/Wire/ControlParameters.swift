/// The `params` of a request: an object, read by name.
struct ControlParameters {
    fileprivate let container: KeyedDecodingContainer<JSONKey>?

    /// - Parameter container: Nil where the request has none.
    init(_ container: KeyedDecodingContainer<JSONKey>?) { self.container = container }

    func allowOnly(_ names: Set<String>) throws(ControlFailure) {
        let excess = (container?.allKeys ?? []).map(\.stringValue).filter { !names.contains($0) }.sorted()
        guard let first = excess.first else { return }
        let known = names.isEmpty ? "this method has none" : "known are: \(names.sorted().joined(separator: ", "))"
        throw ControlFailure(.invalidParameters, "unknown parameter \(PlainText.line(first, longest: 40)); \(known)")
    }

    /// A text of one line without surrounding blanks; nil where it was not given. Empty is refused: it says nothing.
    /// - Parameter longest: In bytes of UTF-8.
    func text(_ name: String, longest: Int) throws(ControlFailure) -> String? {
        guard let container, container.contains(JSONKey(name)) else { return nil }
        guard let text = try? container.decode(String.self, forKey: JSONKey(name)) else {
            throw ControlFailure(.invalidParameters, "\(name) is not a text")
        }
        guard text.utf8.count <= longest else {
            throw ControlFailure(.invalidParameters, "\(name) is longer than \(longest) bytes")
        }
        guard PlainText.isOneLine(text) else {
            throw ControlFailure(.invalidParameters, "\(name) has line breaks or control characters")
        }
        let trimmed = PlainText.trimmed(text)
        guard !trimmed.isEmpty else {
            throw ControlFailure(.invalidParameters, "\(name) is empty: it must say something")
        }
        return trimmed
    }
}

extension ControlParameters {
    /// A whole number from zero on; nil where it was not given.
    func count(_ name: String) throws(ControlFailure) -> Int64? {
        guard let container, container.contains(JSONKey(name)) else { return nil }
        guard let count = try? container.decode(Int64.self, forKey: JSONKey(name)), count >= 0 else {
            throw ControlFailure(.invalidParameters, "\(name) is not a whole number from zero on")
        }
        return count
    }
}

/// Any member name of a JSON object.
struct JSONKey: CodingKey, Hashable {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}
