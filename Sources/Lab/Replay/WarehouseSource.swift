package import Engine
package import History
package import Inputs
package import Market
import Replay

/// A warehouse's days and a set of targets, as a replay reads them: a day costs what is asked of it, and days that
/// are past give their memory back.
package final class WarehouseSource: ReplaySource {
    package let warehouse: Warehouse
    package let days: [Day]
    package let signalDays: [Day]
    /// Batches that are executed before the first day or after the last one.
    package let leftOut: Int
    /// The place of the first day in the warehouse.
    private let first: Int
    /// In the order of `signalDays`.
    private let batches: [TargetBatch]
    private let columns: SymbolNumbers
    private let actions: AnnouncedActions
    private let inputs: RiskInputs
    /// All rows, of which each signal day is shown those up to it.
    private let states: MarketStates

    /// How many days are given back at once.
    private static let releaseInterval = 32

    /// Days from `from` to `to`, both included; without `from`, from the execution of the first batch on, without
    /// `to`, up to the warehouse's last day. `batches` ascend by signal day. Throws where a signal day cannot be one,
    /// comes twice, or nothing is left to do.
    package init(
        _ warehouse: Warehouse, from: Day? = nil, to: Day? = nil, batches: [TargetBatch],
        industries: SymbolMap<String> = SymbolMap(), states: [MarketStateRow] = []
    ) throws(ReplayRefusal) {
        let planned = try WarehouseSource.planned(batches, warehouse.calendar)
        guard let begin = from ?? planned.first?.execution else {
            throw ReplayRefusal("there are no targets that could be executed; give some with --targets")
        }
        if let to, to < begin {
            throw ReplayRefusal("the replay would end on \(to), before it begins on \(begin); give a later --to")
        }
        let end = to ?? max(begin, warehouse.manifest.lastDay)
        let days = warehouse.days(in: begin...end)
        guard let firstDay = days.first, let endDay = days.last, let place = warehouse.dayIndex(firstDay) else {
            throw ReplayRefusal(
                "the warehouse has no bars from \(begin) to \(end), only from \(warehouse.manifest.firstDay) to "
                    + "\(warehouse.manifest.lastDay); choose days within, or import others")
        }
        let wanted = planned.filter { firstDay <= $0.execution && $0.execution <= endDay }
        guard !wanted.isEmpty else {
            throw ReplayRefusal(
                "none of the \(batches.count) batches of targets is executed from \(firstDay) to \(endDay); choose "
                    + "other days with --from and --to")
        }
        self.warehouse = warehouse
        self.days = Array(days)
        first = place
        self.batches = wanted.map(\.batch)
        signalDays = wanted.map(\.batch.signalDay)
        leftOut = batches.count - wanted.count
        var columns = SymbolNumbers()
        for (column, symbol) in warehouse.symbols.enumerated() { columns.set(column, for: symbol) }
        self.columns = columns
        actions = AnnouncedActions(warehouse)
        inputs = RiskInputs(signalDay: firstDay, industryOf: industries)
        self.states = MarketStates(states)
    }

    package func riskInputs(of signalDay: Day) -> RiskInputs? {
        var inputs = inputs
        inputs.signalDay = signalDay
        inputs.states = states.newest(by: signalDay).map {
            RiskInputs.State(name: $0.name, day: $0.day, value: $0.value)
        }
        return inputs
    }

    /// Batches with the days on which they are executed; those whose day the calendar does not have are left out.
    private static func planned(
        _ batches: [TargetBatch], _ calendar: TradingCalendar
    ) throws(ReplayRefusal) -> [(batch: TargetBatch, execution: Day)] {
        var planned: [(batch: TargetBatch, execution: Day)] = []
        for (index, batch) in batches.enumerated() {
            if index > 0, batches[index - 1].signalDay >= batch.signalDay {
                throw refusal(of: batch, after: batches[index - 1])
            }
            guard let execution = try? calendar.next(after: batch.signalDay) else { continue }
            guard (try? calendar.isTradingDay(batch.signalDay)) == true else {
                throw ReplayRefusal(
                    "\(batch.source): \(batch.signalDay) is no trading day; trade_date is the signal day, after whose "
                        + "close the targets were known")
            }
            planned.append((batch, execution))
        }
        return planned
    }

    private static func refusal(of batch: TargetBatch, after earlier: TargetBatch) -> ReplayRefusal {
        if batch.signalDay < earlier.signalDay {
            return ReplayRefusal(
                "\(batch.source): the targets of \(batch.signalDay) come after those of \(earlier.signalDay)")
        }
        return ReplayRefusal(
            batch.strategy == earlier.strategy
                ? "\(batch.source): there are two batches of '\(batch.strategy)' for \(batch.signalDay); keep the "
                    + "right one"
                : "\(batch.source): \(batch.signalDay) has targets of '\(earlier.strategy)' and of "
                    + "'\(batch.strategy)'; a replay follows one strategy, so give each its own run")
    }

    package func bars(at index: Int) -> any DayBars {
        if index > 1, index.isMultiple(of: WarehouseSource.releaseInterval) {
            // Yesterday's closes are still to be asked for.
            let end = first + index - 1
            warehouse.release(dayIndices: max(first, end - WarehouseSource.releaseInterval)..<end)
        }
        return WarehouseDay(warehouse, first + index, columns, actions[days[index]])
    }

    package func targets(of signalDay: Day) -> TargetBatch? {
        var low = 0
        var high = signalDays.count
        while low < high {
            let middle = (low + high) >> 1
            if signalDays[middle] < signalDay { low = middle + 1 } else { high = middle }
        }
        return low < signalDays.count && signalDays[low] == signalDay ? batches[low] : nil
    }

    /// The index's closes on these days and before them, in points; nil where the warehouse has no such series.
    package func levels(of code: String) -> (closes: [Double?], before: Double?)? {
        guard let series = warehouse.index(code) else { return nil }
        func points(_ value: Int64) -> Double? { value > 0 ? Double(value) / 10_000 : nil }
        let before = first > 0 ? series.closes[..<first].last { $0 > 0 } : nil
        return (
            (first..<first + days.count).map { points(series.closes[$0]) },
            (before ?? series.closeBefore).flatMap(points)
        )
    }
}

