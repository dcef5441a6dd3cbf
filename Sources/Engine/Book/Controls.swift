package import Market

/// What the gate, the breaker and the trading states must not forget over a restart, beside the orders themselves.
package struct Controls: Hashable, Sendable, Codable {
    /// Cancels asked for today.
    package var cancels = 0
    /// So many orders of the book, from its first, are to be cancelled: an operator's word. Ends with the day.
    package var cancelAllCount = 0
    /// Some order of today was refused, or vanished.
    package var hasRefusals = false
    /// Refusals of today that were there when somebody last resumed: the breaker counts from here.
    package var refusalsSettled = 0
    /// What was traded in whole days that we saw the end of, oldest first, five at most.
    package var volumes = SymbolMap<[Shares]>()
    /// An operator wants everything sold; then trading is halted. Ends with that halt.
    package var flatten: TradingState.Halt?

    package init() {}

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        cancels = try values.decodeIfPresent(Int.self, forKey: .cancels) ?? 0
        cancelAllCount = try values.decodeIfPresent(Int.self, forKey: .cancelAllCount) ?? 0
        hasRefusals = try values.decodeIfPresent(Bool.self, forKey: .hasRefusals) ?? false
        refusalsSettled = try values.decodeIfPresent(Int.self, forKey: .refusalsSettled) ?? 0
        volumes = try values.decodeIfPresent(SymbolMap<[Shares]>.self, forKey: .volumes) ?? SymbolMap()
        flatten = try values.decodeIfPresent(TradingState.Halt.self, forKey: .flatten)
    }

    mutating func dayBegan() {
        cancels = 0
        cancelAllCount = 0
        hasRefusals = false
        refusalsSettled = 0
    }

    mutating func dayClosed(_ close: Record.DayClose) {
        for traded in close.traded ?? [] where traded.volume > 0 {
            var days = volumes[traded.symbol] ?? []
            days.append(traded.volume)
            if days.count > 5 { days.removeFirst(days.count - 5) }
            volumes[traded.symbol] = days
        }
    }

    /// Of a day, rounded down; nil where no close was seen.
    package func averageVolume(of symbol: Symbol) -> Shares? {
        guard let days = volumes[symbol], !days.isEmpty else { return nil }
        return Shares(days.reduce(Int128(0)) { $0 + Int128($1.count) } / Int128(days.count))
    }
}

extension Shares {
    fileprivate init(_ count: Int128) { self.init(Int64(clamping: count)) }
}
