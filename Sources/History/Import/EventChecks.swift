import Market

/// Compares announced corporate actions with the bars that were just written.
struct EventChecks {
    let folder: String
    /// Those with bars.
    let days: [Day]
    let symbols: [Symbol]

    /// Notes ex-days without bars, and references that are not what the action implies, give or take a tick: companies
    /// that distribute on fewer shares than all have such.
    func check(_ events: [EventTable.Row], into report: inout ImportReport) throws(StorageFailure) {
        guard let flags = try column(.flags), let closes = try column(.close),
            let references = try column(.previousClose), let first = days.first, let last = days.last
        else { return }
        func isThere(_ day: Int, _ place: Int) -> Bool {
            flags.row(day, as: BarFlags.self)[place].contains(.present)
        }
        for row in events where row.event.exDay >= first && row.event.exDay <= last {
            let day = days.partitioningIndex { $0 >= row.event.exDay }
            let place = symbols.partitioningIndex { $0 >= row.symbol }
            var earlier = day - 1
            while earlier >= 0, !isThere(earlier, place) { earlier -= 1 }
            guard earlier >= 0, isThere(day, place) else {
                report.found(.eventWithoutBar, "\(row.symbol) \(row.event.exDay)")
                continue
            }
            let close = Price(li: Int64(closes.row(earlier, as: Int32.self)[place]))
            let reference = Price(li: Int64(references.row(day, as: Int32.self)[place]))
            let tick = Price(li: 10)
            let implied = row.event.action.referencePrice(previousClose: close, tick: Price(li: 1))
            if abs(implied.li - reference.li) > tick.li {
                report.found(
                    .eventReferenceDiffers,
                    "\(row.symbol) \(row.event.exDay): \(implied) from a close of \(close), pre_close \(reference)")
            }
        }
    }

    private func column(_ column: Column) throws(StorageFailure) -> ColumnFile? {
        do throws(WarehouseFailure) {
            return try ColumnFile(
                "\(folder)/\(column.fileName)", element: column.element, rows: days.count, columns: symbols.count)
        } catch {
            if case .storage(let failure) = error { throw failure }
            // Only we have written it, a moment ago.
            return nil
        }
    }
}
