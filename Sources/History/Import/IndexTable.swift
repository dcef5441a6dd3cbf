import Market

/// The table `index_daily`, in any order of its rows: `index_code`, `trade_date`, `close`, `pre_close` in points with at most
/// four places, `pre_close` empty where not known. Other columns are not kept.
enum IndexTable {
    static let name = "index_daily"

    /// One index over the whole calendar; 0 where there is no row. In ten-thousandths of a point.
    struct Series: Hashable {
        var code: String
        var closes: [Int64]
        var previousCloses: [Int64]
    }

    struct Content {
        /// Ascending by code; those of `base` included.
        var series: [Series]
        var source: Manifest.Source?
        /// The same row again, in the table or in `base`.
        var repeated: [String] = []
        /// Days before the calendar's first or after its last; left out. A count with the first few.
        var outside = 0
        var outsideExamples: [String] = []
    }

    /// `base` are the series that the warehouse has already, on the same calendar; a row that contradicts them is refused.
    static func read(
        _ file: SourceFile, calendar: TradingCalendar, sessions: SessionIndex, base: [Series] = []
    ) throws(TableFailure) -> Content {
        let reader = try TableReader(file, columns: ["index_code", "trade_date", "close", "pre_close"])
        var content = Content(series: base)
        var places = Dictionary(uniqueKeysWithValues: base.enumerated().map { ($1.code, $0) })
        while try reader.nextRow() {
            let code = try reader.indexCode(0)
            let day = try reader.day(1)
            let close = try reader.points(2)
            let previousClose = reader.field(3).isEmpty ? 0 : try reader.points(3)
            func example() -> String { "\(file.name):\(reader.line) \(code) \(day)" }
            if day < calendar.first || day > calendar.last {
                content.outside += 1
                if content.outsideExamples.count < ImportReport.exampleLimit {
                    content.outsideExamples.append(example())
                }
                continue
            }
            guard let session = sessions[day] else { throw reader.failure(1, .notTradingDay(day.description)) }
            let index = places[code] ?? content.series.count
            if index == content.series.count {
                places[code] = index
                let none = [Int64](repeating: 0, count: sessions.count)
                content.series.append(Series(code: code, closes: none, previousCloses: none))
            }
            let known = content.series[index].closes[session]
            if known != 0 {
                guard known == close, content.series[index].previousCloses[session] == previousClose else {
                    let isOld = index < base.count && base[index].closes[session] != 0
                    throw reader.failure(2, isOld ? .differsFromWarehouse : .conflictingRow)
                }
                content.repeated.append(example())
                continue
            }
            content.series[index].closes[session] = close
            content.series[index].previousCloses[session] = previousClose
        }
        content.series.sort { $0.code < $1.code }
        content.source = reader.stream.source
        return content
    }
}

extension IndexTable {
    /// Those that a warehouse has already, on a calendar that has all of its days.
    static func series(of warehouse: Warehouse, sessions: SessionIndex) -> [Series] {
        guard let file = warehouse.extras.indices else { return [] }
        let length = warehouse.calendarDays.count
        let positions = warehouse.calendarDays.map { sessions[$0] }
        return (warehouse.manifest.indices ?? []).enumerated().map { place, index in
            let none = [Int64](repeating: 0, count: sessions.count)
            var series = Series(code: index.code, closes: none, previousCloses: none)
            for (old, position) in positions.enumerated() {
                guard let position else { continue }
                let row = file.row(place * length + old, as: Int64.self)
                (series.closes[position], series.previousCloses[position]) = (row[0], row[1])
            }
            return series
        }
    }
}

extension IndexTable.Series {
    /// Notes gaps and references that are not the close before.
    func check(_ days: [Day], into report: inout ImportReport) {
        var last: Int?
        for session in closes.indices where closes[session] != 0 {
            defer { last = session }
            guard let earlier = last else { continue }
            if earlier + 1 < session {
                let (from, until) = (days[earlier + 1], days[session - 1])
                report.found(.indexMissingSession, count: session - earlier - 1, "\(code) \(from) to \(until)")
            } else if previousCloses[session] != 0, previousCloses[session] != closes[earlier] {
                let (reference, close) = (IndexSeries.text(previousCloses[session]), IndexSeries.text(closes[earlier]))
                report.found(.indexReferenceDiffers, "\(code) \(days[session]): pre_close \(reference) after \(close)")
            }
        }
    }
}
