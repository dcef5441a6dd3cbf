import Foundation
import Market

/// A trading calendar as a file: a line `trade_date`, then one `YYYY-MM-DD` a line, ascending.
enum CalendarFile {
    enum Failure: Error, Hashable, Sendable {
        case unreadable(path: String, reason: String)
        /// The first line that is no date, counted from 1.
        case notADate(path: String, line: Int, text: String)
        case unusable(path: String, TradingCalendar.Failure)
    }

    static func load(_ path: String) throws(Failure) -> TradingCalendar {
        let text: String
        do {
            text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        var days: [Day] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if line.isEmpty || index == 0 && line == "trade_date" { continue }
            guard let day = Day(line) else {
                throw .notADate(path: path, line: index + 1, text: String(line.prefix(40)))
            }
            days.append(day)
        }
        do {
            return try TradingCalendar(days: days)
        } catch {
            throw .unusable(path: path, error)
        }
    }
}

extension CalendarFile.Failure: CustomStringConvertible, LocalizedError {
    var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read the trading calendar \(path): \(reason)"
        case .notADate(let path, let line, let text):
            "the trading calendar \(path) has '\(text)' in line \(line), which is not a date YYYY-MM-DD"
        case .unusable(let path, let failure): "the trading calendar \(path) cannot be used: \(failure)"
        }
    }

    var errorDescription: String? { description }
}
