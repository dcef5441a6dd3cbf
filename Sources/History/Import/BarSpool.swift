import Glibc

/// Bars on their way from the table's order (stock, day) to the columns' order (day, stock): a file without a name, which is
/// gone when the import ends, however it ends. Memory stays small whatever the size of the table.
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

    init(in directory: String) throws(StorageFailure) {
        let path = directory + "/spool"
        file = try OpenFile.creating(path)
        guard unlink(path) == 0 else { throw .last(.remove, path) }
    }

    deinit { buffer.deallocate() }

    func append(_ record: Record) throws(StorageFailure) {
        buffer[buffered] = record
        buffered += 1
        count += 1
        if buffered == buffer.count { try flush() }
    }

    /// All records in memory, as mapped from the file; `file` must live as long as they are used.
    func finish() throws(StorageFailure) -> (file: MappedFile, records: UnsafeBufferPointer<Record>) {
        try flush()
        let mapped = try MappedFile(file)
        return (mapped, mapped.bytes.assumingMemoryBound(to: Record.self))
    }

    private func flush() throws(StorageFailure) {
        try file.write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[..<buffered])))
        buffered = 0
    }
}
