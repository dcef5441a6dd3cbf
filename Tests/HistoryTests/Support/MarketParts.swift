import Foundation

@testable import History

/// The small synthetic market as tables that can be given in parts: its bars, events made up for two of its stocks, and two
/// indices.
struct MarketParts {
    /// Lines without the header.
    let bars: [String]
    let header: String
    let calendar: [String]
    let stocks: String
    let events: [String]
    let indices: [String]
    let days: [String]

    init() throws {
        let folder = try Folder()
        try SyntheticMarket(.small).write(to: folder.file("t"))
        func lines(_ name: String) throws -> [String] {
            String(decoding: try folder.bytes("t/" + name), as: UTF8.self).split(separator: "\n").map(String.init)
        }
        let text = try lines("bars_daily.csv")
        header = text[0]
        bars = Array(text.dropFirst())
        let calendar = Array(try lines("trading-calendar.csv").dropFirst())
        stocks = String(decoding: try folder.bytes("t/stock_basic.csv"), as: UTF8.self)
        let days = Set(bars.map(MarketParts.day)).sorted()
        self.days = days
        self.calendar = calendar
        let symbols = [bars[0], bars[bars.count - 1]].map(MarketParts.symbol)
        events = symbols.flatMap { symbol in [3, 20, 30].map { "\(symbol),\(days[$0]),,0.\($0),0,0," } }
        indices = ["000300.SH", "H00300.CSI"].flatMap { code in
            calendar.enumerated().map { "\(code),\($1),\(4000 + $0).5,\($0 == 0 ? "" : "\(3999 + $0).5")" }
        }
    }

    static func day(_ line: String) -> String { String(line.prefix(10)) }
    static func symbol(_ line: String) -> String { String(line.dropFirst(11).prefix(9)) }

    /// Everything, into a new folder inside `folder`.
    func writeAll(to name: String, in folder: Folder) throws {
        try write(to: name, in: folder, bars: bars, events: events, indices: indices)
    }

    /// Parts that are nil make no table.
    func write(
        to name: String, in folder: Folder, bars: [String]?, hasCalendar: Bool = true, hasStocks: Bool = true,
        events: [String]? = nil, indices: [String]? = nil
    ) throws {
        try folder.makeFolder(name)
        func table(_ file: String, _ header: String, _ lines: [String]) throws {
            try folder.write(([header] + lines).map { $0 + "\n" }.joined(), to: "\(name)/\(file).csv")
        }
        if let bars { try table("bars_daily", header, bars) }
        if hasCalendar { try table("trading-calendar", "trade_date", calendar) }
        if hasStocks { try folder.write(stocks, to: "\(name)/stock_basic.csv") }
        if let events { try table("corporate_actions", Tables.eventHeader, events) }
        if let indices { try table("index_daily", Tables.indexHeader, indices) }
    }
}
