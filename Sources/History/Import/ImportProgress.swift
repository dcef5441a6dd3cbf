/// How far an import is, for a person who waits.
package struct ImportProgress: Hashable, Sendable {
    /// In this order.
    package enum Stage: String, Hashable, Sendable {
        case reading
        /// All rows are read; the columns are being arranged by day.
        case arranging
        case done
    }

    package var stage: Stage
    /// Rows of bars read so far.
    package var rows: Int
    /// Bytes of the table of bars read so far, as it lies on disk, and in all.
    package var bytesRead: Int
    package var bytesTotal: Int

    package init(stage: Stage, rows: Int, bytesRead: Int, bytesTotal: Int) {
        self.stage = stage
        self.rows = rows
        self.bytesRead = bytesRead
        self.bytesTotal = bytesTotal
    }
}
