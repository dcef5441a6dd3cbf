import Engine
import Foundation
import Inputs
import Journal
import Logging
import Market

/// The two commands of the program, without the parsing of arguments.
package enum DaemonCommand {
    /// `qmtd run`. Returns the exit code; every failure has been told on the standard error stream.
    package static func run(configuration file: String, epochFloor: Int64) async -> Int32 {
        let configuration: Configuration
        do {
            configuration = try Configuration.load(file)
        } catch {
            complain("\(error)")
            return 78
        }
        // A log pipe whose reader has gone must not end the daemon.
        signal(SIGPIPE, SIG_IGN)
        let logger = Logger(label: "qmtd") { _ in LogOutput(level: configuration.logLevel) }
        do {
            return try await DaemonRun(configuration: configuration, logger: logger, epochFloor: epochFloor).run()
        } catch let failure as DaemonRun.StartFailure {
            complain(failure.description)
            return failure.isConfiguration ? 78 : 1
        } catch {
            complain("\(error)")
            return 1
        }
    }

    /// `qmtd check`: configuration, secret, calendar, targets, journal. Touches nothing and sends nothing.
    package static func check(configuration file: String, output: (String) -> Void) -> Int32 {
        let configuration: Configuration
        do {
            configuration = try Configuration.load(file)
        } catch {
            complain("\(error)")
            return 78
        }
        output("ok       configuration \(file)")
        if let paper = configuration.paper {
            output("note     paper mode: no order leaves this process; the account is \(paper.logFile)")
        }
        let run = DaemonRun(
            configuration: configuration, logger: Logger(label: "check") { _ in LogOutput(level: .error) })
        var code: Int32 = 0
        func fail(_ what: String, _ text: String, _ failureCode: Int32) {
            output("FAILED   \(what): \(text)")
            code = max(code, failureCode)
        }
        do {
            _ = try run.loadSecret()
            output("ok       secret \(configuration.secretFile)")
        } catch {
            fail("secret", "\(error)", 78)
        }
        do {
            let calendar = try run.loadCalendar()
            output("ok       calendar \(calendar.first) to \(calendar.last)")
            let today = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).day
            if let notice = CalendarFile.notice(calendar, today: today) { output("note     \(notice)") }
            try checkTargets(configuration, calendar, output: output) { fail("targets", $0, 1) }
        } catch {
            fail("calendar", "\(error)", 78)
        }
        if FileManager.default.fileExists(atPath: configuration.journalFile) {
            do {
                let report = try JournalReader(at: configuration.journalFile).verify()
                if let problem = report.problems.first {
                    fail("journal", "\(configuration.journalFile): \(problem)", 1)
                } else {
                    output("ok       journal \(configuration.journalFile), \(report.head.seq) entries")
                }
            } catch {
                fail("journal", "\(error)", 1)
            }
        } else {
            output("ok       journal \(configuration.journalFile) will be made")
        }
        return code
    }

    /// The targets that the next trading day would follow. None is worth a word, a refusal is a failure.
    private static func checkTargets(
        _ configuration: Configuration, _ calendar: TradingCalendar, output: (String) -> Void, fail: (String) -> Void
    ) throws {
        let today = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).day
        let source = TargetsSource(configuration: configuration, calendar: calendar)
        let isToday = (try? calendar.isTradingDay(today)) ?? false
        let signalDay =
            isToday ? try calendar.previous(before: today) : (try? calendar.previous(before: today)) ?? today
        let reading = source.read(signalDay: signalDay, today: today)
        for refusal in reading.refusals { fail(refusal) }
        for batch in reading.batches {
            output(
                "ok       targets of \(batch.signalDay), \(batch.strategy): \(batch.lines.count) lines, \(batch.source)"
            )
        }
        if reading.batches.isEmpty, reading.refusals.isEmpty {
            let newest = reading.newestSignalDay.map { "the newest are of \($0)" } ?? "there are none"
            output("note     no targets of \(signalDay); \(newest)")
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("qmtd: \(text)\n".utf8))
    }
}
