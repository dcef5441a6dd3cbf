/// Writes the columns `[day][symbol]` from records sorted by symbol, then day, and from the columns that are added to: a few
/// days at a time, so that memory stays small and each file is written from front to back.
struct ColumnArranger {
    private static let daysAtOnce = 64

    let folder: String
    /// Position in the calendar of the first day with bars.
    let firstSession: Int
    let dayCount: Int
    /// Where each symbol's records begin, and the end of the last.
    let starts: [Int]
    /// What is added to; no record is for a cell of it that is filled.
    var base: Base?

    /// Columns that are copied, with the new place of each of their symbols.
    struct Base {
        let bars: BaseBars
        let places: [Int]
    }

    private var symbolCount: Int { starts.count - 1 }

    func write(_ records: UnsafeBufferPointer<BarSpool.Record>) throws(StorageFailure) {
        var writers: [ColumnWriter] = []
        for column in Column.allCases {
            writers.append(
                try ColumnWriter(
                    "\(folder)/\(column.fileName)", element: column.element, rows: dayCount, columns: symbolCount))
        }
        var block = Block(cells: ColumnArranger.daysAtOnce * symbolCount)
        var cursors = Array(starts.dropLast())
        for first in stride(from: 0, to: dayCount, by: ColumnArranger.daysAtOnce) {
            let days = min(ColumnArranger.daysAtOnce, dayCount - first)
            block.clear()
            if let base {
                for day in 0..<days {
                    block.copy(base, session: firstSession + first + day, to: day * symbolCount)
                }
            }
            for symbol in 0..<symbolCount {
                while cursors[symbol] < starts[symbol + 1] {
                    let record = records[cursors[symbol]]
                    let day = Int(record.session) - firstSession - first
                    if day >= days { break }
                    block.set(record, at: day * symbolCount + symbol)
                    cursors[symbol] += 1
                }
            }
            for (column, writer) in zip(Column.allCases, writers) {
                try block.withBytes(of: column, cells: days * symbolCount) { (bytes) throws(StorageFailure) in
                    try writer.append(bytes)
                }
            }
        }
        for writer in writers { try writer.finish() }
    }

    /// All columns of a few days.
    private struct Block {
        private var flags: [UInt8]
        /// By `Column.rawValue`; the columns that are not prices stay empty.
        private var prices: [[Int32]]
        private var volume: [Int64]
        private var factor: [Int64]
        private let cells: Int

        init(cells: Int) {
            self.cells = cells
            flags = Array(repeating: 0, count: cells)
            volume = Array(repeating: 0, count: cells)
            factor = Array(repeating: 0, count: cells)
            prices = Column.allCases.map { Array(repeating: 0, count: $0.element == .int32 ? cells : 0) }
        }

        mutating func clear() { self = Block(cells: cells) }

        /// The row of `session`, where the base has one; `cell` is where the day begins.
        mutating func copy(_ base: Base, session: Int, to cell: Int) {
            let day = session - base.bars.offset
            let warehouse = base.bars.warehouse
            guard warehouse.days.indices.contains(day) else { return }
            let (oldFlags, volumes, factors) = (
                warehouse.flags(dayIndex: day), warehouse.volumes(dayIndex: day), warehouse.factors(dayIndex: day)
            )
            for (old, place) in base.places.enumerated() {
                flags[cell + place] = oldFlags[old].rawValue
                volume[cell + place] = volumes[old]
                factor[cell + place] = factors[old]
            }
            for column in Column.allCases where column.element == .int32 {
                let row = warehouse.file(column).row(day, as: Int32.self)
                for (old, place) in base.places.enumerated() { prices[column.rawValue][cell + place] = row[old] }
            }
        }

        mutating func set(_ record: BarSpool.Record, at cell: Int) {
            flags[cell] = UInt8(truncatingIfNeeded: record.flags)
            prices[Column.open.rawValue][cell] = record.open
            prices[Column.high.rawValue][cell] = record.high
            prices[Column.low.rawValue][cell] = record.low
            prices[Column.close.rawValue][cell] = record.close
            prices[Column.previousClose.rawValue][cell] = record.previousClose
            volume[cell] = record.volume
            factor[cell] = record.factor
        }

        func withBytes(
            of column: Column, cells: Int, _ body: (UnsafeRawBufferPointer) throws(StorageFailure) -> Void
        ) throws(StorageFailure) {
            func head<Value>(_ values: UnsafeBufferPointer<Value>) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: values[..<cells]))
            }
            switch column {
            case .flags: try flags.withUnsafeBufferPointer { (all) throws(StorageFailure) in try body(head(all)) }
            case .volume: try volume.withUnsafeBufferPointer { (all) throws(StorageFailure) in try body(head(all)) }
            case .factor: try factor.withUnsafeBufferPointer { (all) throws(StorageFailure) in try body(head(all)) }
            case .open, .high, .low, .close, .previousClose:
                try prices[column.rawValue].withUnsafeBufferPointer { (all) throws(StorageFailure) in
                    try body(head(all))
                }
            }
        }
    }
}
