import CZlib
import Foundation
import Market
import Testing

@testable import History

/// The real tables, where they lie beside the repository; skipped elsewhere.
@Suite(.enabled(if: RealData.isThere, "no ../shared/data/bars_daily.csv.gz beside the repository"))
struct RealDataTests {
    @Test func `the real bars import without a finding and come back`() throws {
        let folder = try Folder()
        let report = try Importer.import(from: RealData.path, into: folder.file("w"))
        #expect(report.rows == 1_756_484)
        // Of the bars none; the index of small companies lacks nearly all of 2011, and three have an odd reference.
        #expect(report.warnings.map(\.check) == [.indexMissingSession, .indexReferenceDiffers])
        #expect(report.warnings.map(\.count) == [243, 3])
        #expect(report.suspendedRows == 46_365)
        #expect(report.exDateRows == 6512)
        #expect(report.ignoredColumns == ["amount", "pe_ttm", "pb", "turnover"])

        let warehouse = try Warehouse.open(folder.file("w"))
        #expect(warehouse.symbols.count == 772)
        #expect(warehouse.days.count == 2718)
        #expect(warehouse.days.first == Day("2014-01-02"))
        #expect(warehouse.days.last == Day("2025-03-10"))
        try checkSomeRows(warehouse)
        try checkExEvents(warehouse)
        try checkListings(warehouse)
        try checkLimits(warehouse)
        try checkIndices(warehouse)
        try warehouse.verify()
    }

    /// Every 997th row of the table, read by zlib's own file functions and split as strings.
    private func checkSomeRows(_ warehouse: Warehouse) throws {
        var count = 0
        try RealData.lines("bars_daily.csv.gz") { number, line in
            guard number > 0, number.isMultiple(of: 997) else { return }
            count += 1
            let row = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let symbol = try #require(Symbol(row[1]))
            let day = try #require(Day(row[0]))
            let place = try #require(warehouse.symbolIndex(symbol))
            let index = try #require(warehouse.dayIndex(day))
            let bar = try #require(warehouse.bar(symbolIndex: place, dayIndex: index))
            #expect(
                [bar.open, bar.high, bar.low, bar.close, bar.previousClose] == row[2...6].compactMap { Price($0) },
                "\(line)")
            #expect(String(bar.volume.count) == row[7], "\(line)")
            #expect(bar.isSuspended == (row[10] == "1"), "\(line)")
            #expect(bar.isRiskWarned == (row[11].isEmpty ? nil : row[11] == "1"), "\(line)")
            #expect(
                warehouse.factors(dayIndex: index)[place] == FixedDecimal.parse(row[9], places: 9), "\(line)")
        }
        #expect(count == 1761)
    }

    /// The table of ex-events was made from the same bars by others.
    private func checkExEvents(_ warehouse: Warehouse) throws {
        var expected: Set<String> = []
        try RealData.lines("ex_events.csv.gz") { number, line in
            if number > 0 { expected.insert(line.split(separator: ",")[..<4].joined(separator: ",")) }
        }
        var found: Set<String> = []
        for (index, day) in warehouse.days.enumerated() {
            for event in warehouse.exEvents(dayIndex: index) {
                found.insert("\(day),\(event.symbol),\(event.close),\(event.reference)")
            }
        }
        #expect(found == expected)
    }

    /// The market's rules, fed with what the warehouse knows of ST and listing days, hold on all days but ten, which are true
    /// exceptions: first days of a listing by merger, of a relisting and after a restructuring.
    private func checkLimits(_ warehouse: Warehouse) throws {
        var beyond: [String] = []
        for (index, day) in warehouse.days.enumerated() {
            let flags = warehouse.flags(dayIndex: index)
            let high = warehouse.prices(.high, dayIndex: index)
            let low = warehouse.prices(.low, dayIndex: index)
            let reference = warehouse.prices(.previousClose, dayIndex: index)
            // Nothing within 4.5 % is beyond any limit, and the rules take longer than the scan.
            for place in flags.indices
            where abs(high[place] - reference[place]) * 22 > reference[place]
                || abs(low[place] - reference[place]) * 22 > reference[place]
            {
                let bar = try #require(warehouse.bar(symbolIndex: place, dayIndex: index))
                let rules = try #require(InstrumentClass(bar.symbol))
                let limits = rules.priceLimits(
                    on: day, previousClose: bar.previousClose,
                    conditions: LimitConditions(
                        isRiskWarned: bar.isRiskWarned ?? false, listingDay: bar.listingDay))
                if !limits.contains(bar.high) || !limits.contains(bar.low) { beyond.append("\(day) \(bar.symbol)") }
            }
        }
        #expect(
            beyond == [
                "2015-01-26 000166.SZ", "2015-11-02 300498.SZ", "2015-12-04 601155.SH", "2017-06-06 600732.SH",
                "2017-12-18 000155.SZ", "2017-12-25 001965.SZ", "2018-08-24 000629.SZ", "2018-09-27 600733.SH",
                "2021-08-10 000792.SZ", "2023-06-19 002411.SZ",
            ])
    }

    private func checkIndices(_ warehouse: Warehouse) throws {
        #expect(
            warehouse.indices.map(\.code) == [
                "000001.SH", "000300.SH", "000852.SH", "000905.SH", "399001.SZ", "H00300.CSI", "H00852.CSI",
                "H00905.CSI",
            ])
        let code = try #require(IndexSeries.totalReturnCode(of: "000300.SH"))
        let series = try #require(warehouse.index(code))
        #expect(series.isTotalReturn)
        #expect(series.closes.allSatisfy { $0 > 0 })
        var expected: [String: String] = [:]
        try RealData.lines("index_daily.csv.gz") { _, line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if fields[1] == code { expected[fields[0]] = fields[5] }
        }
        for (index, day) in warehouse.days.enumerated() {
            #expect(series.closes[index] == FixedDecimal.parse(expected[day.description] ?? "", places: 4))
        }
        #expect(series.closeBefore == FixedDecimal.parse(expected["2013-12-31"] ?? "", places: 4))
    }

    private func checkListings(_ warehouse: Warehouse) throws {
        func listed(_ text: String) throws -> String? { warehouse.listed(try #require(Symbol(text)))?.description }
        #expect(try listed("000001.SZ") == "1991-04-03")
        // No list_date in the table, first bar on the day of the offering.
        #expect(try listed("688692.SH") == "2024-06-12")
        #expect(try listed("300104.SZ") == nil)
        #expect(warehouse.manifest.report.listingsInferred == 17)
        #expect(warehouse.manifest.report.listingsUnknown == 7)
    }
}

enum RealData {
    static var path: String {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.deletingLastPathComponent().path + "/shared/data"
    }

    static var isThere: Bool { FileManager.default.fileExists(atPath: path + "/bars_daily.csv.gz") }

    struct CannotRead: Error {}

    /// All lines of a compressed table, the header as number 0.
    static func lines(_ name: String, _ body: (Int, String) throws -> Void) throws {
        guard let file = gzopen("\(path)/\(name)", "rb") else { throw CannotRead() }
        defer { gzclose(file) }
        var buffer = [CChar](repeating: 0, count: 4096)
        var number = 0
        while gzgets(file, &buffer, Int32(buffer.count)) != nil {
            // Only the lines that are looked at are worth a string.
            if name != "bars_daily.csv.gz" || number.isMultiple(of: 997) {
                let length = buffer.firstIndex { $0 == 0 || $0 == 10 } ?? 0
                try body(number, String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            number += 1
        }
    }
}
