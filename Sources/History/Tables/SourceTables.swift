/// The tables of one import, as they lie in a directory.
struct SourceTables {
    /// Nil only where an addition brings none.
    var bars: SourceFile?
    var calendar: SourceFile?
    var stocks: SourceFile?
    var events: SourceFile?
    var indices: SourceFile?

    /// An import needs bars and a calendar; an addition needs any table at all.
    static func find(in directory: String, isAddition: Bool) throws(TableFailure) -> SourceTables {
        let calendar = try SourceFile.find(CalendarTable.name, in: directory)
        let tables = SourceTables(
            bars: try SourceFile.find(BarTable.name, in: directory), calendar: calendar,
            stocks: try SourceFile.find(StockTable.name, in: directory),
            events: try SourceFile.find(EventTable.name, in: directory),
            indices: try SourceFile.find(IndexTable.name, in: directory))
        if !isAddition, tables.calendar == nil { throw TableFailure(file: "\(CalendarTable.name).csv", .missing) }
        if tables.files.isEmpty || !isAddition && tables.bars == nil {
            throw TableFailure(file: "\(BarTable.name).csv", .missing)
        }
        return tables
    }

    var files: [SourceFile] { [bars, calendar, stocks, events, indices].compactMap(\.self) }

    /// Whether `known` has every one of these files with its size and CRC-32, and, for a whole import, no others. Reads
    /// the files only where all sizes agree.
    func areKnown(_ known: [Manifest.Source], isAddition: Bool) throws(TableFailure) -> Bool {
        if !isAddition, known.count != files.count { return false }
        for file in files {
            let bytes = try file.size()
            if !known.contains(where: { $0.name == file.name && $0.bytes == bytes }) { return false }
        }
        for file in files {
            let source = try file.digest()
            if !known.contains(where: { $0.hasContent(of: source) }) { return false }
        }
        return true
    }
}

extension SourceFile {
    /// In bytes, as it lies on disk.
    func size() throws(TableFailure) -> Int { try opened { file throws(StorageFailure) in try file.size() } }

    /// Reads the whole file as it lies on disk.
    func digest() throws(TableFailure) -> Manifest.Source {
        try opened { file throws(StorageFailure) in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { buffer.deallocate() }
            var (checksum, bytes) = (Checksum(), 0)
            while case let count = try file.read(into: buffer), count > 0 {
                checksum.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                bytes += count
            }
            return Manifest.Source(name: name, bytes: bytes, crc32: checksum.text)
        }
    }

    private func opened<Value>(_ body: (OpenFile) throws(StorageFailure) -> Value) throws(TableFailure) -> Value {
        do { return try body(OpenFile.reading(path)) } catch { throw TableFailure(file: name, .unreadable(error)) }
    }
}
