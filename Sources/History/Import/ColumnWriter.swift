/// Writes a column file: the elements as they come, the header at the end, when their checksum is known.
final class ColumnWriter {
    private let file: OpenFile
    private let element: ColumnElement
    private let rows: Int
    private let columns: Int
    private var checksum = Checksum()

    init(_ path: String, element: ColumnElement, rows: Int, columns: Int) throws(StorageFailure) {
        file = try OpenFile.creating(path)
        self.element = element
        self.rows = rows
        self.columns = columns
        try write([UInt8](repeating: 0, count: ColumnHeader.size))
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(StorageFailure) {
        checksum.update(bytes)
        try file.write(bytes)
    }

    /// Returns when the file is on the disk.
    func finish() throws(StorageFailure) {
        try file.rewind()
        try write(
            ColumnHeader(element: element, rows: rows, columns: columns, payloadChecksum: checksum.value).bytes)
        try file.sync()
    }

    /// A whole small table at once.
    static func write<Value: BitwiseCopyable>(
        _ values: [Value], to path: String, element: ColumnElement, columns: Int = 1
    ) throws(StorageFailure) {
        let writer = try ColumnWriter(path, element: element, rows: values.count / columns, columns: columns)
        try values.withUnsafeBufferPointer { (all) throws(StorageFailure) in
            try writer.append(UnsafeRawBufferPointer(all))
        }
        try writer.finish()
    }

    private func write(_ bytes: [UInt8]) throws(StorageFailure) {
        try bytes.withUnsafeBufferPointer { (all) throws(StorageFailure) in
            try file.write(UnsafeRawBufferPointer(all))
        }
    }
}
