/// The first 64 bytes of a column file; the elements follow, row after row. All little-endian:
///
///     0  magic "QMTDCOL" and a zero byte    32  bytes that follow the header, 64 bits
///     8  format version, 32 bits            40  CRC-32 of these bytes
///    12  element type, 32 bits              44  zeros
///    16  rows, 64 bits                      60  CRC-32 of bytes 0 to 59
///    24  columns, 64 bits
struct ColumnHeader: Hashable, Sendable {
    static let size = 64
    static let version: UInt32 = 1
    private static let magic: [UInt8] = Array("QMTDCOL\0".utf8)

    enum Failure: Error, Hashable, Sendable {
        case tooShort
        case notAColumn
        case version(UInt32)
        case damaged
        case element(UInt32)
        /// The header's shape does not fit the number of bytes there are.
        case size(Int, expected: Int)
    }

    var element: ColumnElement
    var rows: Int
    var columns: Int
    var payloadChecksum: UInt32

    /// Nil where the product does not fit.
    private static func payload(_ element: ColumnElement, _ rows: UInt64, _ columns: UInt64) -> UInt64? {
        let (cells, isOver) = rows.multipliedReportingOverflow(by: columns)
        let (bytes, isOverAgain) = cells.multipliedReportingOverflow(by: UInt64(element.size))
        return isOver || isOverAgain || bytes > UInt64(Int.max - size) ? nil : bytes
    }

    var bytes: [UInt8] {
        var bytes = ColumnHeader.magic
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(ColumnHeader.version)
        append(element.rawValue)
        append(UInt64(rows))
        append(UInt64(columns))
        append(UInt64(rows * columns * element.size))
        append(payloadChecksum)
        bytes.append(contentsOf: repeatElement(0, count: 60 - bytes.count))
        append(bytes.withUnsafeBytes { Checksum.of($0).value })
        return bytes
    }

    init(element: ColumnElement, rows: Int, columns: Int, payloadChecksum: UInt32) {
        self.element = element
        self.rows = rows
        self.columns = columns
        self.payloadChecksum = payloadChecksum
    }

    /// Reads the header of a whole file's bytes and checks that the file has exactly the size it promises.
    init(file: UnsafeRawBufferPointer) throws(Failure) {
        guard file.count >= ColumnHeader.size else { throw .tooShort }
        guard file.prefix(8).elementsEqual(ColumnHeader.magic) else { throw .notAColumn }
        func number<Number: FixedWidthInteger>(_ offset: Int, _ type: Number.Type) -> Number {
            Number(littleEndian: file.loadUnaligned(fromByteOffset: offset, as: type))
        }
        guard number(60, UInt32.self) == Checksum.of(UnsafeRawBufferPointer(rebasing: file[..<60])).value else {
            throw .damaged
        }
        let version = number(8, UInt32.self)
        guard version == ColumnHeader.version else { throw .version(version) }
        guard let element = ColumnElement(rawValue: number(12, UInt32.self)) else {
            throw .element(number(12, UInt32.self))
        }
        let rows = number(16, UInt64.self)
        let columns = number(24, UInt64.self)
        guard let payload = ColumnHeader.payload(element, rows, columns), payload == number(32, UInt64.self) else {
            throw .damaged
        }
        guard Int(payload) == file.count - ColumnHeader.size else {
            throw .size(file.count, expected: Int(payload) + ColumnHeader.size)
        }
        self.init(
            element: element, rows: Int(rows), columns: Int(columns), payloadChecksum: number(40, UInt32.self))
    }
}

extension ColumnHeader.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .tooShort: "the file is too short to be a column"
        case .notAColumn: "the file is not a column"
        case .version(let version): "the column has format \(version), this program reads \(ColumnHeader.version)"
        case .damaged: "the column's header is damaged"
        case .element(let number): "the column has elements of an unknown type (\(number))"
        case .size(let size, let expected): "the file has \(size) bytes and should have \(expected)"
        }
    }
}
