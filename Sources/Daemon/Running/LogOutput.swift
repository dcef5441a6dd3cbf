import Foundation
package import Logging

/// One line a message on the standard error stream: level, text, then `key=value`. The service manager adds the time.
package struct LogOutput: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level

    package init(level: Logger.Level) {
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let extra = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
        let text = "\(event.message)".replacing("\n", with: "\n         ")
        // Nobody reading the log any more is no reason to stop.
        try? FileHandle.standardError.write(
            contentsOf: Data("\(Self.word(event.level)) \(text)\(extra)\n".utf8))
    }

    /// Eight columns, so that texts begin at one place.
    private static func word(_ level: Logger.Level) -> String {
        let word = level.rawValue
        return word + String(repeating: " ", count: max(0, 8 - word.utf8.count))
    }

    private static func quoted(_ text: String) -> String {
        text.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" })
            ? "\"\(text.replacing("\"", with: "'"))\"" : text
    }
}
