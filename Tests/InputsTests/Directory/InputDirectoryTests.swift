import Foundation
import Glibc
import Testing

@testable import Inputs

@Suite struct InputDirectoryTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `names ascend by bytes and hidden ones are left out`() throws {
        for name in ["b", "a", "é", "Z", ".x", "10", "9"] { try place.write("", to: name) }
        let (names, unfit) = try InputDirectory.open(place.directory).names()
        #expect(names == ["10", "9", "Z", "a", "b", "é"] && unfit == 0)
    }

    @Test func `a directory that was moved is still the one that was opened`() throws {
        try place.write("first", to: "a")
        let directory = try InputDirectory.open(place.directory)
        let moved = place.directory + "-moved"
        #expect(rename(place.directory, moved) == 0)
        defer { _ = rename(moved, place.directory) }
        #expect(try directory.read("a", maximumBytes: 10, owners: nil).bytes == Array("first".utf8))
    }

    @Test func `sizes up to the limit, empty included`() throws {
        let directory = try InputDirectory.open(place.directory)
        for size in [0, 1, 99, 100] {
            try place.write(Data(repeating: 7, count: size), to: "a")
            #expect(try directory.read("a", maximumBytes: 100, owners: nil).bytes.count == size)
        }
        try place.write(Data(repeating: 7, count: 101), to: "a")
        #expect(refusal { _ = try directory.read("a", maximumBytes: 100, owners: nil) }?.code == .tooLarge)
    }

    @Test func `a device that says it is empty is not read`() throws {
        let devices = try InputDirectory.open("/dev")
        #expect(refusal { _ = try devices.read("zero", maximumBytes: 100, owners: nil) }?.code == .notPlainFile)
    }

    @Test(arguments: [("/a/b.csv", "/a", "b.csv"), ("b.csv", "", "b.csv"), ("/b.csv", "/", "b.csv"), ("a/b", "a", "b")])
    func `a path is a directory and a name`(path: String, directory: String, name: String) {
        #expect(InputFile.split(path) == (directory, name))
    }

    @Test func `stamps tell states apart that look alike`() throws {
        let directory = try InputDirectory.open(place.directory)
        try place.write("one", to: "a")
        let first = try directory.stamp(of: "a")
        #expect(try directory.stamp(of: "a") == first)
        #expect(try directory.stamp(of: "b") == nil)
        chmod(place.directory + "/a", 0o600)
        let second = try directory.stamp(of: "a")
        #expect(second != first)
        try place.write("two", to: "b")
        #expect(rename(place.directory + "/b", place.directory + "/a") == 0)
        #expect(try directory.stamp(of: "a") != second)
    }

    @Test func `somebody else's text is shown short and harmless`() {
        #expect("\(Excerpt("plain"))" == "'plain'")
        #expect("\(Excerpt("a\nb\u{1B}[2J\u{202E}"))" == #"'a\u{a}b\u{1b}[2J\u{202e}'"#)
        #expect("\(Excerpt(String(repeating: "长", count: 41)))" == "'\(String(repeating: "长", count: 40))…'")
        #expect("\(Excerpt(""))" == "''")
    }
}
