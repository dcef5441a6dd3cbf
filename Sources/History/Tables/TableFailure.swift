/// What is wrong with a source table, where, and what to do about it.
package struct TableFailure: Error, Hashable, Sendable {
    /// What a table can have wrong with it; the messages are below.
    package enum Problem: Hashable, Sendable {
        /// Neither `NAME.csv` nor `NAME.csv.gz` is there.
        case missing
        /// Both `NAME.csv` and `NAME.csv.gz` are there.
        case ambiguous
        case unreadable(StorageFailure)
        /// Not even a header line, or no row where at least one is needed.
        case noRows
        /// The gzip stream ends early.
        case truncated
        /// The gzip stream is not one; zlib's words.
        case damaged(String)
        /// The last line does not end: the file may have been cut in the middle of a number.
        case unfinishedLine
        case lineTooLong(limit: Int)
        case missingColumn
        case repeatedColumn
        case fieldCount(Int, expected: Int)
        case quoted
        case emptyField
        case notDate(String)
        case notSymbol(String)
        case notPrice(String)
        case zeroPrice
        case notCount(String)
        case notFactor(String)
        case notFlag(String)
        /// A row that belongs before the one above it.
        case notAscending
        /// A second, different row of the same key.
        case conflictingRow
        case notTradingDay(String)
        case outsideCalendar(String, first: String, last: String)
        case notAmountPerShare(String)
        case notPoints(String)
        case notIndexCode(String)
        case paidBeforeExDate
        /// A corporate action without cash, bonus and rights.
        case emptyEvent
        /// An addition brings other values for what the warehouse has.
        case differsFromWarehouse
        /// An addition brings a day that lies before the last bar of its stock and that the warehouse does not have.
        case beforeLastBar(String)
        /// An addition whose factors begin anew; both as text.
        case factorBreaks(String, after: String)
        /// An addition's calendar has a day that the warehouse's has not, or the other way round.
        case calendarDiffers(String)
        /// An addition's calendar begins after the end of the warehouse's, or ends before its beginning.
        case calendarApart(first: String, last: String)
    }

    /// File name without its directory.
    package var file: String
    /// 1 is the header.
    package var line: Int?
    package var column: String?
    package var problem: Problem

    package init(file: String, line: Int? = nil, column: String? = nil, _ problem: Problem) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
    }
}

extension TableFailure: CustomStringConvertible {
    package var description: String {
        var place = file
        if let line { place += ", line \(line)" }
        if let column { place += ", column \(column)" }
        return [place + ": " + problem.what, problem.remedy].compactMap(\.self).joined(separator: "; ")
    }
}

extension TableFailure.Problem {
    fileprivate var what: String {
        switch self {
        case .missing: "the table is not there"
        case .ambiguous: "both .csv and .csv.gz are there"
        case .unreadable(let failure): failure.description
        case .noRows: "the table has no rows"
        case .truncated: "the compressed file ends early"
        case .damaged(let words): "the compressed file is damaged (\(words))"
        case .unfinishedLine: "the last line has no line end, so the file may have been cut"
        case .lineTooLong(let limit): "the line is longer than \(limit) bytes"
        case .missingColumn: "the header lacks this column"
        case .repeatedColumn: "the header names this column twice"
        case .fieldCount(let count, let expected): "\(count) fields where the header has \(expected)"
        case .quoted: "a quotation mark"
        case .emptyField: "nothing, where a value must be known"
        case .notDate(let text): "'\(text)' is not a date"
        case .notSymbol(let text): "'\(text)' is not a symbol"
        case .notPrice(let text): "'\(text)' is not a price"
        case .zeroPrice: "a price of zero"
        case .notCount(let text): "'\(text)' is not a whole number"
        case .notFactor(let text): "'\(text)' is not an adjustment factor"
        case .notFlag(let text): "'\(text)' is not 0 or 1"
        case .notAscending: "the row belongs before the one above it"
        case .conflictingRow: "a second row for the same key with other values"
        case .notTradingDay(let day): "\(day) is not a trading day"
        case .outsideCalendar(let day, let first, let last): "\(day) is outside the calendar (\(first) to \(last))"
        case .notAmountPerShare(let text): "'\(text)' is not an amount per share"
        case .notPoints(let text): "'\(text)' is not an index close"
        case .notIndexCode(let text): "'\(text)' is not an index code"
        case .paidBeforeExDate: "the pay date is before the ex-date"
        case .emptyEvent: "neither cash nor bonus nor rights"
        case .differsFromWarehouse: "the warehouse has other values for this row"
        case .beforeLastBar(let day): "the warehouse has bars of this stock up to \(day), and none on this day"
        case .factorBreaks(let found, let last):
            "the factor \(found) does not continue the warehouse's, which was \(last) on the bar before"
        case .calendarDiffers(let day): "\(day) is a trading day either here or in the warehouse, not in both"
        case .calendarApart(let first, let last):
            "it has no day in common with the warehouse's calendar (\(first) to \(last))"
        }
    }

    /// Nil where `what` has one already.
    fileprivate var remedy: String? {
        switch self {
        case .missing: "put it there as .csv or .csv.gz"
        case .ambiguous: "remove the one that is not wanted"
        case .unreadable: nil
        case .noRows: "give at least one row under the header"
        case .truncated, .damaged: "copy or download it again"
        case .unfinishedLine: "check its end, and end the last line if it is whole"
        case .lineTooLong: "check that the file is a table with one row a line"
        case .missingColumn: "add it, or correct its spelling"
        case .repeatedColumn: "remove one of them"
        case .fieldCount: "correct the row"
        case .quoted: "write plain fields, without quotation marks and without commas inside"
        case .emptyField: "fill it in, or remove the row"
        case .notDate: "write YYYY-MM-DD"
        case .notSymbol: "write six digits and the exchange, such as 600000.SH, 000001.SZ or 920001.BJ"
        case .notPrice: "write yuan with at most three places, such as 12.30, below 2,000,000"
        case .zeroPrice: "correct it, or remove the row: a price that is not known cannot be zero"
        case .notCount: "write digits only"
        case .notFactor: "write a number above zero with at most nine places, or nothing where it is not known"
        case .notFlag: "write 0 or 1, or nothing where the column allows unknown"
        case .notAscending: "sort the table by its key, ascending"
        case .conflictingRow: "keep the right one"
        case .notTradingDay: "remove the row, or correct the trading calendar"
        case .outsideCalendar: "give a trading calendar that covers it"
        case .notAmountPerShare: "write a number below 1000 with at most six places, 0 where there is none"
        case .notPoints: "write points above zero with at most four places, below 100,000,000"
        case .notIndexCode: "write letters, digits and points, at most 24, such as 000300.SH"
        case .paidBeforeExDate: "correct it, or leave it empty where it is the ex-date"
        case .emptyEvent: "correct the row, or remove it"
        case .differsFromWarehouse:
            "correct the row; if it is right and the warehouse is not, import all tables without --add"
        case .beforeLastBar: "--add takes later days and new stocks; for this row import all tables without --add"
        case .factorBreaks: "give factors on the warehouse's base, or leave them empty, or import all tables again"
        case .calendarDiffers: "correct the calendar; if it is right, import all tables without --add"
        case .calendarApart: "give a calendar that overlaps with it"
        }
    }
}
