import Foundation
import History
import Inputs
package import Market

/// The targets that a replay follows, wherever they are kept, taken as in live: provably whole or not at all.
package struct ReplayTargets: Hashable, Sendable {
    /// Ascending by signal day, then strategy.
    package var batches: [TargetBatch]
    package var path: String

    /// Of the digests of all batches.
    package var digest: String { TargetDigest.hex(of: batches) }

    /// Reads `path`: a directory of CSV files, one CSV file (compressed or not), or an SQLite file. Throws the
    /// refusals, a line each, where anything in it is refused: a replay without some of its batches would be another
    /// one.
    package static func read(_ path: String, calendar: TradingCalendar) throws(ReplayRefusal) -> ReplayTargets {
        let rules = TargetRules(calendar: calendar)
        // A signal of the past is judged by its place in the calendar; the clock of today has no say.
        let today = calendar.last
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw ReplayRefusal(
                "\(path) is not there; give targets with --targets: a directory, a CSV file or an SQLite file")
        }
        let scan: TargetScan
        if isDirectory.boolValue {
            var directory = TargetDirectory(path: path, rules: rules)
            scan = directory.scan(today: today)
        } else if isDatabase(path) {
            scan = TargetDatabase(path: path, rules: rules, limits: .history).scan(from: calendar.first, today: today)
        } else {
            do throws(Refusal) {
                scan = TargetScan(batches: try file(path, today, rules))
            } catch {
                scan = TargetScan(refusals: [error])
            }
        }
        guard scan.refusals.isEmpty else { throw refusal(scan.refusals) }
        return ReplayTargets(batches: scan.batches, path: path)
    }

    private static func file(_ path: String, _ today: Day, _ rules: TargetRules) throws(Refusal) -> [TargetBatch] {
        guard CompressedText.isCompressed(path) else {
            return try TargetFile.read(path, today: today, rules: rules, limits: .history)
        }
        let text: [UInt8]
        do throws(TableFailure) {
            text = try CompressedText.read(path, maximumBytes: TargetFile.Limits.history.bytes)
        } catch {
            throw Refusal(.unreadable, in: path, "\(error)", remedy: "or give the file uncompressed")
        }
        return try TargetFile.read(path, unpacked: text, today: today, rules: rules, limits: .history)
    }

    private static func isDatabase(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
    }

    private static func refusal(_ refusals: [Refusal]) -> ReplayRefusal {
        let shown = refusals.prefix(10).map(\.description)
        let rest = refusals.count - shown.count
        return ReplayRefusal((shown + (rest > 0 ? ["and \(rest) more like these"] : [])).joined(separator: "\n"))
    }
}
