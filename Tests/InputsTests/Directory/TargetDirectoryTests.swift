import Foundation
import Glibc
import Market
import Testing

@testable import Inputs

@Suite struct TargetDirectoryTests {
    private let place: Workplace
    private var directory: TargetDirectory

    init() throws {
        place = try Workplace()
        directory = TargetDirectory(path: place.directory, rules: .test)
    }

    private func batch(_ day: String, _ strategy: String, cash: String = "1.0") -> String {
        cash == "1.0"
            ? header + "\(day),CASH,1.0,\(strategy)\n"
            : header + "\(day),600000.SH,0.5,\(strategy)\n\(day),CASH,\(cash),\(strategy)\n"
    }

    private func names(_ scan: TargetScan) -> [String] {
        scan.batches.map { "\($0.signalDay) \($0.strategy) \(InputFile.split($0.source).name)" }
    }

    private func codes(_ scan: TargetScan) -> [String] {
        scan.refusals.map { "\(InputFile.split($0.source).name) \($0.code.rawValue)" }
    }

    @Test mutating func `files that end in csv count, all others do not`() throws {
        try place.write(batch("2026-11-20", "a"), to: "z.csv")
        try place.write(batch("2026-11-19", "b"), to: "a.csv")
        try place.write("half", to: ".hidden.csv")
        try place.write("half", to: "c.csv.tmp")
        try place.write("half", to: "notes.txt")
        try place.write("half", to: "lost.csv.sha256")
        try FileManager.default.createDirectory(atPath: place.directory + "/old", withIntermediateDirectories: true)
        try place.write("half", to: "old/x.csv")
        let scan = directory.scan(today: today)
        #expect(names(scan) == ["2026-11-19 b a.csv", "2026-11-20 a z.csv"])
        #expect(scan.refusals.isEmpty && scan.newestSignalDay == today)
    }

    @Test mutating func `an empty directory has nothing, a missing one is refused`() {
        #expect(directory.scan(today: today) == TargetScan())
        var missing = TargetDirectory(path: place.directory + "/none", rules: .test)
        #expect(missing.scan(today: today).refusals.map(\.code) == [.missing])
        var file = TargetDirectory(path: "/dev/null", rules: .test)
        #expect(file.scan(today: today).refusals.map(\.code) == [.missing])
    }

    @Test mutating func `a bad file is refused and the others stand, in the order of names`() throws {
        try place.write("half", to: "b.csv")
        try place.write(batch("2026-11-20", "a"), to: "c.csv")
        try place.write(good.replacing("0.35", with: "3.5"), to: "a.csv")
        try place.writeSummed(batch("2026-11-19", "b"), to: "d.csv")
        try place.write(batch("2026-11-18", "b"), to: "d.csv")
        let scan = directory.scan(today: today)
        #expect(names(scan) == ["2026-11-20 a c.csv"])
        #expect(codes(scan) == ["a.csv weight_out_of_range", "b.csv no_final_newline", "d.csv checksum_mismatch"])
        #expect(scan.refusals.first?.line == 3)
    }

    @Test mutating func `a file is read when it is new, once more, and then only when it changes`() throws {
        for number in 0..<20 { try place.write(batch("2026-11-20", "s\(number)"), to: "\(number).csv") }
        try place.write("half", to: "bad.csv")
        let first = directory.scan(today: today)
        #expect(first.batches.count == 20 && directory.readCount == 21)
        #expect(directory.scan(today: today) == first && directory.readCount == 21)
        #expect(directory.scan(today: today) == first && directory.readCount == 0)
        #expect(directory.scan(today: today) == first && directory.readCount == 0)

        try place.write(batch("2026-11-19", "s3"), to: "3.csv")
        let second = directory.scan(today: today)
        #expect(directory.readCount == 1)
        #expect(second.batches.first.map { "\($0.signalDay) \($0.strategy)" } == "2026-11-19 s3")
        try place.remove("5.csv")
        #expect(directory.scan(today: today).batches.count == 19)
        _ = directory.scan(today: today)
        #expect(directory.readCount == 0)
        // Replaced by one that is its equal in all but its inode.
        try place.write(batch("2026-11-19", "s3"), to: "new")
        #expect(rename(place.directory + "/new", place.directory + "/3.csv") == 0)
        _ = directory.scan(today: today)
        #expect(directory.readCount == 1)
    }

