import Foundation
import Glibc
import History
package import Market
import Replay

/// The oracle's data set of one size, mapped into memory: prices in fen, `[day][stock]`, and target weights in ppm.
///
/// The oracle serves stocks in the order of its columns. The engine serves securities in the order of their codes, so
/// column *i* trades under the *i*-th code of the main boards, and its own code is given back in the order log.
package final class OracleFiles: ReplaySource, @unchecked Sendable {
    // Unchecked because of the pointers into the mapped files, which are only read.
    package let size: String
    package let days: [Day]
    package let codes: [String]
    package let openingCash: Money
    package let signalDays: [Day]
    package let weightCount: Int
    private let opens: Column
    private let closes: Column
    private let ups: Column
    private let downs: Column
    private let halts: MappedFile
    private let batches: [TargetBatch]
    /// Index into `batches` by signal day; -1 for none.
    private let batchIndex: [Int32]

    private struct Column {
        let file: MappedFile
        let values: UnsafeBufferPointer<Int32>
    }

    package enum Failure: Error, Hashable, CustomStringConvertible {
        case unreadable(String)
        case malformed(file: String, String)
        case tooManyStocks(Int)

        package var description: String {
            switch self {
            case .unreadable(let what): what
            case .malformed(let file, let what): "\(file): \(what); make the data set again"
            case .tooManyStocks(let count):
                "the data set has \(count) stocks; the oracle profile has codes for \(OracleFiles.stockMaximum)"
            }
        }
    }

    /// The codes of main-board shares, ascending: `000001.SZ` and on, then `600000.SH` and on.
    private static let symbols: [Symbol] = {
        let codes =
            (0..<4_000).map { Symbol(digits: $0, venue: .shenzhen) }
            + (600_000..<606_000).map { Symbol(digits: $0, venue: .shanghai) }
        return codes.compactMap { symbol in
            guard let symbol, let kind = InstrumentClass(symbol), kind.board == .main, kind.kind == .stock else {
                return nil
            }
            return symbol
        }
    }()
    private static var stockMaximum: Int { symbols.count }

    /// The column of each of these codes, by `slot`; -1 for other codes.
    private let columns: [Int32]

    private static func slot(of symbol: Symbol) -> Int {
        symbol.digits < 4_000 ? symbol.digits : symbol.digits - 596_000
    }

    /// Nil for a symbol that is no column.
    private func column(of symbol: Symbol) -> Int? {
        let slot = OracleFiles.slot(of: symbol)
        guard columns.indices.contains(slot), columns[slot] >= 0 else { return nil }
        return Int(columns[slot])
    }

    /// `weights` replaces the data set's own targets: lines of `signal day index,stock index,ppm`.
    package init(directory: String, weights: String?) throws {
        struct Meta: Decodable {
            var size: String
            var n: Int
            var d: Int
            var initial_cash_li: Int64
            var dates: [Int]
            var codes: [String]
        }
        let path = directory + "/meta.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure.unreadable("\(path) cannot be read; give a directory that make_data.py has written")
        }
        let meta: Meta
        do { meta = try JSONDecoder().decode(Meta.self, from: data) } catch {
            throw Failure.malformed(file: path, "it is not the description of a data set")
        }
        guard meta.n > 0, meta.d > 0, meta.dates.count == meta.d, meta.codes.count == meta.n else {
            throw Failure.malformed(file: path, "its counts contradict its lists")
        }
        guard meta.n <= OracleFiles.stockMaximum else { throw Failure.tooManyStocks(meta.n) }
        var columns = [Int32](repeating: -1, count: 10_000)
        for stock in 0..<meta.n { columns[OracleFiles.slot(of: OracleFiles.symbols[stock])] = Int32(stock) }
        self.columns = columns
        size = meta.size
        codes = meta.codes
        openingCash = Money(li: meta.initial_cash_li)
        let days = meta.dates.compactMap { Day(year: $0 / 10_000, month: $0 / 100 % 100, day: $0 % 100) }
        guard days.count == meta.d, zip(days, days.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw Failure.malformed(file: path, "its dates do not ascend")
        }
        self.days = days

        func mapped(_ name: String, bytes: Int) throws -> MappedFile {
            let file = try MappedFile(path: "\(directory)/\(name)")
            guard file.bytes.count == bytes else {
                throw Failure.malformed(
                    file: "\(directory)/\(name)", "it has \(file.bytes.count) bytes and should have \(bytes)")
            }
            return file
        }
        func column(_ name: String) throws -> Column {
            let file = try mapped(name, bytes: meta.n * meta.d * 4)
            return Column(file: file, values: file.bytes.assumingMemoryBound(to: Int32.self))
        }
        opens = try column("open.i32")
        closes = try column("close.i32")
        ups = try column("limit_up.i32")
        downs = try column("limit_down.i32")
        halts = try mapped("suspended.u8", bytes: meta.n * meta.d)

        let rows =
            if let weights { try OracleFiles.textRows(weights) } else {
                try OracleFiles.binaryRows("\(directory)/weights.i32")
            }
        (batches, batchIndex) = try OracleFiles.batches(
            rows, days: days, stocks: meta.n, source: weights ?? "\(directory)/weights.i32")
        signalDays = batches.map(\.signalDay)
        weightCount = rows.count
        // Loaded here, as every peer does it, and not little by little while the days run; as much as may stay in memory.
        prepare(0..<min(days.count, OracleFiles.preparedBytes / (meta.n * 17)))
    }

    private struct Row {
        var day: Int
        var stock: Int
        var ppm: Int64
    }

    private static func binaryRows(_ path: String) throws -> [Row] {
        let file = try MappedFile(path: path)
        guard file.bytes.count % 12 == 0 else { throw Failure.malformed(file: path, "it has a broken last row") }
        let values = file.bytes.assumingMemoryBound(to: Int32.self)
        return stride(from: 0, to: values.count, by: 3).map {
            Row(day: Int(values[$0]), stock: Int(values[$0 + 1]), ppm: Int64(values[$0 + 2]))
        }
    }

    private static func textRows(_ path: String) throws -> [Row] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure.unreadable("\(path) cannot be read; give a file of lines 'signal day index,stock index,ppm'")
        }
        var rows: [Row] = []
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.isEmpty { continue }
            let fields = text.split(separator: ",").map { Int64($0.trimmingCharacters(in: .whitespaces)) }
            guard fields.count == 3, let day = fields[0], let stock = fields[1], let ppm = fields[2] else {
                throw Failure.malformed(file: path, "line \(number + 1) is not 'signal day index,stock index,ppm'")
            }
            rows.append(Row(day: Int(day), stock: Int(stock), ppm: ppm))
        }
        return rows
    }

    /// A later row for the same day and stock replaces the earlier one, as in the oracle.
    private static func batches(
        _ rows: [Row], days: [Day], stocks: Int, source: String
    ) throws -> ([TargetBatch], [Int32]) {
        var lines: [Int: SymbolMap<Weight>] = [:]
        var order: [Int] = []
        var current = SymbolMap<Weight>()
        var currentDay = -1
        for (number, row) in rows.enumerated() {
            guard days.indices.contains(row.day), 0..<stocks ~= row.stock, 0...1_000_000_000 ~= row.ppm,
                let symbol = symbol(row.stock)
            else { throw Failure.malformed(file: source, "row \(number + 1) is outside the data set") }
            if row.day != currentDay {
                if currentDay >= 0 { lines[currentDay] = current }
                if lines[row.day] == nil { order.append(row.day) }
                current = lines[row.day] ?? SymbolMap()
                currentDay = row.day
            }
            current[symbol] = .ppm(row.ppm)
        }
        if currentDay >= 0 { lines[currentDay] = current }
        var batches: [TargetBatch] = []
        var index = [Int32](repeating: -1, count: days.count)
        for day in order.sorted() {
            guard let weights = lines[day] else { continue }
            index[day] = Int32(batches.count)
            batches.append(
                TargetBatch(
                    signalDay: days[day], strategy: "oracle",
                    lines: weights.map { TargetBatch.Line(symbol: $0, weight: $1) }, proof: .rowCount, source: source,
                    digest: "\(day)"))
        }
        return (batches, index)
    }

    package static func symbol(_ stock: Int) -> Symbol? {
        symbols.indices.contains(stock) ? symbols[stock] : nil
    }

    /// The data set's own code for a symbol.
    package func code(of symbol: Symbol) -> String {
        column(of: symbol).map { codes[$0] } ?? symbol.description
    }

    // MARK: Days

    package func bars(at index: Int) -> any DayBars {
        // Days behind the clock, all but yesterday, need not stay in memory.
        if index % OracleFiles.daysKept == 0 { release(max(0, index - OracleFiles.daysKept - 1)..<max(0, index - 1)) }
        return OracleDay(files: self, index: index)
    }

    private static let daysKept = 800
    /// What is paged in when the files are opened, at most.
    private static let preparedBytes = 64 << 20

    private func prepare(_ days: Range<Int>) { each(days) { $0.prepare($1) } }
    private func release(_ days: Range<Int>) { each(days) { $0.release($1) } }

    /// All files with the bytes that these days have in them.
    private func each(_ days: Range<Int>, _ body: (MappedFile, Range<Int>) -> Void) {
        let cells = days.lowerBound * codes.count..<days.upperBound * codes.count
        for column in [opens, closes, ups, downs] { body(column.file, cells.lowerBound * 4..<cells.upperBound * 4) }
        body(halts, cells)
    }

    package func targets(of signalDay: Day) -> TargetBatch? {
        guard let day = dayIndex(signalDay), batchIndex[day] >= 0 else { return nil }
        return batches[Int(batchIndex[day])]
    }

    private func dayIndex(_ day: Day) -> Int? {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) >> 1
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low < days.count && days[low] == day ? low : nil
    }

    /// Nil for a symbol that is no column.
    fileprivate func place(of symbol: Symbol, _ day: Int) -> Int? {
        column(of: symbol).map { day * codes.count + $0 }
    }

    fileprivate func close(_ place: Int) -> Price { .fen(Int64(closes.values[place])) }

    fileprivate func bar(_ symbol: Symbol, _ place: Int, isFirstDay: Bool) -> DayBar {
        let open = Price.fen(Int64(opens.values[place]))
        let close = close(place)
        return DayBar(
            symbol: symbol, open: open, high: max(open, close), low: min(open, close), close: close,
            previousClose: isFirstDay ? open : .fen(Int64(closes.values[place - codes.count])),
            volume: 1_000_000_000, isSuspended: halts.bytes[place] != 0,
            limits: PriceLimits(up: .fen(Int64(ups.values[place])), down: .fen(Int64(downs.values[place]))))
    }
}

/// One day of the oracle's data. High, low and volume are not the oracle's business: they are set so that nothing is in the
/// way of a fill at the open.
private final class OracleDay: DayBars {
    private let files: OracleFiles
    private let index: Int

    init(files: OracleFiles, index: Int) {
        self.files = files
        self.index = index
    }

    var day: Day { files.days[index] }
    /// There are no corporate actions, and there is a bar for every day.
    var hasEvents: Bool { false }

    func bar(of symbol: Symbol) -> DayBar? {
        files.place(of: symbol, index).map { files.bar(symbol, $0, isFirstDay: index == 0) }
    }

    func closing(of symbol: Symbol) -> Price? { files.place(of: symbol, index).map { files.close($0) } }

    func reference(of symbol: Symbol) -> Price? {
        files.place(of: symbol, index).map { files.close(index == 0 ? $0 : $0 - files.codes.count) }
    }
}
