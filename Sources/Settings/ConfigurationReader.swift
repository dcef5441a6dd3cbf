import Foundation
import TOMLKit

/// Reads one TOML table key by key, remembers which keys were asked for, and collects findings instead of stopping at
/// the first: an unknown key, a wrong type or a bad value is an error with its place, never a default.
package final class ConfigurationReader {
    private let table: TOMLTable?
    private let path: String
    private let findings: Findings
    private var known: Set<String> = []

    /// Shared by a reader and the readers of its sections.
    private final class Findings {
        var all: [ConfigurationFailure.Finding] = []
        let text: String

        init(text: String) {
            self.text = text
        }
    }

    private init(_ table: TOMLTable?, path: String, findings: Findings) {
        self.table = table
        self.path = path
        self.findings = findings
    }

    /// The whole of a file's text. Throws where it is no TOML.
    package convenience init(text: String, file: String) throws(ConfigurationFailure) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let place = "line \(error.source.begin.line), column \(error.source.begin.column)"
            throw ConfigurationFailure(file: file, findings: [.init(place: place, message: error.description)])
        } catch {
            throw ConfigurationFailure(file: file, findings: [.init(place: "file", message: "\(error)")])
        }
        self.init(table, path: "", findings: Findings(text: text))
    }

    /// The text of a configuration. Throws where it cannot be read.
    package static func text(of file: String) throws(ConfigurationFailure) -> String {
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ConfigurationFailure(
                file: file,
                findings: [
                    .init(place: "file", message: "cannot be read as UTF-8 text; give its path with --config")
                ])
        }
    }

    /// Throws all that was found, in this section and in every other of the file. Call at the very end.
    package func throwFindings(of file: String) throws(ConfigurationFailure) {
        if !findings.all.isEmpty { throw ConfigurationFailure(file: file, findings: findings.all) }
    }

    /// A section of the file; an empty one where it is not there.
    package func section(_ name: String) -> ConfigurationReader {
        known.insert(name)
        guard let value = table?[name] else { return ConfigurationReader(nil, path: full(name), findings: findings) }
        guard let section = value.table else {
            report(name, "must be a section: write [\(full(name))]")
            return ConfigurationReader(nil, path: full(name), findings: findings)
        }
        return ConfigurationReader(section, path: full(name), findings: findings)
    }

    /// The tables of `[[name]]`.
    package func sections(_ name: String) -> [ConfigurationReader] {
        known.insert(name)
        guard let value = table?[name] else { return [] }
        guard let array = value.array else {
            report(name, "must be a list of sections: write [[\(full(name))]]")
            return []
        }
        return array.enumerated().compactMap { index, element in
            guard let section = element.table else {
                report(name, "must be a list of sections: write [[\(full(name))]]")
                return nil
            }
            return ConfigurationReader(section, path: "\(full(name))[\(index)]", findings: findings)
        }
    }

    /// Text in quotes; nil where the key is not there or is something else. So are the following.
    package func text(_ key: String) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else {
            report(key, "must be text in quotes")
            return nil
        }
        return text
    }

    /// True or false.
    package func flag(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let flag = value.bool else {
            report(key, "must be true or false, without quotes")
            return nil
        }
        return flag
    }

    /// A whole number within `range`.
    package func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(key) else { return nil }
        guard let integer = value.int, range.contains(integer) else {
            report(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return integer
    }

    /// A list of texts.
    package func texts(_ key: String) -> [String]? {
        guard let value = value(key) else { return nil }
        guard let array = value.array else {
            report(key, "must be a list of texts, such as [\"a\", \"b\"]")
            return nil
        }
        let texts = array.compactMap(\.string)
        if texts.count != array.count { report(key, "must be a list of texts, such as [\"a\", \"b\"]") }
        return texts
    }

    /// Text that `parse` understands; `expected` says what that is.
    package func parsed<Value>(_ key: String, expected: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        guard let value = parse(text) else {
            report(key, "'\(text)' is not \(expected)")
            return nil
        }
        return value
    }

    /// Reports a key that must be there and is not, and gives `placeholder` so that reading can go on.
    package func required<Value>(_ key: String, _ value: Value?, placeholder: Value, _ what: String) -> Value {
        if let value { return value }
        if table?[key] == nil { report(key, "is missing; give \(what)") }
        return placeholder
    }

    /// Adds a finding about the key, with its line.
    package func report(_ key: String, _ message: String) {
        let place = full(key)
        let line = lineNumber(of: key).map { " (line \($0))" } ?? ""
        findings.all.append(ConfigurationFailure.Finding(place: place + line, message: message))
    }

    /// Takes a section as it is: it is somebody else's to check.
    package func leave(_ name: String) { known.insert(name) }

    /// Every key that nobody asked for. Call last.
    package func refuseUnknownKeys() {
        guard let table else { return }
        for key in table.keys.sorted() where !known.contains(key) {
            report(key, "is not a key that qmtd knows; remove it or correct its spelling (see config/qmtd.toml)")
        }
    }

    private func value(_ key: String) -> (any TOMLValueConvertible)? {
        known.insert(key)
        return table?[key]
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The line on which a key is written, by a plain look through the text; nil where it is not found.
    private func lineNumber(of key: String) -> Int? {
        var section = ""
        var listIndexes: [String: Int] = [:]
        for (index, raw) in findings.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("[[") {
                let name = line.drop { $0 == "[" }.prefix { $0 != "]" }.trimmingCharacters(in: .whitespaces)
                let count = listIndexes[name, default: -1] + 1
                listIndexes[name] = count
                section = "\(name)[\(count)]"
                if section == full(key) || (path.isEmpty && name == key) { return index + 1 }
            } else if line.hasPrefix("[") {
                section = line.drop { $0 == "[" }.prefix { $0 != "]" }.trimmingCharacters(in: .whitespaces)
                if section == full(key) { return index + 1 }
            } else if section == path,
                let name = line.split(separator: "=", maxSplits: 1).first?.trimmingCharacters(in: .whitespaces),
                name == key || name == "\"\(key)\""
            {
                return index + 1
            }
        }
        return nil
    }
}
