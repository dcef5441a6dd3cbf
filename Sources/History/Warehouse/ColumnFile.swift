#if !_endian(little)
#error("a warehouse is little-endian and is used in place; this machine would need to swap bytes")
#endif

/// A column file in memory: `[row][column]` of one element type.
struct ColumnFile: Sendable {
    let header: ColumnHeader
    private let file: MappedFile

    /// Checks header and size, not the elements' checksum: that would read all of it. See `isIntact`. `rows` is nil where
    /// nothing says how many there should be.
    init(_ path: String, element: ColumnElement, rows: Int?, columns: Int) throws(WarehouseFailure) {
        do {
            file = try MappedFile(OpenFile.reading(path))
        } catch {
            throw .storage(error)
        }
        do {
            header = try ColumnHeader(file: file.bytes)
        } catch {
            throw .damaged(path: path, error.description)
        }
        guard header.element == element, header.rows == rows ?? header.rows, header.columns == columns else {
            throw .damaged(path: path, "its shape is not the manifest's")
        }
    }

    /// Reads all of the file and compares the checksum. False is damage on disk.
    func isIntact() -> Bool {
        Checksum.of(UnsafeRawBufferPointer(rebasing: file.bytes[ColumnHeader.size...])).value == header.payloadChecksum
    }

    /// All elements. `Element` must be what the header says; the memory lives as long as this file.
    func elements<Element: BitwiseCopyable>(as type: Element.Type) -> UnsafeBufferPointer<Element> {
        UnsafeRawBufferPointer(rebasing: file.bytes[ColumnHeader.size...]).assumingMemoryBound(to: type)
    }

    /// One row's elements; the memory lives as long as this file. A row that is not there is a trap.
    func row<Element: BitwiseCopyable>(_ row: Int, as type: Element.Type) -> UnsafeBufferPointer<Element> {
        let all = elements(as: type)
        return UnsafeBufferPointer(rebasing: all[row * header.columns..<(row + 1) * header.columns])
    }

    func release(rows: Range<Int>) {
        let size = header.columns * header.element.size
        file.release(ColumnHeader.size + rows.lowerBound * size..<ColumnHeader.size + rows.upperBound * size)
    }
}
