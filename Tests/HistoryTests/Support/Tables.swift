@testable import History

/// Small source tables, written into a folder.
struct Tables {
    /// One row of `bars_daily` as text, with defaults that pass every check.
    struct Bar {
        var day = "2026-01-05"
        var symbol = "600000.SH"
        var open = "10.00"
        var high = "10.20"
        var low = "9.90"
        var close = "10.10"
        var previousClose = "10.00"
        var volume = "1000"
        var factor = "1.000000"
        var suspended = "0"
        var riskWarned = "0"

        var line: String {
            [day, symbol, open, high, low, close, previousClose, volume, factor, suspended, riskWarned]
                .joined(separator: ",")
        }

        static func bar(
            _ day: String = "2026-01-05", _ symbol: String = "600000.SH", close: String = "10.10",
            previousClose: String = "10.00", with change: (inout Bar) -> Void = { _ in }
        ) -> Bar {
            var bar = Bar()
            bar.day = day
            bar.symbol = symbol
            bar.close = close
            bar.previousClose = previousClose
            change(&bar)
            return bar
        }

        static func suspended(_ day: String, _ symbol: String = "600000.SH", at price: String) -> Bar {
            Bar(
                day: day, symbol: symbol, open: price, high: price, low: price, close: price, previousClose: price,
                volume: "0", suspended: "1")
        }
    }

    static let header =
        "trade_date,ts_code,open,high,low,close,pre_close,volume,adj_factor,suspended,is_st"
    /// Monday to Friday, then Monday and Tuesday.
    static let week = [
        "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-12", "2026-01-13",
    ]

    var bars: [Bar]
    var calendar = Tables.week
    /// Rows of `stock_basic` (`ts_code,name,list_date`); nil for no such table.
    var stocks: [String]?
    /// Rows of `corporate_actions` in the order of `eventHeader`; nil for no such table.
    var events: [String]?
    /// Rows of `index_daily` in the order of `indexHeader`; nil for no such table.
    var indices: [String]?

    static let eventHeader =
        "ts_code,ex_date,pay_date,cash_per_share,bonus_per_share,rights_per_share,rights_price"
    static let indexHeader = "index_code,trade_date,close,pre_close"

    init(_ bars: [Bar], stocks: [String]? = nil) {
        self.bars = bars
        self.stocks = stocks
    }

    var barText: String { text(Tables.header, bars.map(\.line)) }

    func text(_ header: String, _ lines: [String]) -> String { ([header] + lines).map { $0 + "\n" }.joined() }

    func write(to folder: Folder, compressed: Bool = false) throws {
        try write("bars_daily", barText, folder, compressed)
        try write("trading-calendar", text("trade_date", calendar), folder, compressed)
        if let stocks {
            try write("stock_basic", text("ts_code,name,list_date", stocks), folder, compressed)
        }
        if let events { try write("corporate_actions", text(Tables.eventHeader, events), folder, compressed) }
        if let indices { try write("index_daily", text(Tables.indexHeader, indices), folder, compressed) }
    }

    private func write(_ name: String, _ text: String, _ folder: Folder, _ compressed: Bool) throws {
        if compressed {
            try folder.write(try Gzip.compressed(Array(text.utf8)), to: name + ".csv.gz")
        } else {
            try folder.write(text, to: name + ".csv")
        }
    }
}

/// Imports tables into a warehouse in a folder of its own.
struct Imported {
    let folder: Folder
    let report: ImportReport
    let warehouse: Warehouse

    init(_ tables: Tables, compressed: Bool = false) throws {
        folder = try Folder()
        try tables.write(to: folder, compressed: compressed)
        report = try Importer.import(from: folder.path, into: folder.file("warehouse"))
        warehouse = try Warehouse.open(folder.file("warehouse"))
    }
}
