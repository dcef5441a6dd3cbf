import Glibc
import Market

extension SyntheticMarket {
    /// Writes the tables that `Importer` reads (`bars_daily.csv`, `stock_basic.csv`, `trading-calendar.csv`, with the columns
    /// of the real ones) and `targets/YYYY-MM-DD.csv`, one for each signal day, into `directory`, which is made where it is
    /// missing and must be empty: targets of another market must not lie among these.
    package func write(to directory: String) throws(StorageFailure) {
        if try !Directory.make(directory), try !Directory.names(in: directory).isEmpty {
            throw StorageFailure(.create, directory, code: EEXIST)
        }
        try OpenFile.write(barTable(), to: directory + "/bars_daily.csv")
        try OpenFile.write(stockTable(), to: directory + "/stock_basic.csv")
        try OpenFile.write(calendarTable(), to: directory + "/trading-calendar.csv")
        _ = try Directory.make(directory + "/targets")
        for batch in batches {
            try OpenFile.write(targetTable(batch), to: "\(directory)/targets/\(batch.signalDay).csv")
        }
        try Directory.sync(directory)
    }

    private func barTable() -> [UInt8] {
        var rows: [[(day: Day, bar: DayBar, factor: Int64)]] = Array(repeating: [], count: stocks.count)
        for (session, sheet) in sheets.enumerated() {
            var place = 0
            for (bar, factor) in zip(sheet.bars, factors[session]) {
                while stocks[place].symbol < bar.symbol { place += 1 }
                rows[place].append((sheet.day, bar, factor))
            }
        }
        var text = TableText(
            "trade_date,ts_code,open,high,low,close,pre_close,volume,amount,adj_factor,suspended,is_st,pe_ttm,pb,"
                + "turnover")
        for (day, bar, factor) in rows.joined() {
            text.append([
                day.description, bar.symbol.description, bar.open.description, bar.high.description,
                bar.low.description, bar.close.description, bar.previousClose.description, bar.volume.description,
                String(bar.amountYuan), FixedDecimal.text(factor, places: 6, atLeast: 6), bar.isSuspended ? "1" : "0",
                bar.isRiskWarned == true ? "1" : "0", "", "", "",
            ])
        }
        return text.bytes
    }

    private func stockTable() -> [UInt8] {
        var text = TableText(
            "ts_code,name,name_2025,board,area,industry,csrc_industry,list_date,delist_date,has_bars,universe,first_bar,"
                + "last_bar,bars_end")
        for stock in stocks {
            text.append([
                stock.symbol.description, stock.name, stock.name, stock.board.tableName, "", "", "",
                stock.listed.description, "", "1", "synthetic", sheets[stock.firstSession].day.description,
                sheets[sheets.count - 1].day.description, "running",
            ])
        }
        return text.bytes
    }

    private func calendarTable() -> [UInt8] {
        var text = TableText("trade_date")
        for day in calendarDays { text.append([day.description]) }
        return text.bytes
    }

    private func targetTable(_ batch: SyntheticBatch) -> [UInt8] {
        var text = TableText("trade_date,ts_code,target_weight,strategy_name")
        func append(_ name: String, _ perMillion: Int64) {
            text.append([
                batch.signalDay.description, name, FixedDecimal.text(perMillion, places: 6, atLeast: 6),
                scenario.targets.strategy,
            ])
        }
        for line in batch.lines { append(line.symbol.description, line.weightPerMillion) }
        append("CASH", batch.cashPerMillion)
        return text.bytes
    }
}

/// A comma-separated table in the making.
private struct TableText {
    private(set) var bytes: [UInt8]

    init(_ header: String) { bytes = Array(header.utf8) + [UInt8(ascii: "\n")] }

    mutating func append(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: field.utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}

extension DayBar {
    /// The day's turnover in whole yuan, half up, at the mean of its four prices.
    fileprivate var amountYuan: Int64 {
        let sum = open.li + high.li + low.li + close.li
        return (volume.count * sum + 2000) / 4000
    }
}

extension Board {
    /// As the real table of stocks writes it.
    fileprivate var tableName: String {
        switch self {
        case .main: "Main"
        case .chinext: "ChiNext"
        case .star: "STAR"
        case .bse: "BSE"
        }
    }
}
