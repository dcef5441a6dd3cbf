import Market
import Testing

@testable import Inputs

/// One thing wrong at a time: what it is called, and on which line it is found.
@Suite struct TargetFileRefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var code: Refusal.Code
        var line: Int?
        var bytes: [UInt8]

        init(_ name: String, _ code: Refusal.Code, _ line: Int?, _ text: String) {
            self.init(name, code, line, bytes: Array(text.utf8))
        }

        init(_ name: String, _ code: Refusal.Code, _ line: Int?, bytes: [UInt8]) {
            (testDescription, self.code, self.line, self.bytes) = (name, code, line, bytes)
        }

        /// In place of the second row of the good file.
        init(_ name: String, _ code: Refusal.Code, row: String) {
            self.init(name, code, 3, good.replacing("2026-11-20,000001.SZ,0.35,alpha", with: row))
        }
    }

    static let text: [Case] = [
        Case("nothing", .noRows, nil, ""),
        Case("a header only", .noRows, nil, header),
        Case("one newline", .wrongHeader, 1, "\n"),
        Case("a byte-order mark", .byteOrderMark, 1, "\u{FEFF}" + good),
        Case("UTF-16", .notUTF8, 1, bytes: [0xFF, 0xFE, 0x74, 0x00]),
        Case(
            "GBK", .notUTF8, 2, bytes: Array((header + "2026-11-20,CASH,1.0,").utf8) + [0xB6, 0xAF, 0xC1, 0xBF, 0x0A]),
        Case(
            "a surrogate", .notUTF8, 2,
            bytes: Array((header + "2026-11-20,CASH,1.0,a").utf8) + [0xED, 0xA0, 0x80, 0x0A]),
        Case("no end of the last line", .noFinalNewline, 4, String(good.dropLast())),
        Case("half a last row", .noFinalNewline, 4, String(good.dropLast(9))),
        Case("a last line that ends with CR", .noFinalNewline, 4, String(good.dropLast()) + "\r"),
        Case("no header", .wrongHeader, 1, String(good.dropFirst(header.count))),
        Case("a column too few", .wrongHeader, 1, "trade_date,ts_code,target_weight\n2026-11-20,CASH,1.0\n"),
        Case("a column too many", .wrongHeader, 1, "trade_date,ts_code,target_weight,strategy_name,note\n"),
        Case("a column twice", .wrongHeader, 1, "trade_date,ts_code,target_weight,strategy_name,ts_code\n"),
        Case("a column of another name", .wrongHeader, 1, "trade_date,code,target_weight,strategy_name\n"),
        Case("a column in capitals", .wrongHeader, 1, "TRADE_DATE,ts_code,target_weight,strategy_name\n"),
        Case("a blank in the header", .wrongHeader, 1, "trade_date, ts_code,target_weight,strategy_name\n"),
        Case("semicolons", .wrongHeader, 1, good.replacing(",", with: ";")),
        Case("old line ends", .noFinalNewline, 1, good.replacing("\n", with: "\r")),
        Case("an empty line at the end", .wrongFieldCount, 5, good + "\n"),
        Case(
            "an empty line", .wrongFieldCount, 3,
            good.replacing("alpha\n2026-11-20,000001", with: "alpha\n\n2026-11-20,000001")),
        Case("a blank line", .wrongFieldCount, 5, good + " \n"),
        Case("a comment", .wrongFieldCount, 5, good + "# done\n"),
    ]

    static let values: [Case] = [
        Case("three fields", .wrongFieldCount, row: "2026-11-20,000001.SZ,0.35"),
        Case("five fields", .wrongFieldCount, row: "2026-11-20,000001.SZ,0.35,alpha,"),
        Case("a locale comma", .wrongFieldCount, row: "2026-11-20,000001.SZ,0,35,alpha"),
        Case("quotes", .quoted, row: #"2026-11-20,"000001.SZ",0.35,alpha"#),
        Case("a date without dashes", .badDate, row: "20261120,000001.SZ,0.35,alpha"),
        Case("a date with slashes", .badDate, row: "2026/11/20,000001.SZ,0.35,alpha"),
        Case("a day that does not exist", .badDate, row: "2026-11-31,000001.SZ,0.35,alpha"),
        Case("a moment", .badDate, row: "2026-11-20 00:00:00,000001.SZ,0.35,alpha"),
        Case("no date", .badDate, row: ",000001.SZ,0.35,alpha"),
        Case("a Saturday", .notTradingDay, row: "2026-11-14,000001.SZ,0.35,alpha"),
        Case("a holiday", .notTradingDay, row: "2026-10-05,000001.SZ,0.35,alpha"),
        Case("a day before the calendar", .outsideCalendar, row: "2025-11-20,000001.SZ,0.35,alpha"),
        Case("a day after the calendar", .outsideCalendar, row: "2027-11-22,000001.SZ,0.35,alpha"),
        Case("tomorrow", .futureDate, row: "2026-11-23,000001.SZ,0.35,alpha"),
        Case("no code", .badSymbol, row: "2026-11-20,,0.35,alpha"),
        Case("a bare code", .badSymbol, row: "2026-11-20,000001,0.35,alpha"),
        Case("a code as a number", .badSymbol, row: "2026-11-20,1.SZ,0.35,alpha"),
        Case("a prefix", .badSymbol, row: "2026-11-20,sz000001,0.35,alpha"),
        Case("small letters", .badSymbol, row: "2026-11-20,000001.sz,0.35,alpha"),
        Case("another suffix", .badSymbol, row: "2026-11-20,000001.XSHE,0.35,alpha"),
        Case("a blank after a code", .badSymbol, row: "2026-11-20,000001.SZ ,0.35,alpha"),
        Case("cash in small letters", .badSymbol, row: "2026-11-20,cash,0.35,alpha"),
        Case("an index", .notTradable, row: "2026-11-20,000001.SH,0.35,alpha"),
        Case("a B share", .notTradable, row: "2026-11-20,900901.SH,0.35,alpha"),
        Case("a fund", .notTradable, row: "2026-11-20,510300.SH,0.35,alpha"),
        Case("a convertible bond", .notTradable, row: "2026-11-20,113050.SH,0.35,alpha"),
        Case("an unknown range", .notTradable, row: "2026-11-20,777777.SH,0.35,alpha"),
        Case("a share at the wrong exchange", .notTradable, row: "2026-11-20,600000.SZ,0.35,alpha"),
        Case("a code twice", .duplicateSymbol, row: "2026-11-20,600000.SH,0.35,alpha"),
        Case("no weight", .badWeight, row: "2026-11-20,000001.SZ,,alpha"),
        Case("not a number", .badWeight, row: "2026-11-20,000001.SZ,NaN,alpha"),
        Case("infinity", .badWeight, row: "2026-11-20,000001.SZ,inf,alpha"),
        Case("an exponent", .badWeight, row: "2026-11-20,000001.SZ,3.5e-1,alpha"),
        Case("a negative weight", .badWeight, row: "2026-11-20,000001.SZ,-0.35,alpha"),
        Case("a negative zero", .badWeight, row: "2026-11-20,000001.SZ,-0.0,alpha"),
        Case("a plus sign", .badWeight, row: "2026-11-20,000001.SZ,+0.35,alpha"),
        Case("no digit before the point", .badWeight, row: "2026-11-20,000001.SZ,.35,alpha"),
        Case("a blank before a weight", .badWeight, row: "2026-11-20,000001.SZ, 0.35,alpha"),
        Case("hexadecimal digits", .badWeight, row: "2026-11-20,000001.SZ,0x1,alpha"),
        Case("digits of another script", .badWeight, row: "2026-11-20,000001.SZ,０.35,alpha"),
        Case("a percentage sign", .badWeight, row: "2026-11-20,000001.SZ,35%,alpha"),
        Case("more digits than any number has", .badWeight, row: "2026-11-20,000001.SZ,99999999999999999999,alpha"),
        Case("a percentage", .weightOutOfRange, row: "2026-11-20,000001.SZ,35,alpha"),
        Case("barely above one", .weightOutOfRange, row: "2026-11-20,000001.SZ,1.000000000001,alpha"),
        Case("no strategy", .badStrategy, row: "2026-11-20,000001.SZ,0.35,"),
        Case("a blank strategy", .badStrategy, row: "2026-11-20,000001.SZ,0.35, "),
        Case("a blank before a strategy", .badStrategy, row: "2026-11-20,000001.SZ,0.35, alpha"),
        Case("a blank after a strategy", .badStrategy, row: "2026-11-20,000001.SZ,0.35,alpha "),
        Case("a control character", .badStrategy, row: "2026-11-20,000001.SZ,0.35,al\u{7}pha"),
        Case("a NUL", .badStrategy, row: "2026-11-20,000001.SZ,0.35,al\u{0}pha"),
        Case("an invisible character", .badStrategy, row: "2026-11-20,000001.SZ,0.35,al\u{200B}pha"),
        Case("a tab", .badStrategy, row: "2026-11-20,000001.SZ,0.35,alpha\t"),
        Case(
            "a very long strategy", .badStrategy, row: "2026-11-20,000001.SZ,0.35,\(String(repeating: "n", count: 129))"
        ),
    ]

    static let batches: [Case] = [
        Case("no CASH row", .noProof, 2, header + "2026-11-20,600000.SH,0.4,alpha\n"),
        Case("weights of one without CASH", .noProof, 2, header + "2026-11-20,600000.SH,1.0,alpha\n"),
        Case("one of two batches without CASH", .noProof, 5, good + "2026-11-20,600000.SH,0.4,beta\n"),
        Case("another strategy by a slip", .noProof, 3, good.replacing("0.35,alpha", with: "0.35,alhpa")),
        Case("a row that is missing", .sumNotOne, 3, good.replacing("2026-11-20,600000.SH,0.4,alpha\n", with: "")),
        Case("more than all", .weightsAboveOne, 4, good.replacing("0.25", with: "0.26")),
        Case("cash above one", .weightOutOfRange, 4, good.replacing("0.25", with: "25")),
        Case("cash twice", .duplicateSymbol, 5, good + "2026-11-20,CASH,0.0,alpha\n"),
        Case("a zero after CASH", .rowAfterCash, 5, good + "2026-11-20,600036.SH,0.0,alpha\n"),
    ]

    @Test(arguments: text + values + batches)
    func `G01 G04 G05 G08 G09 G10 G11 G16: it is refused by its name, at its line`(bad: Case) throws {
        let thrown = try #require(
            refusal {
                _ = try TargetFile.parse(bad.bytes, checksum: nil, source: "targets.csv", today: today, rules: .test)
            })
        #expect(thrown.code == bad.code, "\(thrown)")
        #expect(thrown.line == bad.line, "\(thrown)")
        #expect(thrown.source == "targets.csv")
        #expect(thrown.message.contains("; "), "says what to do: \(thrown)")
        #expect(!thrown.description.unicodeScalars.contains { $0.isUnseen }, "shows no control characters")
    }

    @Test func `a refusal is one readable line`() {
        let thrown = refusal { _ = try parse(good.replacing("0.35", with: "3.5e-1")) }
        #expect(
            thrown?.description == """
                targets.csv:3: target_weight '3.5e-1' is not a plain decimal that is not negative; \
                write it as in 0.016, without sign, exponent or blanks (in pandas, float_format='%.12f')
                """)
        let hint = refusal { _ = try parse(good.replacing("000001.SZ", with: "sz000001")) }
        #expect(hint?.message.hasSuffix("write 000001.SZ") == true)
    }

    @Test func `a checksum does not excuse a mistake`() {
        for bad in Self.values {
            let digits = checksum(of: String(decoding: bad.bytes, as: UTF8.self), name: "targets.csv")
            let thrown = refusal {
                _ = try TargetFile.parse(
                    bad.bytes, checksum: Array(digits.utf8), source: "targets.csv", today: today, rules: .test)
            }
            #expect(thrown?.code == bad.code, "\(bad.testDescription)")
        }
    }
}
