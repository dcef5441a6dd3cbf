import FoundationEssentials
import Glibc
package import Market

/// `manifest.json`: what a warehouse holds and where it came from. It names the folder of the columns, so that replacing
/// this one file replaces everything at once.
package struct Manifest: Hashable, Sendable, Codable {
    package static let currentVersion = 1
    static let fileName = "manifest.json"

    /// A table that was read, with its size and CRC-32 (8 hexadecimal digits) as it lies on disk, compressed or not.
    package struct Source: Hashable, Sendable, Codable {
        package var name: String
        package var bytes: Int
        package var crc32: String
        /// The import that added it; nil for the tables that the warehouse was made from.
        package var addedBy: Int?

        func hasContent(of other: Source) -> Bool {
            name == other.name && bytes == other.bytes && crc32 == other.crc32
        }
    }

    /// What there is of one index, with the first and last day that has a close.
    package struct Index: Hashable, Sendable, Codable {
        package var code: String
        package var firstDay: Day
        package var lastDay: Day
        package var closeCount: Int
    }

    package var formatVersion: Int
    /// Counts the imports into this directory, from 1.
    package var generation: Int
    package var firstDay: Day
    package var lastDay: Day
    package var dayCount: Int
    package var symbolCount: Int
    package var calendarFirstDay: Day
    package var calendarLastDay: Day
    package var calendarDayCount: Int
    package var sources: [Source]
    package var report: ImportReport
    /// Corporate actions; nil as 0 in a warehouse that was made before there were any. So is `indices`.
    package var eventCount: Int?
    /// Ascending by code: the order of their columns.
    package var indices: [Index]?

    /// The folder of this generation's columns, inside the warehouse.
    var folder: String { Manifest.folderPrefix + String(generation) }
    static let folderPrefix = "bars-"

    static func read(_ directory: String) throws(WarehouseFailure) -> Manifest {
        let path = directory + "/" + fileName
        let bytes: [UInt8]
        do {
            bytes = try OpenFile.contents(of: path)
        } catch  where error.code == ENOENT || error.code == ENOTDIR {
            throw .notAWarehouse(path: directory)
        } catch {
            throw .storage(error)
        }
        struct Version: Codable { var formatVersion: Int }
        do {
            let data = Data(bytes)
            // The version first: a later format may not decode.
            let version = try JSONDecoder().decode(Version.self, from: data).formatVersion
            guard version == currentVersion else { throw WarehouseFailure.version(path: directory, version) }
            let manifest = try JSONDecoder().decode(Manifest.self, from: data)
            guard manifest.isConsistent else { throw WarehouseFailure.damaged(path: path, "its counts are impossible") }
            return manifest
        } catch let failure as WarehouseFailure {
            throw failure
        } catch {
            throw .damaged(path: path, "it is not the manifest of a warehouse")
        }
    }

    /// Sorted keys, so that the same content gives the same bytes.
    func encoded() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Nothing in a manifest can fail to encode: texts, integers, lists.
        let data = (try? encoder.encode(self)) ?? Data()
        return Array(data) + [UInt8(ascii: "\n")]
    }

    private var isConsistent: Bool {
        let most = 1 << 24
        return 1...most ~= dayCount && 1...most ~= symbolCount && dayCount...most ~= calendarDayCount
            && firstDay <= lastDay && generation > 0 && 0...most ~= eventCount ?? 0
            && (indices ?? []).count <= 1 << 12
    }
}
