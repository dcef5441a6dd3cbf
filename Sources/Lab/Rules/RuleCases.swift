import Foundation

/// A file of rule cases: `{…, "cases": [{"id", "kind", inputs…, expected outputs…}]}` (ashare-rules 22).
package struct RuleCases: Sendable {
    /// Why a file cannot be used at all.
    package enum Failure: Error, Hashable, Sendable {
        case unreadable(path: String, reason: String)
        case notJSON(path: String, reason: String)
        case noCases(path: String)
    }

    /// In the order of the file.
    let cases: [RuleCase]

    package init(contentsOf path: String) throws(Failure) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        try self.init(data, path: path)
    }

    /// `path` is for messages alone.
    init(_ data: Data, path: String) throws(Failure) {
        let file: JSONValue
        do {
            file = try JSONDecoder().decode(JSONValue.self, from: data)
        } catch let DecodingError.dataCorrupted(context) {
            let reason = context.underlyingError.map { "\($0)" } ?? context.debugDescription
            throw .notJSON(path: path, reason: reason)
        } catch {
            throw .notJSON(path: path, reason: "\(error)")
        }
        guard case .object(let fields) = file, case .list(let values)? = fields["cases"], !values.isEmpty else {
            throw .noCases(path: path)
        }
        cases = values.enumerated().map { RuleCase($1, number: $0 + 1) }
    }
}

extension RuleCases.Failure: CustomStringConvertible, LocalizedError {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read the case file \(path): \(reason)"
        case .notJSON(let path, let reason): "the case file \(path) is not JSON: \(reason)"
        case .noCases(let path):
            "the case file \(path) holds no cases; it must be an object with a list 'cases' that is not empty"
        }
    }

    package var errorDescription: String? { description }
}

/// One case as the file has it.
struct RuleCase: Sendable {
    /// Its `id`, or its place in the file where it has none.
    let id: String
    /// Empty where it has none.
    let kind: String
    /// All fields but `id`, `kind` and `note`.
    let fields: [String: JSONValue]
    /// What is wrong with it as a whole; nil for a case that can be run.
    let defect: String?

    init(_ value: JSONValue, number: Int) {
        guard case .object(var fields) = value else {
            (id, kind, self.fields, defect) = ("case \(number)", "", [:], "it is \(value), not an object")
            return
        }
        var defect: String?
        func text(_ name: String) -> String? {
            guard let value = fields.removeValue(forKey: name) else {
                defect = defect ?? "it has no '\(name)'"
                return nil
            }
            guard case .text(let text) = value, !text.isEmpty else {
                defect = defect ?? "its '\(name)' is \(value), not a text"
                return nil
            }
            return text
        }
        id = text("id") ?? "case \(number)"
        kind = text("kind") ?? ""
        fields["note"] = nil
        self.fields = fields
        self.defect = defect
    }
}
