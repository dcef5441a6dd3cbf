@testable import History

/// The tables read once more, differently: strings, dictionaries, no shared code with the import but the shared values.
struct SlowReader {
    struct Bar: Equatable {
        /// open, high, low, close, pre_close, as written.
        var prices: [String]
        var volume: Int64
        var factor: String
        var suspended: String
        var riskWarned: String
    }

    /// By day, then symbol.
    private(set) var bars: [String: [String: Bar]] = [:]

    init(barText: String) {
        let lines = barText.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let names = lines[0]
        for line in lines.dropFirst() {
            let row = Dictionary(uniqueKeysWithValues: zip(names, line))
            func field(_ name: String) -> String { row[name] ?? "?" }
            bars[field("trade_date"), default: [:]][field("ts_code")] = Bar(
                prices: ["open", "high", "low", "close", "pre_close"].map(field), volume: Int64(field("volume")) ?? -1,
                factor: field("adj_factor"), suspended: field("suspended"), riskWarned: field("is_st"))
        }
    }
}
