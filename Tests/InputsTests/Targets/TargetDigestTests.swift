import Market
import Testing

@testable import Inputs

@Suite struct TargetDigestTests {
    private func digest(_ rows: String, checksummed: Bool = false) throws -> String? {
        let text = header + rows
        return try parse(text, checksum: checksummed ? checksum(of: text, name: "targets.csv") : nil).first?.digest
    }

    private let base = "2026-11-20,600000.SH,0.4,a\n2026-11-20,000001.SZ,0.35,a\n2026-11-20,CASH,0.25,a\n"

    @Test func `the text that is hashed`() throws {
        let batch = try #require(try parse(header + base).first)
        let text = TargetDigest.canonicalText(signalDay: batch.signalDay, strategy: batch.strategy, lines: batch.lines)
        #expect(text == "qmtd targets 1\n2026-11-20\na\n000001.SZ 0.35\n600000.SH 0.4\n")
        // printf of this text into sha256sum.
        #expect(batch.digest == "b270bf146e763c5e2bda9bbadb671006e17f5e260b34d0563832b71b19d4bb88")
    }

    @Test func `the order of rows, the spelling of numbers and the proof do not matter`() throws {
        let digest = try digest(base)
        #expect(digest != nil)
        #expect(
            try self.digest("2026-11-20,000001.SZ,0.350,a\n2026-11-20,600000.SH,00.4,a\n2026-11-20,CASH,0.25,a\n")
                == digest)
        #expect(
            try self.digest("2026-11-20,000001.SZ,0.35,a\n2026-11-20,600000.SH,0.4,a\n", checksummed: true) == digest)
    }

    @Test func `any other target does`() throws {
        let others = [
            base,
            base.replacing("2026-11-20", with: "2026-11-19"),
            base.replacing(",a\n", with: ",b\n"),
            base.replacing("600000", with: "600001"),
            base.replacing("0.4,", with: "0.39,").replacing("0.25", with: "0.26"),
            base + "2026-11-20,600036.SH,0,a\n",
        ]
        let digests = try others.map { try digest($0, checksummed: true) }
        #expect(Set(digests).count == others.count)
    }

    @Test func `another source is not another batch, other targets are refused on both sides`() throws {
        func batch(_ rows: String, _ source: String) throws -> [TargetBatch] {
            try parse(header + rows, source: source)
        }
        let (first, same) = (try batch(base, "b.csv"), try batch(base, "a.csv"))
        var third = try batch("2026-11-19,CASH,1,a\n", "a.csv")
        let scan = TargetScan.merging(first + third + same)
        #expect(scan.batches.map { "\($0.signalDay) \($0.source)" } == ["2026-11-19 a.csv", "2026-11-20 a.csv"])
        #expect(scan.refusals.isEmpty && scan.newestSignalDay == today)

        third[0].validUntil = Timestamp(milliseconds: 5)
        #expect(
            TargetScan.merging(try batch("2026-11-19,CASH,1,a\n", "0.csv") + third).batches.first?.validUntil != nil)

        let clash = TargetScan.merging(first + (try batch("2026-11-20,CASH,1,a\n", "c.csv")) + same)
        #expect(clash.batches.isEmpty)
        #expect(clash.refusals.map(\.source) == ["a.csv", "b.csv", "c.csv"])
        #expect(clash.refusals.allSatisfy { $0.code == .conflict })
        #expect(clash.refusals[0].message.contains("c.csv") && clash.refusals[2].message.contains("a.csv"))
        #expect(TargetScan.merging([]) == TargetScan())
    }
}
