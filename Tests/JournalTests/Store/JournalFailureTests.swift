import GRDB
import Testing

@testable import Journal

@Suite struct JournalFailureTests {
    static let codes: [(ResultCode, JournalFailure.Code)] = [
        (.SQLITE_BUSY, .busy), (.SQLITE_LOCKED, .busy), (.SQLITE_FULL, .full), (.SQLITE_CORRUPT, .damaged),
        (.SQLITE_NOTADB, .notAJournal), (.SQLITE_CONSTRAINT, .damaged), (.SQLITE_READONLY, .storage),
        (.SQLITE_CANTOPEN, .storage), (.SQLITE_IOERR, .storage), (.SQLITE_ERROR, .storage), (.SQLITE_NOMEM, .storage),
    ]

    @Test(arguments: codes.map(\.0.rawValue))
    func `what SQLite says has a code and something to do`(raw: CInt) throws {
        let code = try #require(Self.codes.first { $0.0.rawValue == raw }).1
        let failure = JournalFailure(
            DatabaseError(resultCode: ResultCode(rawValue: raw), message: "its words"), at: "/j", doing: "appending")
        #expect(failure.code == code)
        #expect(failure.what == "appending failed: SQLite \(raw), its words")
        #expect(!failure.remedy.isEmpty)
    }

    /// A failed flush is SQLITE_IOERR_FSYNC, 1034; the full number is kept for whoever looks into it.
    @Test func `an extended code is kept and judged by its kind`() {
        let failure = JournalFailure(DatabaseError(resultCode: .SQLITE_IOERR_FSYNC), at: "/j", doing: "appending")
        #expect(failure.code == .storage)
        #expect(failure.what.contains("1034"))
    }

    @Test func `one of ours passes unchanged, another's is told`() {
        let ours = JournalFailure(.locked, at: "/j", "it is in use", remedy: "wait")
        #expect(JournalFailure(ours, at: "/k", doing: "opening") == ours)
        #expect(
            JournalFailure(CancellationError(), at: "/k", doing: "opening").description.hasPrefix("journal /k: opening")
        )
    }
}
