import Foundation
import Market
import Testing

@testable import Inputs

@Suite struct TargetFileTests {
    @Test func `a batch that its CASH row proves`() throws {
        let batches = try parse(good)
        #expect(batches.count == 1)
        let batch = try #require(batches.first)
        #expect(batch.signalDay == today && batch.strategy == "alpha" && batch.proof == .cashRow)
        #expect(batch.source == "targets.csv" && batch.validUntil == nil)
        #expect(batch.weights == ["000001.SZ 0.35", "600000.SH 0.4"])
    }

    @Test func `a batch that its checksum proves, without CASH and without an end of its last line`() throws {
        let text = String(good.split(separator: "\n").dropLast().joined(separator: "\n"))
        let batch = try #require(try parse(text, checksum: checksum(of: text, name: "targets.csv")).first)
        #expect(batch.proof == .checksum)
        #expect(batch.weights == ["000001.SZ 0.35", "600000.SH 0.4"])
        #expect(batch.digest == (try parse(good).first?.digest))
    }

    @Test func `columns in any order, lines that end with CR LF`() throws {
        let text = "strategy_name,target_weight,ts_code,trade_date\r\nalpha,1.0,CASH,2026-11-20\r\n"
        let batch = try #require(try parse(text).first)
        #expect(batch.strategy == "alpha" && batch.lines.isEmpty)
    }