    @Test mutating func `a checksum that comes later is read, and so is one that goes`() throws {
        let unproven = header + "2026-11-20,600000.SH,0.5,a\n"
        try place.write(unproven, to: "a.csv")
        for _ in 0..<3 { #expect(codes(directory.scan(today: today)) == ["a.csv no_proof"]) }
        try place.write(checksum(of: unproven, name: "a.csv"), to: "a.csv.sha256")
        for _ in 0..<3 { #expect(directory.scan(today: today).batches.first?.proof == .checksum) }
        try place.write(checksum(of: "other", name: "a.csv"), to: "a.csv.sha256")
        for _ in 0..<3 { #expect(codes(directory.scan(today: today)) == ["a.csv checksum_mismatch"]) }
        try place.remove("a.csv.sha256")
        #expect(codes(directory.scan(today: today)) == ["a.csv no_proof"])
    }

    @Test mutating func `tomorrow's targets are taken tomorrow, and not yet yesterday`() throws {
        try place.write(batch("2026-11-20", "a"), to: "a.csv")
        let yesterday = day("2026-11-19")
        for _ in 0..<3 { #expect(codes(directory.scan(today: yesterday)) == ["a.csv future_date"]) }
        for _ in 0..<3 { #expect(directory.scan(today: today).batches.count == 1) }
        #expect(directory.readCount == 0)
        _ = directory.scan(today: day("2026-11-23"))
        #expect(directory.readCount == 0)
        #expect(codes(directory.scan(today: yesterday)) == ["a.csv future_date"])
    }

    @Test mutating func `G06 G07: the same targets in two files are one batch, different ones are none`() throws {
        try place.write(batch("2026-11-20", "a"), to: "b.csv")
        try place.write(batch("2026-11-20", "a").replacing("1.0", with: "1"), to: "a.csv")
        #expect(names(directory.scan(today: today)) == ["2026-11-20 a a.csv"])
        try place.write(batch("2026-11-20", "a", cash: "0.5") + "2026-11-20,CASH,1.0,b\n", to: "c.csv")
        let scan = directory.scan(today: today)
        #expect(names(scan) == ["2026-11-20 b c.csv"])
        #expect(codes(scan) == ["a.csv conflict", "b.csv conflict", "c.csv conflict"])
        try place.remove("c.csv")
        #expect(names(directory.scan(today: today)) == ["2026-11-20 a a.csv"])
    }

    @Test mutating func `G19: links lead nowhere, except beside themselves`() throws {
        let elsewhere = try Workplace()
        try elsewhere.write(batch("2026-11-20", "out"), to: "out.csv")
        try place.write(batch("2026-11-20", "in"), to: "in.csv")
        try place.write(batch("2026-11-20", "tmp"), to: "in.tmp")
        for (target, name) in [
            (elsewhere.directory + "/out.csv", "absolute.csv"), ("../../etc/passwd", "relative.csv"),
            ("in.csv", "latest.csv"),
            ("in.tmp", "unfinished.csv"), ("loop.csv", "loop.csv"), ("gone.csv", "dangling.csv"),
        ] { #expect(symlink(target, place.directory + "/" + name) == 0) }
        let scan = directory.scan(today: today)
        #expect(names(scan) == ["2026-11-20 in in.csv"])
        let refused = ["absolute", "dangling", "loop", "relative", "unfinished"]
        #expect(codes(scan) == refused.map { "\($0).csv not_plain_file" })
    }

    @Test mutating func `G19: what is not a file is refused without waiting for it`() throws {
        #expect(mkfifo(place.directory + "/pipe.csv", 0o644) == 0)
        try FileManager.default.createDirectory(
            atPath: place.directory + "/dir.csv", withIntermediateDirectories: false)
        #expect(codes(directory.scan(today: today)) == ["dir.csv not_plain_file", "pipe.csv not_plain_file"])
    }

    @Test mutating func `G19: what everybody may write to is refused`() throws {
        try place.write(batch("2026-11-20", "a"), to: "a.csv", mode: 0o666)
        try place.writeSummed(batch("2026-11-20", "b"), to: "b.csv")
        chmod(place.directory + "/b.csv.sha256", 0o646)
        try place.write(batch("2026-11-20", "c"), to: "c.csv", mode: 0o664)
        let scan = directory.scan(today: today)
        #expect(names(scan) == ["2026-11-20 c c.csv"])
        #expect(codes(scan) == ["a.csv writable_by_others", "b.csv.sha256 writable_by_others"])
        chmod(place.directory + "/a.csv", 0o644)
        #expect(directory.scan(today: today).batches.count == 2)

        chmod(place.directory, 0o777)
        let open = directory.scan(today: today)
        #expect(open.batches.isEmpty && open.refusals.map(\.code) == [.writableByOthers])
        chmod(place.directory, 0o755)
        #expect(directory.scan(today: today).batches.count == 2)
    }

    @Test func `G19: only the owners that are named may give targets`() throws {
        try place.write(batch("2026-11-20", "a"), to: "a.csv")
        var own = TargetDirectory(path: place.directory, rules: .test, owners: [geteuid()])
        #expect(own.scan(today: today).batches.count == 1)
        var other = TargetDirectory(path: place.directory, rules: .test, owners: [geteuid() + 1])
        #expect(codes(other.scan(today: today)) == ["a.csv foreign_owner"])
    }

    @Test mutating func `G18: a large file is refused by its size`() throws {
        let path = try place.write("", to: "a.csv")
        #expect(truncate(path, off_t(TargetFile.maximumBytes) + 1) == 0)
        #expect(codes(directory.scan(today: today)) == ["a.csv too_large"])
    }

    @Test mutating func `names that cannot be shown are counted, not read`() throws {
        try place.write(batch("2026-11-20", "a"), to: "a\n.csv")
        let bytes = Array((place.directory + "/").utf8) + [0xFF, 0xFE] + Array(".csv".utf8)
        bytes.map { CChar(bitPattern: $0) }.appending(0).withUnsafeBufferPointer { path in
            guard let base = path.baseAddress else { return }
            close(Glibc.open(base, O_WRONLY | O_CREAT, 0o644))
        }
        for _ in 0..<3 {
            let scan = directory.scan(today: today)
            #expect(scan.batches.isEmpty && scan.refusals.map(\.code) == [.badName])
            #expect(scan.refusals.first?.message.hasPrefix("2 file names") == true)
        }
    }

    @Test mutating func `G01 G02: it is written while it is read, at every length`() throws {
        let whole = Array((batch("2026-11-20", "a", cash: "0.5")).utf8)
        for length in 0...whole.count {
            try place.write(Data(whole.prefix(length)), to: "a.csv")
            let scan = directory.scan(today: today)
            #expect(scan.batches.count == (length == whole.count ? 1 : 0), "at \(length)")
            #expect(scan.refusals.count == (length == whole.count ? 0 : 1), "at \(length)")
        }
    }
}

extension Array {
    fileprivate func appending(_ element: Element) -> [Element] { self + [element] }
}
