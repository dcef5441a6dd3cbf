import Market

/// The table `stock_basic`, sorted by `ts_code`: names and listing days. Columns `ts_code`, `name`, `list_date` (empty where
/// not known); `name_2025`, where the header has it and it is filled, is a later name and wins. Names are of today.
enum StockTable {
    static let name = "stock_basic"

    struct Stock: Hashable {
        var name: String
        var listed: Day?
    }

    struct Content {
        var stocks: SymbolMap<Stock>
        var source: Manifest.Source
    }

    static func read(_ file: SourceFile) throws(TableFailure) -> Content {
        let required = ["ts_code", "name", "list_date"]
        let latest = "name_2025"
        var reader = try TableReader(file, columns: required)
        let hasLatest = reader.ignoredColumns.contains(latest)
        if hasLatest { reader = try TableReader(file, columns: required + [latest]) }
        var stocks = SymbolMap<Stock>()
        while try reader.nextRow() {
            let symbol = try reader.symbol(0)
            if let last = stocks.keys.last, last >= symbol { throw reader.failure(0, .notAscending) }
            let name = hasLatest && !reader.field(3).isEmpty ? reader.string(3) : reader.string(1)
            stocks[symbol] = Stock(name: name, listed: try reader.optionalDay(2))
        }
        return Content(stocks: stocks, source: reader.stream.source)
    }
}
