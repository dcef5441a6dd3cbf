import Foundation
import Market
import Testing

@testable import Inputs

/// Real calendar and targets, beside the repository; skipped where they are not.
@Suite struct RealTargetsTests {
    static let data = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "../../../../shared/data").standardized.path
    static var isThere: Bool { FileManager.default.fileExists(atPath: data + "/trading-calendar.csv") }

    @Test(.enabled(if: isThere, "the data folder is not beside the repository"))
    func `the exchange's calendar`() throws {
        let calendar = try CalendarFile.read(Self.data + "/trading-calendar.csv")
        #expect(calendar.first == day("1990-12-19") && calendar.last == day("2026-12-31"))
        #expect(try !calendar.isTradingDay(day("2026-10-01")))
    }

    @Test(.enabled(if: isThere, "the data folder is not beside the repository"))
    func `years of a strategy in one file`() throws {
        let calendar = try CalendarFile.read(Self.data + "/trading-calendar.csv")
        let unpacking = Process()
        unpacking.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        unpacking.arguments = ["gzip", "-dc", Self.data + "/targets/top50_mom60.csv.gz"]
        let pipe = Pipe()
        unpacking.standardOutput = pipe
        try unpacking.run()
        let bytes = try #require(try pipe.fileHandleForReading.readToEnd())
        unpacking.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        let rules = TargetRules(calendar: calendar)
        let batches = try TargetFile.parse(Array(bytes), checksum: nil, source: "t.csv", today: today, rules: rules)
        #expect(batches.count > 400 && batches.allSatisfy { $0.proof == .cashRow })
        // Every row but the header and a CASH row for each batch.
        let rows = text.split(separator: "\n").count - 1
        #expect(batches.reduce(0) { $0 + $1.lines.count + 1 } == rows)
        #expect(zip(batches, batches.dropFirst()).allSatisfy { $0.signalDay < $1.signalDay })
        let sum = Array(checksum(of: text, name: "t.csv").utf8)
        let summed = try TargetFile.parse(Array(bytes), checksum: sum, source: "t.csv", today: today, rules: rules)
        #expect(summed.map(\.digest) == batches.map(\.digest))
    }
}
