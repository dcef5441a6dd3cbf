import FoundationEssentials
import Market

/// What reading the table of bars gave beside the spool: enough to go on from there.
struct BarStage: Hashable, Codable {
    /// First and last session of a symbol, as positions in the calendar.
    struct Span: Hashable, Codable {
        var first: Int
        var last: Int
    }

    /// Ascending; those with a record in the spool.
    var symbols: [Symbol] = []
    /// Where each symbol's records begin in the spool.
    var starts: [Int] = []
    var spans: [Span] = []
    var firstIsSuspended: [Bool] = []
    var recordCount = 0
    /// Of the table, those left out included.
    var rowsRead = 0
    /// Nil where there was no table of bars.
    var source: Manifest.Source?
    var report = ImportReport()
}

/// The note that goes with a finished spool, so that the next import can tell whether it is still good.
struct SpoolNote: Hashable, Codable {
    /// What a spool was made from. Another key means another spool.
    struct Key: Hashable, Codable {
        /// Of the records and of this note.
        var format = 1
        /// The spool is not flushed: after a restart of the machine it may lack pages.
        var boot: String
        var calendar: Manifest.Source?
        /// CRC-32 of the manifest that is added to.
        var base: String?
    }

    var key: Key
    var stage: BarStage

    /// Nil where there is none, or none of this program's.
    static func read(_ path: String) -> SpoolNote? {
        guard let bytes = try? OpenFile.contents(of: path) else { return nil }
        return try? JSONDecoder().decode(SpoolNote.self, from: Data(bytes))
    }

    /// Written beside and renamed, so that it is whole where it is there.
    func write(to path: String) throws(StorageFailure) {
        // Nothing in a note can fail to encode: texts, integers, lists.
        let data = (try? JSONEncoder().encode(self)) ?? Data()
        try OpenFile.write(Array(data), to: path + ".new")
        try Directory.rename(path + ".new", to: path)
    }
}

extension SpoolNote.Key {
    /// Nil where the system does not tell its boots apart; then nothing can be resumed.
    static func current(calendar: Manifest.Source?, base: Manifest?) -> SpoolNote.Key? {
        guard let boot = OpenFile.firstLine(of: "/proc/sys/kernel/random/boot_id") else { return nil }
        let manifest = base.map { base in base.encoded().withUnsafeBytes { Checksum.of($0).text } }
        return SpoolNote.Key(boot: boot, calendar: calendar, base: manifest)
    }
}
