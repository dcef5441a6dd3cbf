package import Market

/// Why a warehouse cannot be used.
package enum WarehouseFailure: Error, Hashable, Sendable {
    /// No manifest there.
    case notAWarehouse(path: String)
    case version(path: String, Int)
    case damaged(path: String, String)
    case storage(StorageFailure)
    /// A day without a sheet: not a trading day, or outside the range.
    case noSuchDay(Day, first: Day, last: Day)
}

extension WarehouseFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAWarehouse(let path):
            "\(path) is not a warehouse; make one with 'qmtlab import'"
        case .version(let path, let version):
            "\(path) is a warehouse of format \(version), this program reads \(Manifest.currentVersion); import again"
        case .damaged(let path, let words):
            "\(path): \(words); import again"
        case .storage(let failure):
            failure.description
        case .noSuchDay(let day, let first, let last):
            "\(day) has no bars; choose a trading day from \(first) to \(last)"
        }
    }
}
