import Foundation
import Glibc
import Market

/// What a run took, for one line of JSON that can be laid beside that of other programs.
struct RunTimings {
    fileprivate struct Mark {
        var wall: Duration
        var cpu: Duration
    }

    private let start = Mark.now
    private var loadedMark: Mark?
    private var doneMark: Mark?

    mutating func loaded() { loadedMark = Mark.now }
    mutating func done() { doneMark = Mark.now }

    /// What was done between `loaded` and `done`.
    struct Work {
        var size: String
        var bars: Int
        var orders: Int
        var finalEquity: Int64
        var events: Int
        var effects: Int
    }

    /// `load_s` and `run_s` are wall time, `cpu_s` the processor time of the run phase; equity is in yuan.
    func json(_ work: Work) -> String {
        let loaded = loadedMark ?? start
        let done = doneMark ?? loaded
        let run = done.wall - loaded.wall
        let fields: [(String, String)] = [
            ("name", RunTimings.quoted("qmtd")), ("size", RunTimings.quoted(work.size)),
            ("load_s", RunTimings.seconds(loaded.wall - start.wall)), ("run_s", RunTimings.seconds(run)),
            ("cpu_s", RunTimings.seconds(done.cpu - loaded.cpu)),
            ("load_cpu_s", RunTimings.seconds(loaded.cpu - start.cpu)), ("process_cpu_s", RunTimings.seconds(done.cpu)),
            ("peak_rss_mb", RunTimings.peakMegabytes), ("bars", "\(work.bars)"),
            ("bars_per_s", "\(Int(Double(work.bars) / max(run / .seconds(1), 1e-9)))"), ("orders", "\(work.orders)"),
            ("final_equity", RunTimings.decimal(work.finalEquity, places: 3)), ("events", "\(work.events)"),
            ("effects", "\(work.effects)"),
        ]
        return "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    }

    private static func seconds(_ duration: Duration) -> String {
        decimal(Int64(duration / .microseconds(100)), places: 4)
    }

    private static func decimal(_ value: Int64, places: Int) -> String {
        FixedDecimal.text(value, places: places, atLeast: 1)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..<"\u{20}": quoted += "?"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// The largest resident size so far, in units of 1,048,576 bytes; 0 where the system does not tell.
    private static var peakMegabytes: String {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM") }),
            let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int64($0) })
        else { return "0.0" }
        return decimal((kilobytes * 10 + 512) / 1024, places: 1)
    }
}

extension RunTimings.Mark {
    fileprivate static var now: Self {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        var wall = timespec()
        clock_gettime(CLOCK_MONOTONIC, &wall)
        return Self(
            wall: .seconds(wall.tv_sec) + .nanoseconds(wall.tv_nsec),
            cpu: .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec))
    }
}
