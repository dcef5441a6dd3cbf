import Foundation
import History
import Market

/// A warehouse as `qmtlab history` shows it; the names are those of the JSON form. Days and times are text.
struct HistorySummary: Encodable {
    struct Content: Encodable {
        var generation: Int
        var bars: Int
        var symbols: Int
        var days: Int
        var firstDay: String
        var lastDay: String
        var calendarFirstDay: String
        var calendarLastDay: String
        /// Trading days of the calendar after today.
        var daysAhead: Int
        /// Announced corporate actions.
        var events: Int
        /// Days on which a reference was not the close before.
        var exDates: Int
        var indices: [Index]
        var sources: [Source]
        var findings: [Finding]
    }

    struct Index: Encodable {
        var code: String
        var isTotalReturn: Bool
        var firstDay: String
        var lastDay: String
        var closes: Int
    }

    struct Source: Encodable {
        var name: String
        var bytes: Int
        var crc32: String
        var addedBy: Int?
        var importedAt: String?
    }

    struct Finding: Encodable {
        var name: String
        var count: Int
        var examples: [String]
    }

    struct Job: Encodable {
        var id: Int64
        var mode: String
        var tables: String
        var startedAt: String
        var endedAt: String?
        var state: String
        var stage: String
        var rows: Int
        var generation: Int?
        var message: String
        var sources: [Source]
    }

    var directory: String
    /// Everything in the directory.
    var bytesOnDisk: Int
    /// Nil where no import has ended yet.
    var content: Content?
    /// The newest first; nil where there is no catalog, or where it cannot be read.
    var jobs: [Job]?
    var catalogFailure: String?

    init(_ directory: String, today: Day) throws {
        let opened = try HistorySummary.open(directory)
        let read = HistorySummary.catalog(directory, inForce: opened?.manifest)
        if opened == nil, read.contents == nil { throw WarehouseFailure.notAWarehouse(path: directory) }
        self.directory = directory
        bytesOnDisk = HistorySummary.bytes(below: directory)
        content = opened.map { Content($0, read.contents?.sourceTimes ?? [], today: today) }
        jobs = read.contents?.jobs.map { Job($0) }
        catalogFailure = read.failure
    }

    /// Nil where there is none.
    private static func open(_ directory: String) throws(WarehouseFailure) -> Warehouse? {
        do {
            return try Warehouse.open(directory)
        } catch {
            if case .notAWarehouse = error { return nil }
            throw error
        }
    }

    private static func catalog(
        _ directory: String, inForce manifest: Manifest?
    ) -> (contents: CatalogContents?, failure: String?) {
        do {
            return (try CatalogContents.read(directory, inForce: manifest), nil)
        } catch {
            return (nil, error.description)
        }
    }

    private static func bytes(below directory: String) -> Int {
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
        return files.reduce(0) { sum, file in
            let attributes = try? FileManager.default.attributesOfItem(atPath: directory + "/" + file)
            let isFile = attributes?[.type] as? FileAttributeType == .typeRegular
            return sum + (isFile ? (attributes?[.size] as? NSNumber)?.intValue ?? 0 : 0)
        }
    }
}

extension HistorySummary.Content {
    fileprivate init(_ warehouse: Warehouse, _ times: [String?], today: Day) {
        let manifest = warehouse.manifest
        let last = manifest.calendarLastDay
        let ahead = max(today.advanced(by: 1), manifest.calendarFirstDay)
        self.init(
            generation: manifest.generation, bars: manifest.report.rows, symbols: manifest.symbolCount,
            days: manifest.dayCount, firstDay: manifest.firstDay.description, lastDay: manifest.lastDay.description,
            calendarFirstDay: manifest.calendarFirstDay.description, calendarLastDay: last.description,
            daysAhead: ahead > last ? 0 : (try? warehouse.calendar.tradingDays(in: ahead...last).count) ?? 0,
            events: manifest.eventCount ?? 0, exDates: manifest.report.exDateRows,
            indices: (manifest.indices ?? []).map {
                HistorySummary.Index(
                    code: $0.code, isTotalReturn: IndexSeries.isTotalReturn($0.code),
                    firstDay: $0.firstDay.description, lastDay: $0.lastDay.description, closes: $0.closeCount)
            },
            sources: manifest.sources.enumerated().map { place, source in
                HistorySummary.Source(source, importedAt: place < times.count ? times[place] : nil)
            },
            findings: manifest.report.warnings.map {
                HistorySummary.Finding(name: $0.check.rawValue, count: $0.count, examples: $0.examples)
            })
    }
}

extension HistorySummary.Source {
    fileprivate init(_ source: Manifest.Source, importedAt: String? = nil) {
        self.init(
            name: source.name, bytes: source.bytes, crc32: source.crc32, addedBy: source.addedBy,
            importedAt: importedAt)
    }
}

extension HistorySummary.Job {
    fileprivate init(_ job: ImportJob) {
        self.init(
            id: job.id, mode: job.mode == .add ? "add" : "import", tables: job.tables,
            startedAt: job.started.description, endedAt: job.ended?.description, state: job.state.rawValue,
            stage: job.stage, rows: job.rows, generation: job.generation, message: job.message,
            sources: job.sources.map { HistorySummary.Source($0) })
    }
}
