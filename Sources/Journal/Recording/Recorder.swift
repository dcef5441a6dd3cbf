package import Engine
import Foundation
import Glibc
package import Market

/// What the engine was told, and when. All that it ever decides follows from these.
package struct RecordedEvent: Hashable, Sendable, Codable {
    package var at: Timestamp
    package var event: Event

    package init(at: Timestamp, event: Event) {
        self.at = at
        self.event = event
    }
}

/// Why a recording cannot be written or read, with what to do.
package struct RecordingFailure: Error, Hashable, CustomStringConvertible {
    package var path: String
    package var what: String

    package var description: String { "\(path): \(what)" }
}

/// Writes down every event of one run before the engine is given it: JSON lines, a file for each day of the run, named
/// `RUN-DAY.jsonl`. What a killed process has written stays; a last line without its end had no effect.
package final class Recorder {
    private let directory: String
    private let run: Int
    private var day: Day?
    private var descriptor: Int32 = -1
    private let encoder = JSONEncoder()

    /// The folder is made where it is not there. `run` is the journal's number, which is never used twice.
    package init(directory: String, run: Int) throws(RecordingFailure) {
        self.directory = directory
        self.run = run
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw RecordingFailure(path: directory, what: "the folder cannot be made; check record.directory")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Not flushed: a recording is for looking back, and the journal is what must survive a power cut.
    package func append(_ event: Event, at now: Timestamp) throws(RecordingFailure) {
        // A clock that was set back does not reorder what happened.
        let day = max(now.day, self.day ?? now.day)
        if day != self.day { try open(day) }
        guard var line = try? encoder.encode(RecordedEvent(at: now, event: event)) else {
            throw RecordingFailure(path: directory, what: "an event does not encode; this is a defect of the program")
        }
        line.append(UInt8(ascii: "\n"))
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count else {
            throw RecordingFailure(
                path: RecordedRun.path(directory, run, day),
                what: "writing failed (\(String(cString: strerror(errno)))); free space and start again")
        }
    }

    private func open(_ day: Day) throws(RecordingFailure) {
        if descriptor >= 0 { close(descriptor) }
        let path = RecordedRun.path(directory, run, day)
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason =
                errno == EEXIST
                ? "it is there already, from another journal; give record.directory an empty folder"
                : "it cannot be made (\(String(cString: strerror(errno)))); check record.directory"
            throw RecordingFailure(path: path, what: reason)
        }
        self.day = day
    }
}
