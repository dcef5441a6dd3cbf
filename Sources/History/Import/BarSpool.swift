/// Bars on their way from the table's order (stock, day) to the columns' order (day, stock). Memory stays small whatever the
/// size of the table.
final class BarSpool {
    struct Record: BitwiseCopyable {
        /// Position of the day in the calendar.
        var session: Int32
        var open: Int32
        var high: Int32
        var low: Int32
        var close: Int32
        var previousClose: Int32
        var volume: Int64
        var factor: Int64
        /// `BarFlags`, widened so that no byte of the record is undefined.
        var flags: UInt64
    }

    private let file: OpenFile
    private let buffer = UnsafeMutableBufferPointer<Record>.allocate(capacity: 1 << 14)
    private var buffered = 0
    private(set) var count = 0

    /// A new file; one that is there already is an error.
    init(_ path: String) throws(StorageFailure) { file = try OpenFile.creating(path) }

    deinit { buffer.deallocate() }

    func append(_ record: Record) throws(StorageFailure) {
        buffer[buffered] = record
        buffered += 1
        count += 1
        if buffered == buffer.count { try flush() }
    }

    /// Hands the last records to the system. Not flushed to the disk: a spool is good until the machine restarts.
    func finish() throws(StorageFailure) { try flush() }

    /// A finished spool in memory.
    struct Records {
        private let file: MappedFile
        /// Lives as long as this value.
        var all: UnsafeBufferPointer<Record> { file.bytes.assumingMemoryBound(to: Record.self) }

        /// Nil where the file has not `count` records.
        init?(_ path: String, count: Int) throws(StorageFailure) {
            file = try MappedFile(OpenFile.reading(path))
            if file.bytes.count != count * MemoryLayout<Record>.stride { return nil }
        }
    }

    private func flush() throws(StorageFailure) {
        try file.write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[..<buffered])))
        buffered = 0
    }
}
