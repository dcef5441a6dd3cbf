/// Reads a comma-separated table row by row, without making a string of any field.
///
/// UTF-8, lines end with LF or CR LF, the last one too; a header line names the columns, in any order. Columns that were not
/// asked for are skipped. A field holds no comma, no quotation mark and no line end.
final class TableReader {
    /// The longest line, in bytes.
    static let lineLimit = 1 << 16

    let stream: SourceStream
    /// The columns asked for; fields are named by their index here.
    let columns: [String]
    /// In the file's order.
    private(set) var ignoredColumns: [String] = []
    /// Of the row that was read last; the header is line 1.
    private(set) var line = 0

    private let text: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var rowStart = 0
    private var next = 0
    private var end = 0
    /// Ends of the row's fields, from `rowStart`; as many as the header has, and one more for a row that has too many.
    private let fieldEnds: UnsafeMutablePointer<Int>
    /// How many of them there is room for: the header's number of fields, once that is read.
    private var fieldLimit = 256
    private var fieldCount = 0
    /// The file's field of each column asked for.
    private var places: [Int] = []

    /// Reads the header.
    init(_ file: SourceFile, columns: [String], capacity: Int = 1 << 20) throws(TableFailure) {
        stream = try SourceStream(file)
        self.columns = columns
        self.capacity = max(capacity, 2 * TableReader.lineLimit)
        text = .allocate(capacity: self.capacity)
        fieldEnds = .allocate(capacity: fieldLimit)
        guard try scanLine() else { throw TableFailure(file: file.name, .noRows) }
        try readHeader()
    }

    deinit {
        text.deallocate()
        fieldEnds.deallocate()
    }

    /// False at the end of the table.
    func nextRow() throws(TableFailure) -> Bool {
        guard try scanLine() else { return false }
        if fieldCount != fieldLimit { throw failure(nil, .fieldCount(fieldCount, expected: fieldLimit)) }
        return true
    }

    /// The bytes of a field, valid until the next row is read.
    func field(_ column: Int) -> UnsafeBufferPointer<UInt8> { rawField(places[column]) }

    func failure(_ column: Int?, _ problem: TableFailure.Problem) -> TableFailure {
        TableFailure(file: stream.file.name, line: line, column: column.map { columns[$0] }, problem)
    }

    private func rawField(_ place: Int) -> UnsafeBufferPointer<UInt8> {
        let start = place == 0 ? 0 : fieldEnds[place - 1] + 1
        return UnsafeBufferPointer(start: text + rowStart + start, count: fieldEnds[place] - start)
    }

    private func readHeader() throws(TableFailure) {
        // A byte order mark, as spreadsheets write it, is no part of the first name.
        if fieldEnds[0] >= 3, text[rowStart] == 0xEF, text[rowStart + 1] == 0xBB, text[rowStart + 2] == 0xBF {
            rowStart += 3
            for index in 0..<min(fieldCount, fieldLimit) { fieldEnds[index] -= 3 }
        }
        guard fieldCount <= fieldLimit else { throw failure(nil, .fieldCount(fieldCount, expected: fieldLimit)) }
        let names = (0..<fieldCount).map { String(decoding: rawField($0), as: UTF8.self) }
        for column in columns.indices {
            let found = names.indices.filter { names[$0] == columns[column] }
            guard let place = found.first else { throw failure(column, .missingColumn) }
            guard found.count == 1 else { throw failure(column, .repeatedColumn) }
            places.append(place)
        }
        ignoredColumns = names.filter { !columns.contains($0) }
        fieldLimit = fieldCount
    }

    /// Finds the next line and its fields. False at the end of the text.
    private func scanLine() throws(TableFailure) -> Bool {
        rowStart = next
        line += 1
        // The loop's own copies: it looks at every byte there is.
        let (text, fieldEnds, fieldLimit) = (text, fieldEnds, fieldLimit)
        var (start, end) = (rowStart, end)
        var fields = 0
        var position = start
        while true {
            while position < end {
                let byte = text[position]
                position += 1
                // All bytes that matter here are below the digits and letters.
                if byte > UInt8(ascii: ",") { continue }
                switch byte {
                case UInt8(ascii: ","):
                    if fields < fieldLimit { fieldEnds[fields] = position - 1 - start }
                    fields += 1
                case UInt8(ascii: "\n"):
                    let isAfterReturn = position - 2 >= start && text[position - 2] == UInt8(ascii: "\r")
                    if fields < fieldLimit { fieldEnds[fields] = position - (isAfterReturn ? 2 : 1) - start }
                    fieldCount = fields + 1
                    next = position
                    return true
                case UInt8(ascii: "\""):
                    throw failure(nil, .quoted)
                default:
                    break
                }
            }
            let scanned = position - start
            guard scanned <= TableReader.lineLimit else {
                throw failure(nil, .lineTooLong(limit: TableReader.lineLimit))
            }
            guard try refill() else {
                if scanned > 0 { throw failure(nil, .unfinishedLine) }
                return false
            }
            (start, end) = (rowStart, self.end)
            position = start + scanned
        }
    }

    /// Moves the unfinished line to the front and reads on behind it. False at the end of the text.
    private func refill() throws(TableFailure) -> Bool {
        let kept = end - rowStart
        text.update(from: text + rowStart, count: kept)
        rowStart = 0
        end = kept
        let count = try stream.read(into: UnsafeMutableRawBufferPointer(start: text + kept, count: capacity - kept))
        end += count
        return count > 0
    }
}