    @Test func `several batches, their rows mixed, come by day and strategy`() throws {
        let text =
            header + """
                2026-11-20,600000.SH,1,beta
                2026-11-19,CASH,0.5,alpha
                2026-11-20,CASH,0.000000,beta
                2026-11-19,600000.SH,0.50,alpha
                2026-11-20,CASH,1.0,alpha

                """
        let batches = try parse(text)
        #expect(
            batches.map { "\($0.signalDay) \($0.strategy)" } == [
                "2026-11-19 alpha", "2026-11-20 alpha", "2026-11-20 beta",
            ])
        #expect(batches.map(\.weights) == [["600000.SH 0.5"], [], ["600000.SH 1.0"]])
    }

    @Test func `G08: rounded weights may miss one by a millionth, not by more`() throws {
        func text(_ cash: String) -> String {
            header + "2026-11-20,600000.SH,0.333333,a\n2026-11-20,600036.SH,0.333333,a\n2026-11-20,CASH,\(cash),a\n"
        }
        for cash in ["0.333334", "0.333333", "0.333335"] { #expect(try parse(text(cash)).count == 1) }
        #expect(refusal { _ = try parse(text("0.3333329")) }?.code == .sumNotOne)
        #expect(refusal { _ = try parse(text("0.3333351")) }?.code == .weightsAboveOne)
        let sum = header + "2026-11-20,600000.SH,0.5,a\n2026-11-20,600036.SH,0.500001,a\n"
        #expect(try parse(sum, checksum: checksum(of: sum, name: "targets.csv")).count == 1)
    }

    @Test func `many rounded weights, and weights with more digits than are kept`() throws {
        var text = header
        for index in 0..<3000 {
            let code = [600_000, 601_000, 603_000][index % 3] + index / 3
            text += "2026-11-20,\(code).SH,0.000333333333,a\n"
        }
        let thirds = text + "2026-11-20,CASH,0.000000001,a\n"
        #expect(try parse(thirds).first?.lines.count == 3000)
        let digits = header + "2026-11-20,600000.SH,0.30000000000000004,a\n2026-11-20,CASH,0.7,a\n"
        #expect(try parse(digits).first?.weights == ["600000.SH 0.3"])
    }

    @Test func `G04: a zero weight is a target, and zeros alone are not an empty portfolio`() throws {
        let zero = header + "2026-11-20,600000.SH,0,a\n2026-11-20,CASH,1,a\n"
        #expect(try parse(zero).first?.weights == ["600000.SH 0.0"])
        let unsaid = header + "2026-11-20,600000.SH,0,a\n"
        #expect(
            refusal { _ = try parse(unsaid, checksum: checksum(of: unsaid, name: "targets.csv")) }?.code
                == .emptyPortfolio)
    }

    @Test func `a small row after CASH could be lost unseen, a large one could not`() throws {
        func text(_ weight: String) -> String {
            header + "2026-11-20,600036.SH,0.5,a\n2026-11-20,CASH,0.49,a\n2026-11-20,600000.SH,\(weight),a\n"
        }
        #expect(try parse(text("0.01")).count == 1)
        let small = header + "2026-11-20,CASH,1,a\n2026-11-20,600000.SH,0.000001,a\n"
        let thrown = refusal { _ = try parse(small) }
        #expect(thrown?.code == .rowAfterCash && thrown?.line == 3)
        #expect(try parse(small, checksum: checksum(of: small, name: "targets.csv")).count == 1)
    }

    @Test func `names in other scripts, and the longest`() throws {
        for name in ["动量50", "a b", "x/y:z", String(repeating: "n", count: 128)] {
            #expect(try parse(header + "2026-11-20,CASH,1.0,\(name)\n").first?.strategy == name)
        }
    }

    @Test func `A shares of all boards are taken, by default`() throws {
        let codes = [
            "600000.SH", "688001.SH", "689009.SH", "000001.SZ", "002001.SZ", "300750.SZ", "301001.SZ", "920002.BJ",
        ]
        let rows = codes.map { "2026-11-20,\($0),0.1,a\n" }.joined()
        #expect(try parse(header + rows + "2026-11-20,CASH,0.2,a\n").first?.lines.count == codes.count)
    }

    @Test func `what may be traded is for the caller to say`() throws {
        let rules = TargetRules(calendar: TargetRules.test.calendar) { $0.description.hasPrefix("51") }
        let text = header + "2026-11-20,510300.SH,0.5,a\n2026-11-20,CASH,0.5,a\n"
        #expect(
            try TargetFile.parse(Array(text.utf8), checksum: nil, source: "t", today: today, rules: rules).count == 1)
        #expect(refusal { _ = try parse(text) }?.code == .notTradable)
    }

    @Test func `G18: limits hold before anything is read`() throws {
        let large = [UInt8](repeating: UInt8(ascii: "\n"), count: TargetFile.maximumBytes + 1)
        let thrown = refusal {
            _ = try TargetFile.parse(large, checksum: nil, source: "t", today: today, rules: .test)
        }
        #expect(thrown?.code == .tooLarge)
        var rows = header
        for index in 0...TargetFile.maximumRows { rows += "2026-11-20,CASH,1,s\(index)\n" }
        let many = refusal { _ = try parse(rows) }
        #expect(many?.code == .tooManyRows && many?.line == TargetFile.maximumRows + 2)
    }

    @Test func `the checksum file is as sha256sum writes it`() throws {
        let digits = String(checksum(of: good, name: "").prefix(64))
        for text in [
            "\(digits)  targets.csv\n", "\(digits)  targets.csv", "\(digits) *targets.csv\n",
            "\(digits)  targets.csv\r\n",
            "\(digits)  /data/out/targets.csv\n", "\(digits.uppercased())  targets.csv\n",
        ] { #expect(try parse(good, checksum: text).first?.proof == .checksum, "\(text)") }
        for text in [
            "", "\n", digits, "\(digits)\n", "\(digits)  other.csv\n", "\(digits) targets.csv\n",
            "\(digits)  targets.csv\n\(digits)  targets.csv\n", "\(digits.dropLast())  targets.csv\n",
            "\(digits.dropLast())g  targets.csv\n", "\\\(digits)  targets.csv\n", "SHA256 (targets.csv) = \(digits)\n",
        ] {
            let thrown = refusal { _ = try parse(good, checksum: text) }
            #expect(thrown?.code == .badChecksumFile && thrown?.source == "targets.csv.sha256", "\(text)")
        }
        let other = refusal { _ = try parse(good, checksum: checksum(of: good + " ", name: "targets.csv")) }
        #expect(other?.code == .checksumMismatch && other?.source == "targets.csv")
    }

    @Test func `a file is read with its checksum beside it`() throws {
        let place = try Workplace()
        let path = try place.writeSummed(good, to: "a.csv")
        #expect(try TargetFile.read(path, today: today, rules: .test).first?.proof == .checksum)
        try place.write(good + "\n", to: "a.csv")
        #expect(refusal { _ = try TargetFile.read(path, today: today, rules: .test) }?.code == .checksumMismatch)
        #expect(
            refusal { _ = try TargetFile.read(place.directory + "/b.csv", today: today, rules: .test) }?.code
                == .missing)
    }
}
