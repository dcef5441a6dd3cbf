import Testing

@testable import History

/// Every failure says what happened, where, and what to do.
@Suite struct TableFailureTests {
    @Test(arguments: [
        (TableFailure.Problem.missing, "the table is not there; put it there as .csv or .csv.gz"),
        (.ambiguous, "both .csv and .csv.gz are there; remove the one that is not wanted"),
        (
            .unreadable(StorageFailure(.read, "/t.csv", code: 5)),
            "could not read /t.csv: Input/output error; check the disk and try again"
        ),
        (.noRows, "the table has no rows; give at least one row under the header"),
        (.truncated, "the compressed file ends early; copy or download it again"),
        (
            .damaged("incorrect data check"),
            "the compressed file is damaged (incorrect data check); copy or download it again"
        ),
        (
            .unfinishedLine,
            "the last line has no line end, so the file may have been cut; check its end, and end the last line if it is whole"
        ),
        (
            .lineTooLong(limit: 9),
            "the line is longer than 9 bytes; check that the file is a table with one row a line"
        ),
        (.missingColumn, "the header lacks this column; add it, or correct its spelling"),
        (.repeatedColumn, "the header names this column twice; remove one of them"),
        (.fieldCount(3, expected: 4), "3 fields where the header has 4; correct the row"),
        (.quoted, "a quotation mark; write plain fields, without quotation marks and without commas inside"),
        (.emptyField, "nothing, where a value must be known; fill it in, or remove the row"),
        (.notDate("x"), "'x' is not a date; write YYYY-MM-DD"),
        (
            .notSymbol("x"),
            "'x' is not a symbol; write six digits and the exchange, such as 600000.SH, 000001.SZ or 920001.BJ"
        ),
        (.notPrice("x"), "'x' is not a price; write yuan with at most three places, such as 12.30, below 2,000,000"),
        (.zeroPrice, "a price of zero; correct it, or remove the row: a price that is not known cannot be zero"),
        (.notCount("x"), "'x' is not a whole number; write digits only"),
        (
            .notFactor("x"),
            "'x' is not an adjustment factor; "
                + "write a number above zero with at most nine places, or nothing where it is not known"
        ),
        (.notFlag("x"), "'x' is not 0 or 1; write 0 or 1, or nothing where the column allows unknown"),
        (.notAscending, "the row belongs before the one above it; sort the table by its key, ascending"),
        (.conflictingRow, "a second row for the same key with other values; keep the right one"),
        (
            .notTradingDay("2026-01-10"),
            "2026-01-10 is not a trading day; remove the row, or correct the trading calendar"
        ),
        (
            .outsideCalendar("2027-01-10", first: "2026-01-05", last: "2026-12-31"),
            "2027-01-10 is outside the calendar (2026-01-05 to 2026-12-31); give a trading calendar that covers it"
        ),
    ])
    func `a problem is a sentence with a remedy`(problem: TableFailure.Problem, words: String) {
        #expect(
            TableFailure(file: "t.csv", line: 7, column: "c", problem).description == "t.csv, line 7, column c: "
                + words)
        #expect(TableFailure(file: "t.csv", problem).description == "t.csv: " + words)
    }

    @Test func `failures of an import carry those words`() {
        let table = TableFailure(file: "t.csv", .missing)
        #expect(ImportFailure.table(table).description == table.description)
        let storage = StorageFailure(.write, "/w", code: 28)
        #expect(ImportFailure.storage(storage).description == storage.description)
        #expect(
            ImportFailure.foreignDirectory(path: "/w", name: "thesis.txt").description
                == "/w holds 'thesis.txt', which is not a warehouse's; choose an empty or a new directory")
    }
}
