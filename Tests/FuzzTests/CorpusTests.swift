import Foundation
import Testing

/// The inputs that are kept, through every probe: quick, and without the fuzzer.
@Suite struct CorpusTests {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fuzz")

    private static func inputs(_ probe: Probe, in part: String) throws -> [(name: String, bytes: [UInt8])] {
        let folder = Self.folder.appending(path: "\(part)/\(probe.name)")
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            (name, Array(try Data(contentsOf: folder.appending(path: name))))
        }
    }

    /// Says which input breaks which promise. A trap names neither: the fuzzer's run.sh does.
    private func expectKept(_ probe: Probe, _ input: [UInt8], _ name: @autoclosure () -> String) {
        do {
            try probe.run(input)
        } catch {
            Issue.record("\(probe.name), \(name()): \(error)")
        }
    }

    @Test(arguments: Probe.all)
    func `C06 C07 C09 G09 K07 P09: every kept input keeps every promise`(probe: Probe) throws {
        let kept = try Self.inputs(probe, in: "corpus")
        #expect(kept.count >= 5, "\(probe.name) has hardly anything to begin with")
        for input in try kept + Self.inputs(probe, in: "regressions") { expectKept(probe, input.bytes, input.name) }
    }

    /// What the fuzzer does, in small: a few bytes turned, taken out, doubled or put in from another input.
    @Test(arguments: Probe.all, [UInt64(1), 2])
    func `C06 C09 G09 K07 P09: kept inputs with a few bytes changed trap nothing`(probe: Probe, seed: UInt64) throws {
        let kept = try Self.inputs(probe, in: "corpus").map(\.bytes)
        var generator = Cuts(Array("\(probe.name) \(seed)".utf8))
        for round in 0..<150 {
            var input = kept[generator.next(below: kept.count)]
            for _ in 0...generator.next(below: 4) {
                generator.mutate(&input, with: kept[generator.next(below: kept.count)])
            }
            expectKept(probe, input, "seed \(seed), round \(round): \(String(decoding: input, as: UTF8.self))")
        }
    }

    @Test func `a broken promise is found`() {
        let probe = Probe(name: "broken") { input in
            try Probe.check(!input.contains(0x41), "there is an A")
        }
        withKnownIssue {
            expectKept(probe, Array("an A".utf8), "made up")
        } matching: { issue in
            issue.description.contains("there is an A")
        }
        expectKept(probe, Array("none".utf8), "made up")
    }

    @Test func `inputs are cut alike every time, and lose nothing`() {
        let input = Array("one line\nand another\n".utf8)
        var (one, other) = (Cuts(input), Cuts(input))
        let pieces = one.pieces(of: input)
        #expect(pieces == other.pieces(of: input))
        #expect(pieces.count > 1)
        #expect(Array(pieces.joined()) == input)
    }
}

extension Cuts {
    fileprivate mutating func mutate(_ input: inout [UInt8], with other: [UInt8]) {
        let place = next(below: input.count + 1)
        switch next(below: 4) {
        case 0 where place < input.count:
            input[place] = UInt8(next(below: 256))
        case 1:
            let end = min(input.count, place + 1 + next(below: 8))
            input.removeSubrange(place..<end)
        case 2:
            let end = min(input.count, place + 1 + next(below: 16))
            input.insert(contentsOf: Array(input[place..<end]), at: place)
        default:
            let start = next(below: other.count + 1)
            input.insert(contentsOf: other[start..<min(other.count, start + 16)], at: place)
        }
    }
}
