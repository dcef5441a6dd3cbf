import Market

/// The bars of the warehouse that is added to.
struct BaseBars {
    let warehouse: Warehouse
    /// The position of the warehouse's first day in the calendar of the addition.
    let offset: Int

    init(_ warehouse: Warehouse, sessions: SessionIndex) {
        self.warehouse = warehouse
        offset = sessions[warehouse.manifest.firstDay] ?? 0
    }

    /// One stock of it; nil where it has no bars.
    struct Stock {
        fileprivate let base: BaseBars
        fileprivate let index: Int
        let lastSession: Int

        var lastDay: Day { base.warehouse.days[lastSession - base.offset] }

        /// Nil where there is no bar on that day.
        func row(session: Int) -> BarRow? {
            let day = session - base.offset
            return day >= 0 ? base.row(symbolIndex: index, dayIndex: day) : nil
        }
    }

    func stock(_ symbol: Symbol) -> Stock? {
        warehouse.symbolIndex(symbol).map {
            Stock(base: self, index: $0, lastSession: offset + warehouse.spans[$0].upperBound)
        }
    }

    func span(symbolIndex: Int) -> BarStage.Span {
        let span = warehouse.spans[symbolIndex]
        return BarStage.Span(first: offset + span.lowerBound, last: offset + span.upperBound)
    }

    func firstIsSuspended(symbolIndex: Int) -> Bool {
        warehouse.flags(dayIndex: warehouse.spans[symbolIndex].lowerBound)[symbolIndex].contains(.suspended)
    }

    private func row(symbolIndex: Int, dayIndex: Int) -> BarRow? {
        let flags = warehouse.flags(dayIndex: dayIndex)[symbolIndex]
        guard flags.contains(.present) else { return nil }
        func price(_ column: PriceColumn) -> Int32 { warehouse.prices(column, dayIndex: dayIndex)[symbolIndex] }
        return BarRow(
            symbol: warehouse.symbols[symbolIndex], day: warehouse.days[dayIndex], open: price(.open),
            high: price(.high), low: price(.low), close: price(.close), previousClose: price(.previousClose),
            volume: warehouse.volumes(dayIndex: dayIndex)[symbolIndex],
            factor: warehouse.factors(dayIndex: dayIndex)[symbolIndex], isSuspended: flags.contains(.suspended),
            isRiskWarned: flags.isRiskWarned)
    }
}
