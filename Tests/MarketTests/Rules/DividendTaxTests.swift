import Testing

@testable import Market

@Suite struct DividendTaxTests {
    /// Record date, bought, sold, per cent.
    private static let table = """
        # DIV-01, DIV-02: at payment, whatever the time held
        2005-06-10 2004-01-05 2005-07-01 20
        2005-06-13 2004-01-05 2005-07-01 10
        2012-12-31 2012-12-31 2013-01-04 10
        # DIV-03
        2013-01-04 2012-12-31 2013-01-31 20
        2013-01-04 2012-12-31 2013-02-01 10
        2015-09-07 2014-09-01 2015-09-08 5
        2015-09-07 2014-09-08 2015-09-08 10
        # DIV-04
        2015-09-08 2014-09-01 2015-09-08 0
        2024-06-13 2024-06-10 2024-07-10 20
        2024-06-13 2024-06-10 2024-07-11 10
        2024-06-13 2024-01-10 2025-01-10 10
        2024-06-13 2024-01-10 2025-01-13 0
        # Months of different lengths
        2024-02-01 2024-01-31 2024-02-29 20
        2024-02-01 2024-01-31 2024-03-01 10
        2023-02-01 2023-01-30 2023-02-28 20
        2023-02-01 2023-01-30 2023-03-01 10
        2024-03-01 2024-02-29 2025-02-28 10
        2024-03-01 2024-02-29 2025-03-03 0
        2023-12-20 2023-12-15 2024-01-15 20
        2023-12-20 2023-12-15 2024-01-16 10
        """

    @Test func `the rate by record date and time held`() throws {
        for row in TextTable.rows(Self.table) {
            let percent = try DividendTax.percent(
                recordDate: TextTable.day(row[0]), acquired: TextTable.day(row[1]), sold: TextTable.day(row[2]))
            #expect("\(percent)" == row[3], "\(row.joined(separator: " "))")
        }
    }

    @Test func `holding longer never costs more, and each rate ends on the day of the month it began`() {
        for number in Int32(18_000)..<18_800 {
            let acquired = Day(number: number)
            var last: Int64 = 20
            for held in 0...400 {
                let sold = acquired.advanced(by: held)
                let percent = DividendTax.percent(recordDate: acquired, acquired: acquired, sold: sold)
                guard percent != last else { continue }
                // The day before was the last one within: the same day of the month, or the month's last.
                let end = acquired.advanced(by: held - 1).components
                let isSameDay = end.day == acquired.components.day || sold.components.day == 1
                if percent > last || !isSameDay { Issue.record("bought \(acquired), sold \(sold): \(percent)") }
                last = percent
            }
            #expect(last == 0)
        }
    }
}
