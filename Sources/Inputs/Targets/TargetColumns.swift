/// Where the four columns are, by the header.
struct TargetColumns: Hashable {
    static let names = ["trade_date", "ts_code", "target_weight", "strategy_name"]

    let date: Int
    let code: Int
    let weight: Int
    let strategy: Int

    /// In any order, each once, and no others: an unknown column may mean something that would have to be obeyed.
    init(_ header: [String], refusal: (_ what: String) -> Refusal) throws(Refusal) {
        for name in Set(header).sorted() where !Self.names.contains(name) {
            throw refusal("there is a column \(Excerpt(name))")
        }
        func index(_ name: String) throws(Refusal) -> Int {
            guard let index = header.firstIndex(of: name) else { throw refusal("there is no column \(name)") }
            guard header.lastIndex(of: name) == index else { throw refusal("the column \(name) is there twice") }
            return index
        }
        date = try index(Self.names[0])
        code = try index(Self.names[1])
        weight = try index(Self.names[2])
        strategy = try index(Self.names[3])
    }

    static let remedy = "give exactly the columns \(names.joined(separator: ",")), separated by commas"
}
