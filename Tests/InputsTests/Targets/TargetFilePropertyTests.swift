import Market
import Testing

@testable import Inputs

@Suite struct TargetFilePropertyTests {
    /// Files of several batches: codes, weights and where `CASH` stands differ, small and zero weights among them.
    private func file(_ random: inout SplitMix64, lineEnd: String = "\n") -> [UInt8] {
        var rows: [String] = []
        for strategy in ["alpha", "beta", "动量"].prefix(Int.random(in: 1...3, using: &random)) {
            var batch: [String] = []
            var rest: Int64 = 1_000_000_000_000
            for code in 0..<Int.random(in: 0...12, using: &random) {
                let shares: [Int64] = [0, 1, 999_999, 2_000_001, rest / 3, rest / 7 / 1000 * 1000]
                let weight = min(shares[Int.random(in: 0..<shares.count, using: &random)], rest)
                rest -= weight
                batch.append("2026-11-20,\(600_000 + code).SH,\(Weight(trillionths: weight)),\(strategy)")
            }
            batch.append("2026-11-20,CASH,\(Weight(trillionths: rest)),\(strategy)")
            rows += batch
        }
        return Array((header.dropLast() + lineEnd + rows.map { $0 + lineEnd }.joined()).utf8)
    }

    private func parse(_ bytes: [UInt8], checksum: [UInt8]? = nil) throws(Refusal) -> [TargetBatch] {
        try TargetFile.parse(bytes, checksum: checksum, source: "t.csv", today: today, rules: .test)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `G01: cut at any byte, a batch is the whole one or none`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for lineEnd in ["\n", "\r\n"] {
            let bytes = file(&random, lineEnd: lineEnd)
            let whole = try parse(bytes)
            for length in 0..<bytes.count {
                guard let cut = try? parse(Array(bytes.prefix(length))) else { continue }
                #expect(cut.allSatisfy { whole.contains($0) }, "seed \(seed), cut at \(length)")
                #expect(!cut.isEmpty)
            }
        }
    }

    @Test func `with a checksum, only the whole is taken`() throws {
        var random = SplitMix64(seed: 9)
        let bytes = file(&random)
        let sum = Array(checksum(of: String(decoding: bytes, as: UTF8.self), name: "t.csv").utf8)
        for length in 0..<bytes.count {
            #expect(refusal { _ = try parse(Array(bytes.prefix(length)), checksum: sum) }?.code == .checksumMismatch)
        }
        for length in 0..<sum.count - 1 {
            #expect(refusal { _ = try parse(bytes, checksum: Array(sum.prefix(length))) }?.code == .badChecksumFile)
        }
        #expect(try parse(bytes, checksum: sum).isEmpty == false)
    }

    /// Any rows after `CASH`, in any order: what is taken whole is never taken cut.
    @Test(arguments: [21, 22, 23, 24] as [UInt64])
    func `wherever CASH stands, what is taken whole is not taken cut`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var taken = 0
        for _ in 0..<120 {
            let text = String(decoding: file(&random), as: UTF8.self)
            var rows = text.split(separator: "\n").dropFirst().map { $0 + "\n" }
            rows.shuffle(using: &random)
            guard let whole = try? parse(Array((header + rows.joined()).utf8)) else { continue }
            taken += 1
            for count in 0..<rows.count {
                guard let cut = try? parse(Array((header + rows.prefix(count).joined()).utf8)) else { continue }
                #expect(cut.allSatisfy { whole.contains($0) }, "seed \(seed): \(rows)")
            }
        }
        #expect(taken > 20, "enough files should be good to begin with")
    }

    /// One byte changed, added or lost. What is still taken adds up: no weight moved by more than the tolerance twice,
    /// for `CASH` proves the sum. A checksum lets nothing through.
    @Test(arguments: [31, 32, 33, 34] as [UInt64])
    func `a changed byte never changes a weight unproven`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bytes = file(&random)
        let sum = Array(checksum(of: String(decoding: bytes, as: UTF8.self), name: "t.csv").utf8)
        let whole = try parse(bytes)
        let interesting = Array("0123456789.,-+eE \n\r\"\u{0}NaCSHZ/".utf8)
        var accepted = 0
        for _ in 0..<1500 {
            var changed = bytes
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let byte =
                Bool.random(using: &random)
                ? UInt8.random(in: 0...255, using: &random)
                : interesting[Int.random(in: 0..<interesting.count, using: &random)]
            switch Int.random(in: 0...2, using: &random) {
            case 0: changed[at] = byte
            case 1: changed.insert(byte, at: at)
            default: changed.remove(at: at)
            }
            if changed != bytes {
                #expect(refusal { _ = try parse(changed, checksum: sum) }?.code == .checksumMismatch, "seed \(seed)")
            }
            guard let batches = try? parse(changed) else { continue }
            accepted += 1
            for batch in batches {
                guard
                    let original = whole.first(where: {
                        $0.strategy == batch.strategy && $0.signalDay == batch.signalDay
                    })
                else { continue }
                for line in batch.lines {
                    guard let before = original.lines.first(where: { $0.symbol == line.symbol }) else { continue }
                    let moved = abs(before.weight.trillionths - line.weight.trillionths)
                    #expect(moved <= 2_000_000, "seed \(seed), byte \(at): \(line)")
                }
            }
        }
        #expect(accepted > 0, "some changes are harmless")
    }

    @Test(arguments: [41, 42] as [UInt64])
    func `G09 P09: noise is refused, never a trap`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "2026-11-20", "CASH", "600000.SH", "0.5", "1.0", ",", ",", ",", "\n", "\n", "a", header, "\r\n", "é",
            "\u{FEFF}", "-", "9",
        ]
        for _ in 0..<2000 {
            var text = Bool.random(using: &random) ? header : ""
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            var bytes = Array(text.utf8)
            if Bool.random(using: &random) { bytes.append(UInt8.random(in: 0...255, using: &random)) }
            for batch in (try? parse(bytes)) ?? [] {
                let total = batch.lines.reduce(Int64(0)) { $0 + $1.weight.trillionths }
                #expect(total <= 1_000_001_000_000, "seed \(seed)")
            }
        }
    }
}
