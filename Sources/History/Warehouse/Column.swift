/// The columns of a warehouse's bars, each a file of `[day][symbol]`.
enum Column: Int, Hashable, Sendable, CaseIterable {
    /// `BarFlags`, one byte.
    case flags
    /// Li, 32 bits.
    case open, high, low, close, previousClose
    /// Shares, 64 bits: days of more than 2³² shares have been seen.
    case volume
    /// Cumulative adjustment factor in parts of 10⁹, 64 bits; 0 where not known.
    case factor

    var element: ColumnElement {
        switch self {
        case .flags: .uint8
        case .open, .high, .low, .close, .previousClose: .int32
        case .volume, .factor: .int64
        }
    }

    var fileName: String {
        switch self {
        case .flags: "flags.col"
        case .open: "open.col"
        case .high: "high.col"
        case .low: "low.col"
        case .close: "close.col"
        case .previousClose: "previous_close.col"
        case .volume: "volume.col"
        case .factor: "factor.col"
        }
    }
}

/// The tables beside the bars, as files of the same form.
enum SmallColumn: Hashable, Sendable, CaseIterable {
    /// Day numbers (`Day.number`) of the days with bars, and of the whole calendar.
    case days, calendar
    /// `Symbol.packed`, ascending.
    case symbols
    /// Day numbers of the listings, in the order of the symbols; `unknownDay` where not known.
    case listed
    /// Indices of the first and the last day with a bar: two columns.
    case spans
    /// UTF-8, a line for each symbol, empty where not known.
    case names

    static let unknownDay = Int32.min

    var element: ColumnElement {
        switch self {
        case .days, .calendar, .listed, .spans: .int32
        case .symbols: .uint32
        case .names: .uint8
        }
    }

    var columns: Int { self == .spans ? 2 : 1 }

    var fileName: String {
        switch self {
        case .days: "days.col"
        case .calendar: "calendar.col"
        case .symbols: "symbols.col"
        case .listed: "listed.col"
        case .spans: "spans.col"
        case .names: "names.col"
        }
    }
}
