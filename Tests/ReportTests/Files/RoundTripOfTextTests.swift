import Market
import Testing

@testable import Report

/// What is written can be read back.
@Suite struct RoundTripOfTextTests {
    /// A reader of RFC 4180, as others have it.
    private func rows(_ bytes: [UInt8]) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted {
                if byte == UInt8(ascii: "\"") {
                    if index + 1 < bytes.count, bytes[index + 1] == byte {
                        field.append(byte)
                        index += 1
                    } else {
                        isQuoted = false
                    }
                } else {
                    field.append(byte)
                }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
                row.append(String(decoding: field, as: UTF8.self))
                field = []
                if byte == UInt8(ascii: "\n") {
                    rows.append(row)
                    row = []
                }
            } else {
                field.append(byte)
            }
            index += 1
        }
        return rows
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `orders with any words come back`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = [",", "\"", "\n", "\r\n", "a", "废", " ", "\"\"", ";", "=1+1", "é"]
        var record = SampleReplay.make(days: 40, every: 4, names: 6, seed: seed)
        for index in record.orders.indices {
            record.orders[index].message = (0..<random.below(6)).map { _ in pieces[random.below(pieces.count)] }
                .joined()
        }
        let table = rows(ReplayFiles.orders(record))
        try #require(table.count == record.orders.count + 1)
        #expect(table.allSatisfy { $0.count == 20 })
        for (order, row) in zip(record.orders, table.dropFirst()) {
            #expect(row[0] == order.id)
            #expect(Day(row[1]) == order.decidedAt.day && TimeOfDay(row[2]) == order.decidedAt.timeOfDay)
            #expect(Symbol(row[3]) == order.symbol && Side(rawValue: row[4]) == order.side)
            #expect(Int64(row[5]) == order.volume.count && Price(row[6]) == order.limit)
            #expect(Price(row[7]) == order.decisionPrice && Int64(row[8]) == order.filled.count)
            #expect(Money(row[10]) == order.value && Money(row[11]) == order.fees.commission)
            #expect(row[16] == order.state && row[17] == order.reason ?? "" && row[18] == order.overlay ?? "")
            #expect(row[19] == order.message)
            if let average = Double(row[9]) {
                #expect(abs(average * Double(order.filled.count) - Double(order.value.li) / 1000) < 1)
            } else {
                #expect(order.filled == .zero && row[15].isEmpty)
            }
        }
    }

    @Test func `equity, fills and reasons come back`() throws {
        let record = SampleReplay.make(days: 40, every: 4, names: 6)
        let equity = rows(ReplayFiles.equity(record))
        #expect(equity.dropFirst().compactMap { Money($0[1]) } == record.days.map(\.equity))
        #expect(equity.dropFirst().compactMap { Money($0[2]) } == record.days.map(\.cash))
        #expect(equity.dropFirst().compactMap { Money($0[3]) } == record.days.map(\.marketValue))
        let fills = rows(ReplayFiles.fills(record))
        #expect(fills.dropFirst().map { $0[0] } == record.fills.map { record.orders[$0.order].id })
        #expect(fills.dropFirst().compactMap { Money($0[7]) } == record.fills.map(\.amount))
        let reasons = rows(ReplayFiles.reasons(record))
        #expect(reasons.dropFirst().compactMap { Weight($0[2]) } == record.reasons.map(\.weight))
        let actions = rows(ReplayFiles.corporateActions(record))
        #expect(actions.dropFirst().compactMap { Money($0[5]) } == record.corporateActions.map(\.cash))
    }
}
