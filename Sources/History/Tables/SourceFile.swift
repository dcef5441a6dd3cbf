/// A source table on disk, plain or compressed with gzip.
struct SourceFile: Hashable, Sendable {
    let path: String
    let isCompressed: Bool

    /// File name without its directory.
    var name: String { String(path.split(separator: "/").last ?? "") }

    /// `table` as `directory/table.csv` or `directory/table.csv.gz`; nil where neither is there. Both is an error: which
    /// one counts is not for us to guess.
    static func find(_ table: String, in directory: String) throws(TableFailure) -> SourceFile? {
        let plain = "\(directory)/\(table).csv"
        switch (Directory.exists(plain), Directory.exists(plain + ".gz")) {
        case (true, true): throw TableFailure(file: "\(table).csv", .ambiguous)
        case (true, false): return SourceFile(path: plain, isCompressed: false)
        case (false, true): return SourceFile(path: plain + ".gz", isCompressed: true)
        case (false, false): return nil
        }
    }

    static func require(_ table: String, in directory: String) throws(TableFailure) -> SourceFile {
        guard let file = try find(table, in: directory) else { throw TableFailure(file: "\(table).csv", .missing) }
        return file
    }
}
