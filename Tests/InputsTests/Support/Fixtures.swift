import Crypto
import Foundation
import Glibc
import Market

@testable import Inputs

/// A directory of its own for one test, removed with it.
final class Workplace {
    let directory: String

    init() throws {
        directory = FileManager.default.temporaryDirectory.path + "/inputs-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    @discardableResult
    func write(_ text: String, to name: String, mode: mode_t = 0o644) throws -> String {
        try write(Data(text.utf8), to: name, mode: mode)
    }

    @discardableResult
    func write(_ data: Data, to name: String, mode: mode_t = 0o644) throws -> String {
        let path = directory + "/" + name
        try data.write(to: URL(fileURLWithPath: path))
        chmod(path, mode)
        return path
    }

    /// With the sidecar that `sha256sum` would write.
    @discardableResult
    func writeSummed(_ text: String, to name: String) throws -> String {
        try write(checksum(of: text, name: name), to: name + ".sha256")
        return try write(text, to: name)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: directory + "/" + name) }
}

func checksum(of text: String, name: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined() + "  \(name)\n"
}

/// Not one of the test's own names for days, so that a wrong one does not compile silently into nil.
func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }

extension TargetRules {
    /// Weekdays of October to December 2026 without the holidays of October.
    static let test: TargetRules = {
        let holidays = Set((1...7).map { day("2026-10-0\($0)") })
        let days = (0..<94).map { day("2026-09-29").advanced(by: $0) }.filter {
            $0.weekday < 6 && !holidays.contains($0)
        }
        guard let calendar = try? TradingCalendar(days: days) else { preconditionFailure("the days ascend") }
        return TargetRules(calendar: calendar)
    }()
}

let today = day("2026-11-20")
let header = "trade_date,ts_code,target_weight,strategy_name\n"

/// A batch of two codes and cash.
let good =
    header + """
        2026-11-20,600000.SH,0.4,alpha
        2026-11-20,000001.SZ,0.35,alpha
        2026-11-20,CASH,0.25,alpha

        """

func parse(
    _ text: String, checksum: String? = nil, source: String = "targets.csv", today: Day = today
) throws(Refusal) -> [TargetBatch] {
    try TargetFile.parse(
        Array(text.utf8), checksum: checksum.map { Array($0.utf8) }, source: source, today: today, rules: .test)
}

/// The refusal that `body` throws; nil where it throws none.
func refusal(_ body: () throws -> Void) -> Refusal? {
    do { try body() } catch { return error as? Refusal }
    return nil
}

extension TargetBatch {
    var weights: [String] { lines.map { "\($0.symbol) \($0.weight)" } }
}
