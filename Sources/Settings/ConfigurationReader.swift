import Foundation

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
            table = try TOMLReader.read(text)
        } catch {
            let place = "line \(error.line), column \(error.column)"
            throw ConfigurationFailure(file: file, findings: [.init(place: place, message: error.message)])
        }
        self.init(table, path: "", findings: Findings())
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

    /// A path of a file of settings: what is relative is taken from that file's folder.
    package static func path(_ path: String, beside file: String) -> String {
        if path.hasPrefix("/") { return path }
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        return folder.appendingPathComponent(path).standardized.path
    }

    /// Throws all that was found, in this section and in every other of the file. Call at the very end.
    package func throwFindings(of file: String) throws(ConfigurationFailure) {
        if !findings.all.isEmpty { throw ConfigurationFailure(file: file, findings: findings.all) }
    }

    /// A section of the file; an empty one where it is not there.
    package func section(_ name: String) -> ConfigurationReader {
        known.insert(name)
        guard let value = table?[name] else { return ConfigurationReader(nil, path: full(name), findings: findings) }
        guard case .table(let section) = value else {
            report(name, "must be a section: write [\(full(name))]")
            return ConfigurationReader(nil, path: full(name), findings: findings)
        }
        return ConfigurationReader(section, path: full(name), findings: findings)
    }

    /// The tables of `[[name]]`.
    package func sections(_ name: String) -> [ConfigurationReader] {
        known.insert(name)
        guard let value = table?[name] else { return [] }
        guard case .list(let array) = value else {
            report(name, "must be a list of sections: write [[\(full(name))]]")
            return []
        }
        return array.enumerated().compactMap { index, element in
            guard case .table(let section) = element else {
                report(name, "must be a list of sections: write [[\(full(name))]]")
                return nil
            }
            return ConfigurationReader(section, path: "\(full(name))[\(index)]", findings: findings)
        }
    }

    /// Text in quotes; nil where the key is not there or is something else. So are the following.
    package func text(_ key: String) -> String? {
        guard let value = value(key) else { return nil }
        guard case .text(let text) = value else {
            report(key, "must be text in quotes")
            return nil
        }
        return text
    }

    /// True or false.
    package func flag(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        guard case .flag(let flag) = value else {
            report(key, "must be true or false, without quotes")
            return nil
        }
        return flag
    }

    /// A whole number within `range`.
    package func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(key) else { return nil }
        guard case .integer(let integer) = value, range.contains(integer) else {
            report(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return integer
    }

    /// A whole number within `range`; nil for "off", `number` where the key is not there.
    package func integerOrOff(_ key: String, in range: ClosedRange<Int>, default number: Int?) -> Int? {
        switch value(key) {
        case nil: return number
        case .text("off"): return nil
        case .integer(let integer) where range.contains(integer): return integer
        default:
            report(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound), or \"off\"")
            return number
        }
    }

    /// A list of texts.
    package func texts(_ key: String) -> [String]? {
        guard let value = value(key) else { return nil }
        guard case .list(let array) = value else {
            report(key, "must be a list of texts, such as [\"a\", \"b\"]")
            return nil
        }
        let texts = array.compactMap { if case .text(let text) = $0 { text } else { nil } }
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
        let line = table?.line(of: key).map { " (line \($0))" } ?? ""
        findings.all.append(ConfigurationFailure.Finding(place: place + line, message: message))
    }

    /// Takes a section as it is: it is somebody else's to check.
    package func leave(_ name: String) { known.insert(name) }

    /// Every key that nobody asked for. Call last.
    package func refuseUnknownKeys() {
        guard let table else { return }
        for key in table.keys where !known.contains(key) {
            let advice = Spelling.nearest(to: key, of: known).map { "did you mean '\($0)'?" } ?? "remove it"
            report(key, "is not a key that qmtd knows; \(advice) (config/qmtd.toml has them all)")
        }
    }

    private func value(_ key: String) -> (TOMLValue)? {
        known.insert(key)
        return table?[key]
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
