import Glibc
import Testing

@testable import History

@Suite struct StorageTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func failure(_ operation: StorageFailure.Operation, _ name: String, _ code: Int32) -> StorageFailure {
        StorageFailure(operation, folder.file(name), code: code)
    }

    @Test func `a file is written whole and read whole`() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try OpenFile.write(bytes, to: folder.file("f"))
        #expect(try OpenFile.contents(of: folder.file("f")) == bytes)
        #expect(try OpenFile.reading(folder.file("f")).size() == bytes.count)
    }

    @Test func `an empty file has no content`() throws {
        try OpenFile.write([], to: folder.file("f"))
        #expect(try OpenFile.contents(of: folder.file("f")).isEmpty)
        #expect(try MappedFile(OpenFile.reading(folder.file("f"))).bytes.isEmpty)
    }

    @Test func `a file that is there is not written over`() throws {
        try folder.write("old", to: "f")
        #expect(throws: failure(.create, "f", EEXIST)) { try OpenFile.write([1], to: folder.file("f")) }
        #expect(try folder.bytes("f") == Array("old".utf8))
    }

    @Test func `failures name the path and what was tried`() throws {
        #expect(throws: failure(.open, "none", ENOENT)) { try OpenFile.contents(of: folder.file("none")) }
        #expect(throws: failure(.open, "none", ENOENT)) { try OpenFile.directory(folder.file("none")) }
        #expect(throws: failure(.list, "none", ENOENT)) { try Directory.names(in: folder.file("none")) }
        #expect(throws: failure(.create, "a/b", ENOENT)) { try Directory.make(folder.file("a/b")) }
        try folder.write("text", to: "f")
        #expect(throws: failure(.open, "f", ENOTDIR)) { try OpenFile.directory(folder.file("f")) }
        let directory = try OpenFile.reading(folder.path)
        #expect(throws: StorageFailure(.map, folder.path, code: ENODEV)) { try MappedFile(directory) }
    }

    @Test(arguments: [
        (ENOSPC, "could not write /w/x: No space left on device; free some space and try again"),
        (EACCES, "could not write /w/x: Permission denied; give this user the right to do so, or choose another place"),
        (ENOENT, "could not write /w/x: No such file or directory; check the path"),
        (EEXIST, "could not write /w/x: File exists; choose another path, or remove what is there"),
        (
            EWOULDBLOCK,
            "could not write /w/x: Resource temporarily unavailable; another import is using it; wait for it to end"
        ),
        (EMFILE, "could not write /w/x: Too many open files; raise the limit of open files"),
        (EIO, "could not write /w/x: Input/output error; check the disk and try again"),
    ])
    func `a failure says what to do`(code: Int32, words: String) {
        #expect(StorageFailure(.write, "/w/x", code: code).description == words)
    }

    @Test func `names are listed in order`() throws {
        for name in ["b", "a", "c.d", ".hidden"] { try folder.write("", to: name) }
        #expect(try Directory.names(in: folder.path) == [".hidden", "a", "b", "c.d"])
    }

    @Test func `making a directory tells whether it is new`() throws {
        #expect(try Directory.make(folder.file("d")))
        #expect(try !Directory.make(folder.file("d")))
        #expect(Directory.exists(folder.file("d")))
        #expect(!Directory.exists(folder.file("e")))
    }

    @Test func `only a flat directory is removed`() throws {
        try folder.makeFolder("flat")
        try folder.write("", to: "flat/f")
        try Directory.removeFlat(folder.file("flat"))
        #expect(!folder.exists("flat"))
        try folder.makeFolder("deep/er")
        #expect(throws: failure(.remove, "deep/er", EISDIR)) { try Directory.removeFlat(folder.file("deep")) }
        #expect(folder.exists("deep/er"))
    }

    @Test func `a lock is held until the handle goes`() throws {
        let second = try OpenFile.directory(folder.path)
        do {
            let first = try OpenFile.directory(folder.path)
            try first.lock()
            #expect(throws: StorageFailure(.lock, folder.path, code: EWOULDBLOCK)) { try second.lock() }
            withExtendedLifetime(first) {}
        }
        try second.lock()
    }

    @Test func `a mapping outlives its file's name and handle`() throws {
        try folder.write("content", to: "f")
        let mapped = try MappedFile(OpenFile.reading(folder.file("f")))
        try Folder.remove(folder.file("f"))
        #expect(Array(mapped.bytes) == Array("content".utf8))
    }

    @Test func `pages are prepared and stay what they are, whatever the range`() throws {
        let bytes = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        try folder.write(bytes, to: "f")
        let mapped = try MappedFile(OpenFile.reading(folder.file("f")))
        for range in [0..<50_000, 4096..<8192, 100..<200, -5..<90_000, 7..<7, 60_000..<70_000] {
            mapped.prepare(range)
            #expect(mapped.bytes.elementsEqual(bytes), "\(range)")
        }
    }

    @Test func `released pages come back, whatever the range`() throws {
        let bytes = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        try folder.write(bytes, to: "f")
        let mapped = try MappedFile(OpenFile.reading(folder.file("f")))
        for range in [0..<50_000, 4096..<8192, 100..<200, 5000..<49_000, -5..<90_000, 7..<7, 60_000..<70_000] {
            mapped.release(range)
            #expect(mapped.bytes.elementsEqual(bytes), "\(range)")
        }
    }

    @Test(arguments: [("", "00000000"), ("123456789", "cbf43926"), ("a", "e8b7be43")])
    func `checksums are those of other tools`(text: String, checksum: String) {
        #expect(Array(text.utf8).withUnsafeBytes { Checksum.of($0).text } == checksum)
    }

    @Test func `a checksum can be taken in parts`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        for cut in [0, 1, 500, 999, 1000] {
            var checksum = Checksum()
            bytes[..<cut].withUnsafeBytes { checksum.update($0) }
            bytes[cut...].withUnsafeBytes { checksum.update($0) }
            #expect(checksum == bytes.withUnsafeBytes { Checksum.of($0) })
        }
    }
}
