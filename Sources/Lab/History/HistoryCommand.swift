import FoundationEssentials
import History
package import Market

/// `qmtlab history`: what a warehouse holds, where it came from, and how its imports went.
package enum HistoryCommand {
    /// Prints what the warehouse in `directory` is, as text or as one JSON document. `now` is the time, for the calendar.
    /// Throws a `WarehouseFailure` where there is no warehouse and no import was ever begun, or where it is damaged.
    package static func run(
        warehouse directory: String, asJSON: Bool, now: Timestamp = Importer.systemTime(), print: (String) -> Void
    ) throws {
        let summary = try HistorySummary(directory, today: now.day)
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(summary), as: UTF8.self))
        } else {
            for line in text(summary) { print(line) }
        }
    }

    private static let jobsShown = 10

    static func text(_ summary: HistorySummary) -> [String] {
        var lines: [String] = []
        if let content = summary.content {
            lines = [
                "\(summary.directory): generation \(content.generation), \(Figures.bytes(summary.bytesOnDisk)) on disk",
                "\(Figures.grouped(content.bars)) bars of \(Figures.grouped(content.symbols)) stocks on "
                    + "\(Figures.grouped(content.days)) days, \(content.firstDay) to \(content.lastDay)",
                "calendar: \(content.calendarFirstDay) to \(content.calendarLastDay); \(content.calendarWords)",
                "corporate actions: \(content.eventWords)",
                "indices:" + (content.indices.isEmpty ? " none" : ""),
            ]
            lines += content.indices.map {
                "  \($0.code)\($0.isTotalReturn ? " (total return)" : ""): \(Figures.grouped($0.closes)) closes, "
                    + "\($0.firstDay) to \($0.lastDay)"
            }
            lines.append("tables:")
            lines += content.sources.map(\.line)
            lines.append("findings:" + (content.findings.isEmpty ? " none" : ""))
            for finding in content.findings {
                lines.append("  \(finding.name) \(Figures.grouped(finding.count))")
                lines += finding.examples.map { "    \($0)" }
            }
        } else {
            lines = ["\(summary.directory): no warehouse is in force here; the imports below did not end"]
        }
        if let failure = summary.catalogFailure { lines.append("jobs: not known: \(failure)") }
        if let jobs = summary.jobs {
            lines.append("jobs, the newest first:" + (jobs.isEmpty ? " none" : ""))
            lines += jobs.prefix(jobsShown).flatMap(\.lines)
            if jobs.count > jobsShown { lines.append("  and \(jobs.count - jobsShown) earlier; --json shows all") }
        } else if summary.catalogFailure == nil {
            lines.append("jobs: none recorded: this warehouse was made by an earlier version; it is usable as it is")
        }
        return lines
    }
}

extension HistorySummary.Content {
    fileprivate var calendarWords: String {
        let remedy =
            "put a trading-calendar that goes on into a folder of its own, and add it with 'qmtlab import --add'"
        switch daysAhead {
        case 0: return "it has no day after today: " + remedy
        case ..<20: return "only \(daysAhead) trading days after today: soon " + remedy
        default: return "\(daysAhead) trading days after today"
        }
    }

    fileprivate var eventWords: String {
        events == 0
            ? "none announced; \(Figures.grouped(exDates)) ex-dates are known from the bars"
            : "\(Figures.grouped(events)) announced; \(Figures.grouped(exDates)) ex-dates are known from the bars"
    }
}

extension HistorySummary.Source {
    fileprivate var line: String {
        var words = "  \(name): \(Figures.grouped(bytes)) bytes, CRC-32 \(crc32)"
        if let importedAt { words += ", imported \(importedAt)" }
        if let addedBy { words += ", added by import \(addedBy)" }
        return words
    }
}

extension HistorySummary.Job {
    fileprivate var lines: [String] {
        var first = "  \(id). \(mode) from \(tables): \(state)"
        if state != "done" { first += " at '\(stage)'" }
        first += ", \(Figures.grouped(rows)) rows, begun \(startedAt)"
        if let endedAt { first += state == "killed" ? ", found dead \(endedAt)" : ", ended \(endedAt)" }
        if state == "done", let generation { first += ", made generation \(generation)" }
        return message.isEmpty ? [first] : [first, "     " + message]
    }
}
