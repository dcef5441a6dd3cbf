import Market
import Testing

@testable import History

/// Damaged input of every kind gives a failure or a good warehouse, never a trap and never half a state.
@Suite struct ImportFuzzTests {
    private typealias Bar = Tables.Bar

    private let tables: Tables

    init() {
        var tables = Tables(
            Tables.week.map { Bar.bar($0, "000001.SZ", previousClose: "10.10") }
                + Tables.week[2...].map { Bar.bar($0, "600000.SH", previousClose: "10.10") },
            stocks: ["000001.SZ,A,1991-04-03", "600000.SH,B,2026-01-07"])
        tables.events = ["000001.SZ,2026-01-06,2026-01-07,0.5,0,0,", "600000.SH,2026-01-12,,0,0.3,0.2,7.5"]
        tables.indices = Tables.week.map { "000300.SH,\($0),4000.25,4000.25" }
        self.tables = tables
    }

    /// One to four random changes: a byte replaced, removed, put in, or the rest cut off.
    private func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        let alphabet = Array("0123456789.,-\n\r\"SHZ x\0\u{FF}".utf8)
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let byte = alphabet.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes.removeSubrange(place...)
            case 1, 2: bytes.remove(at: place)
            case 3, 4: bytes.insert(byte, at: place)
            default: bytes[place] = byte
            }
        }
        return bytes
    }

    @Test(arguments: 1...8) func `damaged tables are refused or imported, nothing between`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let isCompressed = seed.isMultiple(of: 4)
        let folder = try Folder()
        try tables.write(to: folder, compressed: isCompressed)
        _ = try Importer.import(from: folder.path, into: folder.file("w"))
        let good = try folder.contents("w")
        let names = ["bars_daily", "trading-calendar", "stock_basic", "corporate_actions", "index_daily"].map {
            $0 + (isCompressed ? ".csv.gz" : ".csv")
        }
        let originals = try names.map { try folder.bytes($0) }
        var refused = 0
        for round in 0..<60 {
            let comment: Comment = "seed \(seed), round \(round)"
            let chosen = Int.random(in: 0..<5, using: &random)
            try folder.write(damaged(originals[chosen], &random), to: names[chosen])
            do {
                let report = try Importer.import(from: folder.path, into: folder.file("x"))
                let warehouse = try Warehouse.open(folder.file("x"))
                try warehouse.verify()
                let bars = try warehouse.days.reduce(0) { try $0 + warehouse.daySheet($1).bars.count }
                #expect(bars == report.rows, comment)
                try Folder.remove(folder.file("x"))
            } catch let failure as ImportFailure {
                refused += 1
                // Nothing but the job that failed.
                #expect(try folder.names("x") == ["catalog.sqlite"], comment)
                try Folder.remove(folder.file("x"))
                #expect(!failure.description.isEmpty, comment)
                #expect(throws: failure, comment) { try Importer.import(from: folder.path, into: folder.file("w")) }
                #expect(try folder.contents("w") == good, comment)
            }
            try folder.write(originals[chosen], to: names[chosen])
        }
        #expect(refused > 20, "seed \(seed)")
    }

    @Test(arguments: 1...8) func `a damaged warehouse is refused or readable, nothing between`(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let folder = try Folder()
        try tables.write(to: folder)
        _ = try Importer.import(from: folder.path, into: folder.file("w"))
        let originals = try folder.contents("w").sorted { $0.key < $1.key }
        var found = 0
        for round in 0..<60 {
            guard let original = originals.randomElement(using: &random) else { break }
            try folder.write(damaged(original.value, &random), to: "w/" + original.key)
            do {
                let warehouse = try Warehouse.open(folder.file("w"))
                for day in warehouse.days { _ = try warehouse.daySheet(day) }
                for index in warehouse.days.indices { _ = warehouse.exEvents(dayIndex: index) }
                for symbol in warehouse.symbols { _ = (warehouse.name(of: symbol), warehouse.span(of: symbol)) }
                for index in warehouse.symbols.indices { _ = warehouse.corporateActions(symbolIndex: index) }
                _ = warehouse.indices
                try warehouse.verify()
            } catch {
                found += 1
                #expect(!error.description.isEmpty, "seed \(seed), round \(round)")
            }
            try folder.write(original.value, to: "w/" + original.key)
        }
        #expect(found > 30, "seed \(seed)")
    }
}
