import Market

/// The closes of one index on the days of a warehouse.
package struct IndexSeries: Hashable, Sendable {
    /// As in the table, such as `000300.SH`.
    package let code: String
    /// By day index, in ten-thousandths of a point; 0 where there is none.
    package let closes: [Int64]
    /// What the first day's return is measured from: the close of the trading day before the warehouse's first, or, where
    /// that is not there, the first day's `pre_close`, or the last close before it. In ten-thousandths of a point; nil
    /// where none is known.
    package let closeBefore: Int64?

    /// Whether dividends are in it.
    package var isTotalReturn: Bool { IndexSeries.isTotalReturn(code) }

    /// Whether the index of this code has dividends in it.
    package static func isTotalReturn(_ code: String) -> Bool { totalReturn.values.contains(code) }

    /// The version of a price index with dividends in it; nil where none is known to this program.
    package static func totalReturnCode(of code: String) -> String? { totalReturn[code] }

    private static let totalReturn = [
        "000300.SH": "H00300.CSI", "000905.SH": "H00905.CSI", "000852.SH": "H00852.CSI",
    ]
}

extension IndexSeries {
    /// Of the column of indices: close and `pre_close`, both in ten-thousandths of a point.
    static let columns = 2
    /// In ten-thousandths of a point: far above every index, far below an overflow of a product with a million.
    static let most: Int64 = 1_000_000_000_000

    static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Points with at least two places.
    static func text(_ points: Int64) -> String { FixedDecimal.text(points, places: 4, atLeast: 2) }
}
