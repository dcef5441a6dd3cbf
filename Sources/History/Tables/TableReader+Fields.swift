import Market

/// Fields as values. Each refuses what it does not fully understand, naming line and column.
extension TableReader {
    /// Yuan with at most three places, above zero, in li.
    func price(_ column: Int) throws(TableFailure) -> Int32 {
        let field = field(column)
        guard let li = FieldText.decimal(field, places: 3), let price = Int32(exactly: li) else {
            throw failure(column, field.isEmpty ? .emptyField : .notPrice(FieldText.shown(field)))
        }
        guard price > 0 else { throw failure(column, .zeroPrice) }
        return price
    }

    func count(_ column: Int) throws(TableFailure) -> Int64 {
        let field = field(column)
        guard let count = FieldText.decimal(field, places: 0) else {
            throw failure(column, field.isEmpty ? .emptyField : .notCount(FieldText.shown(field)))
        }
        return count
    }

    /// In parts of 10⁹; nil where empty.
    func factor(_ column: Int) throws(TableFailure) -> Int64? {
        let field = field(column)
        if field.isEmpty { return nil }
        guard let factor = FieldText.decimal(field, places: 9), factor > 0 else {
            throw failure(column, .notFactor(FieldText.shown(field)))
        }
        return factor
    }

    /// Nil where empty.
    func flag(_ column: Int) throws(TableFailure) -> Bool? {
        let field = field(column)
        if field.isEmpty { return nil }
        guard field.count == 1, field[0] == UInt8(ascii: "0") || field[0] == UInt8(ascii: "1") else {
            throw failure(column, .notFlag(FieldText.shown(field)))
        }
        return field[0] == UInt8(ascii: "1")
    }

    func requiredFlag(_ column: Int) throws(TableFailure) -> Bool {
        guard let flag = try flag(column) else { throw failure(column, .emptyField) }
        return flag
    }

    func day(_ column: Int) throws(TableFailure) -> Day {
        let field = field(column)
        guard let day = FieldText.day(field) else {
            throw failure(column, field.isEmpty ? .emptyField : .notDate(FieldText.shown(field)))
        }
        return day
    }

    func optionalDay(_ column: Int) throws(TableFailure) -> Day? {
        field(column).isEmpty ? nil : try day(column)
    }

    func symbol(_ column: Int) throws(TableFailure) -> Symbol {
        let field = field(column)
        guard let symbol = FieldText.symbol(field) else {
            throw failure(column, field.isEmpty ? .emptyField : .notSymbol(FieldText.shown(field)))
        }
        return symbol
    }

    /// Yuan or shares per share with at most six places, times 10⁹; below a thousand.
    func amountPerShare(_ column: Int) throws(TableFailure) -> Int64 {
        let field = field(column)
        guard let millionths = FieldText.decimal(field, places: 6), millionths < 1_000_000_000 else {
            throw failure(column, field.isEmpty ? .emptyField : .notAmountPerShare(FieldText.shown(field)))
        }
        return millionths * 1000
    }

    /// Yuan with at most three places, in li; 0 where empty.
    func priceOrZero(_ column: Int) throws(TableFailure) -> Int32 {
        let field = field(column)
        if field.isEmpty { return 0 }
        guard let li = FieldText.decimal(field, places: 3), let price = Int32(exactly: li) else {
            throw failure(column, .notPrice(FieldText.shown(field)))
        }
        return price
    }

    /// Above zero, in ten-thousandths of a point.
    func points(_ column: Int) throws(TableFailure) -> Int64 {
        let field = field(column)
        guard let points = FieldText.decimal(field, places: 4), 1...IndexSeries.most ~= points else {
            throw failure(column, field.isEmpty ? .emptyField : .notPoints(FieldText.shown(field)))
        }
        return points
    }

    /// Letters, digits and points, such as `000300.SH`.
    func indexCode(_ column: Int) throws(TableFailure) -> String {
        let field = field(column)
        guard 1...24 ~= field.count, field.allSatisfy(IndexSeries.isCodeByte) else {
            throw failure(column, field.isEmpty ? .emptyField : .notIndexCode(FieldText.shown(field)))
        }
        return string(column)
    }

    func string(_ column: Int) -> String { String(decoding: field(column), as: UTF8.self) }
}
