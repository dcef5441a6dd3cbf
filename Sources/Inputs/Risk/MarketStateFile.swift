package import Market

/// One value of the market's state: a volatility index, a regime.
package struct MarketStateRow: Hashable, Sendable {
    /// It was known by the close of this day.
    package var day: Day
    package var name: String
    package var value: String

    package init(day: Day, name: String, value: String) {
        self.day = day
        self.name = name
        self.value = value
    }
}

/// All that is known of the market's state, by name and day.
package struct MarketStates: Sendable {
    /// Ascending by name; the rows of each by day.
    private var series: [[MarketStateRow]] = []

    /// In any order; of several rows of one name and day the last one counts.
    package init(_ rows: [MarketStateRow]) {
        var places: [String: Int] = [:]
        for row in rows {
            if let place = places[row.name] {
                series[place].append(row)
            } else {
                places[row.name] = series.count
                series.append([row])
            }
        }
        for index in series.indices {
            let ordered = series[index].enumerated().sorted {
                ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
            }
            series[index] = ordered.map(\.element)
        }
        series.sort { $0[0].name < $1[0].name }
    }

    /// The newest value of each name that was known by `day`, ascending by name.
    package func newest(by day: Day) -> [MarketStateRow] {
        series.compactMap { rows in
            var (low, high) = (0, rows.count)
            while low < high {
                let middle = (low + high) / 2
                if rows[middle].day <= day { low = middle + 1 } else { high = middle }
            }
            return low > 0 ? rows[low - 1] : nil
        }
    }
}

/// The market's state as CSV: the header `date,name,value`, then a line each, in any order.
package enum MarketStateFile {
    package static var maximumBytes: Int { 16 << 20 }

    /// Where `<path>.sha256` is there, it must fit.
    package static func read(_ path: String) throws(Refusal) -> [MarketStateRow] {
        let (bytes, checksum) = try InputFile.read(path, maximumBytes: maximumBytes)
        if let checksum { try ChecksumFile.verify(checksum, of: bytes, source: path) }
        return try parse(bytes, source: path)
    }

    package static func parse(_ bytes: [UInt8], source: String) throws(Refusal) -> [MarketStateRow] {
        var lines = try TextLines(bytes, source: source)
        guard let header = lines.next(), header.elementsEqual("date,name,value".utf8) else {
            throw Refusal(
                .wrongHeader, in: source, line: 1, "the first line is not date,name,value",
                remedy: "give three columns with that header")
        }
        if !lines.endsWithNewline {
            throw Refusal(
                .noFinalNewline, in: source, "the last line has no end, so that it may be cut",
                remedy: "end every line, and write the file whole before it gets its name")
        }
        var rows: [MarketStateRow] = []
        while let line = lines.next() {
            let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 3, !fields[1].isEmpty, !fields[2].isEmpty else {
                throw Refusal(
                    .wrongFieldCount, in: source, line: lines.number, "it has not a date, a name and a value",
                    remedy: "write 2026-03-02,volatility,23.5")
            }
            guard let day = Day(fields[0]) else {
                throw Refusal(
                    .badDate, in: source, line: lines.number, "\(Excerpt(fields[0])) is not a date",
                    remedy: "write YYYY-MM-DD")
            }
            rows.append(MarketStateRow(day: day, name: fields[1], value: fields[2]))
        }
        return rows
    }
}