/// One day of a warehouse.
package final class WarehouseDay: DayBars {
    package let day: Day
    private let warehouse: Warehouse
    private let index: Int
    private let columns: SymbolNumbers
    private let actions: ArraySlice<AnnouncedActions.Entry>

    init(
        _ warehouse: Warehouse, _ index: Int, _ columns: SymbolNumbers, _ actions: ArraySlice<AnnouncedActions.Entry>
    ) {
        self.warehouse = warehouse
        self.index = index
        self.columns = columns
        self.actions = actions
        day = warehouse.days[index]
    }

    package func bar(of symbol: Symbol) -> DayBar? {
        columns[symbol].flatMap { warehouse.bar(symbolIndex: $0, dayIndex: index) }
    }

    package func closing(of symbol: Symbol) -> Price? {
        guard let column = columns[symbol] else { return nil }
        let flags = warehouse.flags(dayIndex: index)[column]
        guard flags.contains(.present) else { return nil }
        return price(flags.contains(.suspended) ? .previousClose : .close, column)
    }

    package func reference(of symbol: Symbol) -> Price? {
        guard let column = columns[symbol], warehouse.flags(dayIndex: index)[column].contains(.present) else {
            return nil
        }
        return price(.previousClose, column)
    }

    package func corporateAction(of symbol: Symbol) -> AnnouncedAction? {
        actions.first { $0.symbol == symbol }?.announced
    }

    private func price(_ column: PriceColumn, _ place: Int) -> Price {
        Price(li: Int64(warehouse.prices(column, dayIndex: index)[place]))
    }
}

/// The announced corporate actions of a warehouse, by ex-day.
struct AnnouncedActions: Sendable {
    struct Entry: Hashable, Sendable {
        var symbol: Symbol
        var announced: AnnouncedAction
    }

    private var entries: [Entry] = []

    init(_ warehouse: Warehouse) {
        guard let count = warehouse.manifest.eventCount, count > 0 else { return }
        entries.reserveCapacity(count)
        for (column, symbol) in warehouse.symbols.enumerated() {
            for event in warehouse.corporateActions(symbolIndex: column) {
                let announced = AnnouncedAction(action: event.action, exDay: event.exDay, payDay: event.payDay)
                entries.append(Entry(symbol: symbol, announced: announced))
            }
        }
        entries.sort { ($0.announced.exDay, $0.symbol) < ($1.announced.exDay, $1.symbol) }
    }

    /// Those of one ex-day.
    subscript(day: Day) -> ArraySlice<Entry> {
        func first(after limit: (Day) -> Bool) -> Int {
            var low = 0
            var high = entries.count
            while low < high {
                let middle = (low + high) >> 1
                if limit(entries[middle].announced.exDay) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        guard !entries.isEmpty else { return [] }
        return entries[first { $0 >= day }..<first { $0 > day }]
    }
}
