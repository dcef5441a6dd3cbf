package import Market

/// A column of prices in li.
package enum PriceColumn: Hashable, Sendable {
    case open, high, low, close
    /// The exchange's reference of the day.
    case previousClose

    var column: Column {
        switch self {
        case .open: .open
        case .high: .high
        case .low: .low
        case .close: .close
        case .previousClose: .previousClose
        }
    }
}

extension Warehouse {
    /// All bars of a day that are there, ascending by symbol.
    package func daySheet(_ day: Day) throws(WarehouseFailure) -> DaySheet {
        guard let index = dayIndex(day) else {
            throw .noSuchDay(day, first: manifest.firstDay, last: manifest.lastDay)
        }
        let flags = flags(dayIndex: index)
        var bars: [DayBar] = []
        bars.reserveCapacity(symbols.count)
        for place in flags.indices where flags[place].contains(.present) {
            bars.append(bar(symbolIndex: place, dayIndex: index, flags[place]))
        }
        return DaySheet(day: day, bars: bars)
    }

    /// One bar; nil where there is none. Touches a page of each column; for many symbols of a day, take the rows.
    package func bar(symbolIndex: Int, dayIndex: Int) -> DayBar? {
        let flags = flags(dayIndex: dayIndex)[symbolIndex]
        return flags.contains(.present) ? bar(symbolIndex: symbolIndex, dayIndex: dayIndex, flags) : nil
    }

    private func bar(symbolIndex: Int, dayIndex: Int, _ flags: BarFlags) -> DayBar {
        func price(_ column: PriceColumn) -> Price {
            Price(li: Int64(prices(column, dayIndex: dayIndex)[symbolIndex]))
        }
        return DayBar(
            symbol: symbols[symbolIndex], open: price(.open), high: price(.high), low: price(.low),
            close: price(.close), previousClose: price(.previousClose),
            volume: Shares(volumes(dayIndex: dayIndex)[symbolIndex]), isSuspended: flags.contains(.suspended),
            isRiskWarned: flags.isRiskWarned, listingDay: listingDay(symbolIndex: symbolIndex, dayIndex: dayIndex))
    }

    /// The securities whose reference price of the day was not the close of the bar before, ascending by symbol.
    package func exEvents(dayIndex: Int) -> [ExEvent] {
        let flags = flags(dayIndex: dayIndex)
        var events: [ExEvent] = []
        for place in flags.indices where flags[place].contains(.exDate) {
            var earlier = dayIndex - 1
            while earlier >= 0, !self.flags(dayIndex: earlier)[place].contains(.present) { earlier -= 1 }
            guard earlier >= 0 else { continue }
            events.append(
                ExEvent(
                    symbol: symbols[place],
                    close: Price(li: Int64(prices(.close, dayIndex: earlier)[place])),
                    reference: Price(li: Int64(prices(.previousClose, dayIndex: dayIndex)[place]))))
        }
        return events
    }
}

/// An ex-date as far as bars tell it: they do not say how much was cash and how much was shares.
package struct ExEvent: Hashable, Sendable {
    package var symbol: Symbol
    /// Of the bar before.
    package var close: Price
    /// The exchange's reference of the ex-date, from which limits and returns start.
    package var reference: Price
}
