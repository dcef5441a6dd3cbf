extension Refusal {
    package enum Code: String, Hashable, Sendable, CaseIterable {
        // The source as a file.
        case missing
        case unreadable
        /// A file name that is not UTF-8, or cannot be shown.
        case badName = "bad_name"
        /// A link, a directory, a device, a pipe.
        case notPlainFile = "not_plain_file"
        case writableByOthers = "writable_by_others"
        case foreignOwner = "foreign_owner"
        case tooLarge = "too_large"
        case tooManyRows = "too_many_rows"
        case tooManyFiles = "too_many_files"
        case changedWhileReading = "changed_while_reading"

        // Its text.
        case byteOrderMark = "byte_order_mark"
        case notUTF8 = "not_utf8"
        case wrongHeader = "wrong_header"
        case wrongFieldCount = "wrong_field_count"
        case quoted
        case noFinalNewline = "no_final_newline"
        case noRows = "no_rows"

        // Single values.
        case badDate = "bad_date"
        case notTradingDay = "not_trading_day"
        case outsideCalendar = "outside_calendar"
        case futureDate = "future_date"
        case badSymbol = "bad_symbol"
        case notTradable = "not_tradable"
        case duplicateSymbol = "duplicate_symbol"
        case badWeight = "bad_weight"
        case weightOutOfRange = "weight_out_of_range"
        case badStrategy = "bad_strategy"
        case badValidUntil = "bad_valid_until"

        // Whole batches.
        case noProof = "no_proof"
        case badChecksumFile = "bad_checksum_file"
        case checksumMismatch = "checksum_mismatch"
        case rowCountMismatch = "row_count_mismatch"
        case sumNotOne = "sum_not_one"
        case weightsAboveOne = "weights_above_one"
        /// A row after the `CASH` row that is too small for its loss to show in the sum.
        case rowAfterCash = "row_after_cash"
        /// All weights are zero, and no `CASH` row says that this is meant.
        case emptyPortfolio = "empty_portfolio"
        /// Two sources hold different targets for one strategy and day.
        case conflict

        // Databases.
        case busy
        case wrongSchema = "wrong_schema"

        // Calendars.
        case notAscending = "not_ascending"
    }
}
