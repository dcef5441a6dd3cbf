import Testing

@testable import History

@Suite struct TableReaderTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func reader(_ text: String, columns: [String], capacity: Int = 1 << 20) throws -> TableReader {
        try folder.write(text, to: "t.csv")
        return try TableReader(
            SourceFile(path: folder.file("t.csv"), isCompressed: false), columns: columns, capacity: capacity)
    }

    private func rows(_ text: String, columns: [String] = ["a", "b"]) throws -> [[String]] {
        let reader = try reader(text, columns: columns)
        var rows: [[String]] = []
        while try reader.nextRow() { rows.append(columns.indices.map(reader.string)) }
        return rows
    }

    private func failure(_ line: Int?, _ column: String?, _ problem: TableFailure.Problem) -> TableFailure {
        TableFailure(file: "t.csv", line: line, column: column, problem)
    }

    @Test func `columns are found by name, in any order`() throws {
        #expect(try rows("b,x,a\n1,2,3\n4,,6\n") == [["3", "1"], ["6", "4"]])
    }

    @Test func `columns that nobody asked for are named`() throws {
        #expect(try reader("y,b,x,a\n", columns: ["a", "b"]).ignoredColumns == ["y", "x"])
    }

    @Test func `both line ends and a byte order mark are read`() throws {
        #expect(try rows("\u{FEFF}a,b\r\n1,2\r\n3,4\n") == [["1", "2"], ["3", "4"]])
    }

    @Test func `a carriage return inside a field stays in it`() throws {
        #expect(try rows("a,b\n1\r2,3\n") == [["1\r2", "3"]])
    }

    @Test func `empty fields are fields`() throws {
        #expect(try rows("a,b\n,\n") == [["", ""]])
    }

    @Test func `a header without rows is an empty table`() throws {
        #expect(try rows("a,b\n").isEmpty)
    }

    @Test func `an empty file has no header`() throws {
        #expect(throws: failure(nil, nil, .noRows)) { try rows("") }
    }

    @Test func `a missing column is named`() throws {
        #expect(throws: failure(1, "b", .missingColumn)) { try rows("a,c\n1,2\n") }
    }

    @Test func `a column named twice is refused, unless nobody asked for it`() throws {
        #expect(throws: failure(1, "b", .repeatedColumn)) { try rows("a,b,b\n") }
        #expect(try rows("a,b,c,c\n1,2,3,4\n") == [["1", "2"]])
    }

    @Test(arguments: [("1", 1), ("1,2,3", 3), ("", 1), ("1,2,3,4,5,6,7", 7)])
    func `a row of another width is refused with its line`(row: String, count: Int) throws {
        #expect(throws: failure(3, nil, .fieldCount(count, expected: 2))) { try rows("a,b\n1,2\n\(row)\n") }
    }

    @Test func `a last line without an end may be cut and is refused`() throws {
        #expect(throws: failure(2, nil, .unfinishedLine)) { try rows("a,b\n1,2") }
        #expect(throws: failure(1, nil, .unfinishedLine)) { try rows("a,b") }
    }

    @Test func `quotation marks are refused`() throws {
        #expect(throws: failure(2, nil, .quoted)) { try rows("a,b\n\"1\",2\n") }
    }

    @Test func `a line without end is refused before memory is`() throws {
        let long = String(repeating: "x", count: 3 << 20)
        #expect(throws: failure(2, nil, .lineTooLong(limit: 65536))) { try rows("a,b\n\(long)") }
    }

    @Test func `more columns than any table has are refused`() throws {
        let header = (0..<300).map { "c\($0)" }.joined(separator: ",")
        #expect(throws: failure(1, nil, .fieldCount(300, expected: 256))) { try rows(header + "\n") }
    }

    @Test func `lines that cross the buffer's end stay whole`() throws {
        let seed: UInt64 = 11
        var random = SplitMix64(seed: seed)
        let fields = (0..<60_000).map { _ in String(random.next() % 1_000_000_000) }
        let text = "a\n" + fields.map { $0 + "\n" }.joined()
        let reader = try reader(text, columns: ["a"], capacity: 1)
        #expect(text.utf8.count > 4 * TableReader.lineLimit)
        var read: [String] = []
        while try reader.nextRow() { read.append(reader.string(0)) }
        #expect(read == fields, "seed \(seed)")
        #expect(reader.line == fields.count + 2)
    }

    @Test func `values name line, column and what to do`() throws {
        let reader = try reader("a,b\n1.2345,\n", columns: ["a", "b"])
        #expect(try reader.nextRow())
        #expect(throws: failure(2, "a", .notPrice("1.2345"))) { try reader.price(0) }
        #expect(throws: failure(2, "b", .emptyField)) { try reader.price(1) }
        #expect(
            failure(2, "a", .notPrice("1.2345")).description
                == "t.csv, line 2, column a: '1.2345' is not a price; "
                + "write yuan with at most three places, such as 12.30, below 2,000,000")
    }

    @Test func `prices end where 32 bits end`() throws {
        let reader = try reader("a\n2147483.647\n2147483.648\n0.000\n", columns: ["a"])
        #expect(try reader.nextRow())
        #expect(try reader.price(0) == Int32.max)
        #expect(try reader.nextRow())
        #expect(throws: failure(3, "a", .notPrice("2147483.648"))) { try reader.price(0) }
        #expect(try reader.nextRow())
        #expect(throws: failure(4, "a", .zeroPrice)) { try reader.price(0) }
    }

    @Test func `flags and factors may be unknown, and nothing else may`() throws {
        let reader = try reader("a,b,c\n,,\n2,0,1e3\n1,1.5,9.123456789\n", columns: ["a", "b", "c"])
        #expect(try reader.nextRow())
        #expect(try reader.flag(0) == nil)
        #expect(try reader.factor(1) == nil)
        #expect(try reader.optionalDay(2) == nil)
        #expect(throws: failure(2, "a", .emptyField)) { try reader.requiredFlag(0) }
        #expect(throws: failure(2, "a", .emptyField)) { try reader.count(0) }
        #expect(throws: failure(2, "a", .emptyField)) { try reader.day(0) }
        #expect(throws: failure(2, "a", .emptyField)) { try reader.symbol(0) }
        #expect(try reader.nextRow())
        #expect(throws: failure(3, "a", .notFlag("2"))) { try reader.flag(0) }
        #expect(throws: failure(3, "b", .notFactor("0"))) { try reader.factor(1) }
        #expect(throws: failure(3, "c", .notFactor("1e3"))) { try reader.factor(2) }
        #expect(throws: failure(3, "c", .notDate("1e3"))) { try reader.optionalDay(2) }
        #expect(try reader.nextRow())
        #expect(try reader.requiredFlag(0))
        #expect(throws: failure(4, "b", .notCount("1.5"))) { try reader.count(1) }
        #expect(try reader.factor(2) == 9_123_456_789)
    }
}
