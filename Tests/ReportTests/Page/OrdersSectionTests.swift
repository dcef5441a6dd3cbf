import Foundation
import Market
import Testing

@testable import Report

@Suite struct OrdersSectionTests {
    private let bank = Symbol(digits: 600_000, venue: .shanghai) ?? Symbol(packed: 0)

    private func record(orders: Int, perDay: Int, message: String = "") -> ReplayRecord {
        var record = Curves.record(opening: 100, [100, 101])
        let days = Curves.days(orders / perDay + 1)
        record.orders = (0..<orders).map { number in
            .order(
                "\(number)", bank, .buy, 123_400, at: days[number / perDay].at(TimeOfDay(9, 30)),
                value: Money(li: 1_234_560_000),
                fees: Fees(commission: .yuan(308), stampDuty: .zero, transferFee: .yuan(12)),
                state: message.isEmpty ? "filled" : "rejected", message: message)
        }
        return record
    }

    private func page(_ record: ReplayRecord) -> String { String(decoding: ReportPage.html(record), as: UTF8.self) }

    @Test func `an order is one line that says how it ended`() {
        var record = Curves.record(opening: 100, [100, 101])
        let day = Curves.days(1)[0]
        record.trade(bank, .buy, 1200, at: 10_020, on: day, fees: 5_000)
        record.orders.append(
            .order(
                "2", bank, .sell, 500, at: day.at(TimeOfDay(9, 30)), filled: 200, value: Money(li: 1_990_000),
                state: "expired", reason: "partly_filled", overlay: "stop_loss", message: "late"))
        let text = page(record)
        #expect(text.contains("<details><summary><b>2020</b> · 2 orders on 1 day</summary>"))
        #expect(text.contains("2020-01-06 · 1 sold, 1,990 · 1 bought, 12,024 · 1 not wholly filled"))
        #expect(
            text.contains(
                """
                <b>code       side  shares  price   value  fees    bp</b>
                600000.SH  buy    1,200  10.02  12,024  5.00  20.0
                600000.SH  sell     200   9.95   1,990  0.00  50.0  of 500; expired; partly_filled; risk: stop_loss; late
                </pre>
                """))
    }

    @Test func `25,000 orders of eleven years fit`() {
        let bytes = ReportPage.html(SampleReplay.make(days: 2_700, every: 5, names: 48))
        #expect(bytes.count < 2_000_000)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("Not shown here"))
        #expect(Markup.fault(in: bytes) == nil)
    }

    @Test func `what does not fit is left out from the oldest on, and counted`() {
        let record = record(orders: 60_000, perDay: 100)
        let bytes = ReportPage.html(record)
        #expect(bytes.count < 2_000_000 && bytes.count > 1_900_000)
        #expect(Markup.fault(in: bytes) == nil)
        let text = String(decoding: bytes, as: UTF8.self)
        let shown = text.components(separatedBy: "\n600000.SH").count - 1
        #expect(shown > 10_000)
        #expect(text.contains("the oldest \(TextBuffer.grouped(60_000 - shown)) orders, those before "))
    }

    @Test func `one day that is too large is left out whole`() {
        let text = page(record(orders: 40_000, perDay: 40_000))
        #expect(text.contains("Not shown here, so that the page stays small: all 40,000 orders. They are in"))
    }

    @Test func `a long message is cut, the file has all of it`() {
        let message = String(repeating: "word ", count: 400)
        let record = record(orders: 1, perDay: 1, message: message)
        #expect(!page(record).contains(message))
        #expect(page(record).contains("…"))
        #expect(String(decoding: ReplayFiles.orders(record), as: UTF8.self).contains(message))
    }

    @Test func `a page without orders says so`() {
        #expect(page(Curves.record(opening: 1, [1])).contains("There was no order."))
    }
}
