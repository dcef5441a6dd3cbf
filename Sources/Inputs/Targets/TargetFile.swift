package import Market

/// Target positions as CSV: the header with the four columns in any order, then a row for each code, strategy and day.
/// UTF-8, LF or CR LF, no quotes. Several batches may share a file; it is taken whole or not at all.
///
/// Every batch needs a proof that it is whole: its `CASH` row, or for all of them `<file>.sha256`. Where no checksum
/// proves the file, its last line must have its end: a cut through a number or a name cannot be told from a shorter
/// one.
package enum TargetFile {
    package static var maximumBytes: Int { Limits.day.bytes }
    package static var maximumRows: Int { Limits.day.rows }

    /// More than these is taken for a mistake of what wrote it.
    package struct Limits: Hashable, Sendable {
        package var bytes: Int
        package var rows: Int

        /// For targets of the day.
        package static let day = Limits(bytes: 16 << 20, rows: 100_000)
        /// For the targets of many years.
        package static let history = Limits(bytes: 1 << 30, rows: 20_000_000)
    }

    package static func read(
        _ path: String, today: Day, rules: TargetRules, limits: Limits = .day
    ) throws(Refusal) -> [TargetBatch] {
        let (bytes, checksum) = try InputFile.read(path, maximumBytes: limits.bytes)
        return try parse(bytes, checksum: checksum, source: path, today: today, rules: rules, limits: limits)
    }

    /// Of a compressed file, `text` being what is in it. A checksum beside it is that of the file as it lies on disk,
    /// and proves the text with it.
    package static func read(
        _ path: String, unpacked text: [UInt8], today: Day, rules: TargetRules, limits: Limits = .day
    ) throws(Refusal) -> [TargetBatch] {
        let (bytes, checksum) = try InputFile.read(path, maximumBytes: limits.bytes)
        if let checksum { try ChecksumFile.verify(checksum, of: bytes, source: path) }
        return try parse(
            text, isProven: checksum != nil, source: path, today: today, rules: rules, limits: limits)
    }

    /// Batches by day and strategy. `checksum` holds the bytes of the `.sha256` file where there is one; one that does
    /// not fit refuses the file, whatever else proves it.
    package static func parse(
        _ bytes: [UInt8], checksum: [UInt8]?, source: String, today: Day, rules: TargetRules, limits: Limits = .day
    ) throws(Refusal) -> [TargetBatch] {
        if bytes.count > limits.bytes { throw tooLarge(bytes, source, limits) }
        if let checksum { try ChecksumFile.verify(checksum, of: bytes, source: source) }
        return try parse(
            bytes, isProven: checksum != nil, source: source, today: today, rules: rules, limits: limits)
    }

    private static func tooLarge(_ bytes: [UInt8], _ source: String, _ limits: Limits) -> Refusal {
        Refusal(
            .tooLarge, in: source, "it has \(bytes.count) bytes, more than \(limits.bytes)",
            remedy: "check what wrote it, or divide it")
    }

    /// `isProven` where a checksum has shown that the text is whole.
    private static func parse(
        _ bytes: [UInt8], isProven: Bool, source: String, today: Day, rules: TargetRules, limits: Limits
    ) throws(Refusal) -> [TargetBatch] {
        if bytes.count > limits.bytes { throw tooLarge(bytes, source, limits) }
        var lines = try TextLines(bytes, source: source)
        if !isProven, !lines.endsWithNewline { throw unfinished(bytes, source) }
        let columns = try columns(lines.next(), source)
        var values = TargetValues(source: source, isDatabase: false, today: today, rules: rules)
        var drafts = TargetDrafts()
        while let line = lines.next() {
            if drafts.rows == limits.rows {
                throw Refusal(
                    .tooManyRows, in: source, line: lines.number, "it has more than \(limits.rows) rows",
                    remedy: "check what wrote it, or divide it")
            }
            let fields = try fields(line, source, lines.number)
            let day = try values.day(fields[columns.date], row: lines.number)
            let strategy = try values.strategy(fields[columns.strategy], row: lines.number)
            let holding = try values.holding(fields[columns.code], row: lines.number)
            let weight = try values.weight(fields[columns.weight], row: lines.number)
            try drafts.add(
                .init(day: day, strategy: strategy), holding, weight, row: lines.number, values: values)
        }
        if drafts.rows == 0 {
            throw Refusal(
                .noRows, in: source, "it has no rows", remedy: "to sell everything, give the row CASH with weight 1.0")
        }
        var batches: [TargetBatch] = []
        for draft in drafts.sorted {
            batches.append(try draft.batch(provenBy: isProven ? .checksum : nil, values: values))
        }
        return batches
    }

    private static func unfinished(_ bytes: [UInt8], _ source: String) -> Refusal {
        if bytes.isEmpty {
            return Refusal(
                .noRows, in: source, "it is empty", remedy: "to sell everything, give the row CASH with weight 1.0")
        }
        return Refusal(
            .noFinalNewline, in: source, line: bytes.count { $0 == UInt8(ascii: "\n") } + 1,
            "its last line has no end, so it may be cut off",
            remedy: "wait until it is wholly written; if it is, end the last line or add FILE\(ChecksumFile.suffix)")
    }

    private static func columns(_ header: ArraySlice<UInt8>?, _ source: String) throws(Refusal) -> TargetColumns {
        let names = (header ?? []).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return try TargetColumns(names.prefix(100).map { String(decoding: $0, as: UTF8.self) }) { what in
            Refusal(.wrongHeader, in: source, line: 1, what, remedy: TargetColumns.remedy)
        }
    }

    /// The four fields of a line.
    private static func fields(_ line: ArraySlice<UInt8>, _ source: String, _ number: Int) throws(Refusal) -> [String] {
        var fields: [String] = []
        fields.reserveCapacity(4)
        var (start, count) = (line.startIndex, 1)
        for index in line.indices {
            switch line[index] {
            case UInt8(ascii: ","):
                if count < 4 { fields.append(String(decoding: line[start..<index], as: UTF8.self)) }
                (start, count) = (index + 1, count + 1)
            case UInt8(ascii: "\""):
                throw Refusal(
                    .quoted, in: source, line: number, "it contains a quotation mark",
                    remedy: "write fields without quotes; names have no commas")
            default:
                break
            }
        }
        guard count == 4 else {
            throw Refusal(
                .wrongFieldCount, in: source, line: number,
                line.isEmpty ? "the line is empty" : "it has \(count) fields instead of 4",
                remedy: "separate four fields by commas, write decimals with a point, leave no line empty")
        }
        fields.append(String(decoding: line[start...], as: UTF8.self))
        return fields
    }
}
