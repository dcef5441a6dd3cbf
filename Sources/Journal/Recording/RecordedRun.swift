import Engine
import Foundation
import Market

/// All events of one run of the daemon, as they were written down.
package struct RecordedRun: Sendable {
    package var number: Int
    package var events: [RecordedEvent]

    /// All runs of a folder, in order. A last line without its end is what a process died over, and is left out.
    package static func read(_ directory: String) throws(RecordingFailure) -> [RecordedRun] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw RecordingFailure(path: directory, what: "the folder cannot be read; check the path")
        }
        var runs: [RecordedRun] = []
        for name in names.filter({ $0.hasSuffix(suffix) }).sorted() {
            guard let number = name.split(separator: "-").first.flatMap({ Int($0) }) else {
                throw RecordingFailure(
                    path: "\(directory)/\(name)", what: "this is no file of a recording; move it away")
            }
            let events = try events(of: "\(directory)/\(name)")
            if let last = runs.indices.last, runs[last].number == number {
                runs[last].events += events
            } else {
                runs.append(RecordedRun(number: number, events: events))
            }
        }
        return runs
    }

    static func path(_ directory: String, _ run: Int, _ day: Day) -> String {
        let digits = "\(run)"
        return "\(directory)/\(String(repeating: "0", count: max(0, 8 - digits.utf8.count)))\(digits)-\(day)\(suffix)"
    }

    private static func events(of path: String) throws(RecordingFailure) -> [RecordedEvent] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RecordingFailure(path: path, what: "it cannot be read; check its permissions")
        }
        let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let decoder = JSONDecoder()
        var events: [RecordedEvent] = []
        for (index, line) in data[..<whole].split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let event = try? decoder.decode(RecordedEvent.self, from: line) else {
                throw RecordingFailure(
                    path: path, what: "line \(index + 1) is not an event of this version; use the program that wrote it"
                )
            }
            events.append(event)
        }
        return events
    }

    private static var suffix: String { ".jsonl" }
}
