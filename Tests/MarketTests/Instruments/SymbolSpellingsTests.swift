import Market
import Testing

@Suite struct SymbolSpellingsTests {
    @Test(arguments: [
        ("600000.SH", "600000.SH"), ("600000.SS", "600000.SH"), ("600000.XSHG", "600000.SH"),
        ("600000.SSE", "600000.SH"),
        ("sh600000", "600000.SH"), ("SH600000", "600000.SH"), ("000001.SZ", "000001.SZ"), ("000001.XSHE", "000001.SZ"),
        ("000001.SZSE", "000001.SZ"), ("sz000001", "000001.SZ"), ("920002.BJ", "920002.BJ"),
        ("920002.BSE", "920002.BJ"),
        ("bj920002", "920002.BJ"), ("600000.sh", "600000.SH"), ("000001.xshe", "000001.SZ"), ("sh000001", "000001.SH"),
    ])
    func `other spellings are read and written in our form`(text: String, expected: String) {
        #expect(Symbol.lenient(text)?.description == expected)
    }

    @Test(arguments: [
        "600000", "sh60000", "sh6000000", "600000.", ".SH", "600000.SH.SH", "600000.HK", "hk600000", "", "sh60000a",
        "SH.600000",
        "60000０.SH", "+60000.SH", " 600000.SH",
    ])
    func `C14 G11: what names no exchange or no six digits is refused`(text: String) {
        #expect(Symbol.lenient(text) == nil)
    }

    @Test(arguments: [
        ("000001", "000001.SZ"), ("000300", "000300.SZ"), ("600000", "600000.SH"), ("900901", "900901.SH"),
        ("920002", "920002.BJ"), ("430047", "430047.BJ"), ("510300", "510300.SH"), ("159915", "159915.SZ"),
        ("399001", "399001.SZ"), ("899050", "899050.BJ"), ("302132", "302132.SZ"), ("689009", "689009.SH"),
    ])
    func `a code alone is the security, an index only where it can be nothing else`(code: String, expected: String) {
        #expect(Symbol(securityDigits: code)?.description == expected)
    }

    @Test(arguments: ["", "60000", "6000000", "999999", "700000", "60000a", "+60000", "600000.SH", "190001"])
    func `an unknown code is refused`(code: String) {
        #expect(Symbol(securityDigits: code) == nil)
    }

    @Test func `a code that is read belongs to one exchange alone, but for Shanghai's indices`() throws {
        for digits in stride(from: 0, through: 999_999, by: 199) {
            let homes = Venue.allCases.compactMap { Symbol(digits: digits, venue: $0) }.filter {
                InstrumentClass($0) != nil
            }
            #expect(homes.count <= (digits < 4000 ? 2 : 1), "\(digits)")
        }
    }
}
