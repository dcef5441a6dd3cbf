import Crypto
import Market

@testable import Inputs

extension Probe {
    private static func rules() throws -> TargetRules {
        var days: [Day] = []
        var day = Day(number: 20_454)
        while days.count < 300 {
            if day.weekday <= 5 { days.append(day) }
            day = day.advanced(by: 1)
        }
        return TargetRules(calendar: try TradingCalendar(days: days))
    }

    private static let today = Day(number: 20_777)

    private static func parse(_ bytes: [UInt8], checksum: [UInt8]? = nil) throws(Refusal) -> [TargetBatch] {
        let rules: TargetRules
        do {
            rules = try Probe.rules()
        } catch {
            throw Refusal(.noRows, in: "", "\(error)", remedy: "")
        }
        return try TargetFile.parse(
            bytes, checksum: checksum, source: "targets.csv", today: today, rules: rules,
            limits: .init(bytes: 1 << 20, rows: 2000))
    }

    private static func checkRefusal(_ refusal: Refusal, lines: Int) throws {
        try check(refusal.message.contains("; "), "no advice in: \(refusal)")
        try check(refusal.source.hasPrefix("targets.csv"), "no source in: \(refusal)")
        if let line = refusal.line { try check(1...lines + 1 ~= line, "line \(line) of \(lines)") }
        try check(refusal.description.utf8.count < 1000, "a refusal of \(refusal.description.utf8.count) bytes")
        try check(!refusal.description.contains("\n"), "a refusal of several lines")
    }

    /// Target positions as CSV, proven by their `CASH` row.
    static let targets = Probe(name: "targets") { input in
        let batches: [TargetBatch]
        do {
            batches = try parse(input)
        } catch let refusal as Refusal {
            return try checkRefusal(refusal, lines: input.count { $0 == 0x0A })
        }
        try check(!batches.isEmpty, "a file of nothing was taken")
        for (one, next) in zip(batches, batches.dropFirst()) {
            try check((one.signalDay, one.strategy) < (next.signalDay, next.strategy), "batches out of order")
        }
        for batch in batches { try checkBatch(batch) }
        // Written anew it is the same.
        let text = "trade_date,ts_code,target_weight,strategy_name\n" + batches.map(csv).joined()
        let again = try parse(Array(text.utf8))
        try check(again.map(\.digest) == batches.map(\.digest), "written and read it has other digests")
        try check(again.map(\.lines) == batches.map(\.lines), "written and read it has other lines")
        // Cut anywhere, a batch is the whole one or none.
        var cuts = Cuts(input)
        for _ in 0..<4 {
            let cut = Array(input.prefix(cuts.next(below: input.count)))
            for part in (try? parse(cut)) ?? [] {
                try check(batches.contains { $0.digest == part.digest }, "cut at \(cut.count) it is another portfolio")
            }
        }
        // With a checksum, nothing but the whole is taken.
        let name = SHA256.hash(data: input).hex + "  targets.csv\n"
        try check(
            try parse(input, checksum: Array(name.utf8)).map(\.digest) == batches.map(\.digest), "proven, it differs")
        try check((try? parse(Array(input.dropLast()), checksum: Array(name.utf8))) == nil, "a cut file was proven")
    }

    private static func checkBatch(_ batch: TargetBatch) throws {
        var sum = Weight.zero
        for (one, next) in zip(batch.lines, batch.lines.dropFirst()) {
            try check(one.symbol < next.symbol, "codes out of order or twice")
        }
        for line in batch.lines {
            try check(line.weight >= .zero && line.weight <= .one, "a weight of \(line.weight)")
            try check(TargetRules.isAShare(line.symbol), "\(line.symbol) is no share")
            sum = sum + line.weight
        }
        try check(sum.trillionths <= Weight.one.trillionths + TargetRules.tolerance, "weights sum to \(sum)")
        try check(batch.signalDay <= today, "a day to come")
        try check(batch.proof == .cashRow, "proven by \(batch.proof)")
        let digest = TargetDigest.hex(signalDay: batch.signalDay, strategy: batch.strategy, lines: batch.lines)
        try check(digest == batch.digest, "a digest of something else")
    }

    private static func csv(_ batch: TargetBatch) -> String {
        let sum = batch.lines.reduce(Weight.zero) { $0 + $1.weight }
        let rest = max(0, Weight.one.trillionths - sum.trillionths)
        let rows = batch.lines.map { ("\($0.symbol)", "\($0.weight)") } + [("CASH", "\(Weight(trillionths: rest))")]
        return rows.map { "\(batch.signalDay),\($0.0),\($0.1),\(batch.strategy)\n" }.joined()
    }

    /// The `.sha256` file beside a target file: it proves what it was made of, and nothing else.
    static let sidecar = Probe(name: "sidecar") { input in
        let text = Array("trade_date,ts_code,target_weight,strategy_name\n2026-11-19,600000.SH,0.5,a\n".utf8)
        let digits = SHA256.hash(data: text).hex
        do throws(Refusal) {
            try ChecksumFile.verify(input, of: text, source: "targets.csv")
        } catch {
            return try checkRefusal(error, lines: 1)
        }
        let stated = String(decoding: input, as: UTF8.self)
        try check(stated.lowercased().hasPrefix(digits), "proven by another digest")
        try check(stated.contains("targets.csv"), "proven by a line about another file")
        try check((try? ChecksumFile.verify(input, of: text + [0x0A], source: "targets.csv")) == nil, "it proves all")
    }

    /// `trading-calendar.csv`.
    static let calendar = Probe(name: "calendar") { input in
        let calendar: TradingCalendar
        do throws(Refusal) {
            calendar = try CalendarFile.parse(input, source: "targets.csv")
        } catch {
            return try checkRefusal(error, lines: input.count { $0 == 0x0A })
        }
        let days = try calendar.tradingDays(in: calendar.first...calendar.last)
        let text = "trade_date\n" + days.map { "\($0)\n" }.joined()
        try check(try CalendarFile.parse(Array(text.utf8), source: "targets.csv") == calendar, "written, it differs")
        try check(days.allSatisfy { $0.weekday <= 5 }, "it opens at a weekend")
        // What it does not know is closed: it refuses to say.
        for day in [calendar.first.advanced(by: -1), calendar.last.advanced(by: 1)] {
            try check((try? calendar.isTradingDay(day)) == nil, "it guesses about \(day)")
        }
    }
}
