/// `qmtctl orders` on a terminal.
package enum OrdersText {
    package static func render(_ report: OrdersReport, width: Int = 100) -> String {
        let asOf = Figure.moment(report.asOf, age: report.ageMilliseconds)
        guard !report.rows.isEmpty else { return "\(nothing(report.filter)), as of \(asOf).\n" }
        var table = TextTable([
            .left("order"), .left("symbol"), .left("side"), .right("price"), .right("volume"), .right("filled"),
            .right("at"), .left("state"), .left("broker"), .left("time"),
        ])
        for row in report.rows {
            table.append(
                [
                    row.clientOrderID.map(PlainText.printable) ?? "not ours", PlainText.printable(row.symbol),
                    PlainText.printable(row.side), PlainText.printable(row.price), Figure.count(row.volume),
                    Figure.count(row.filled), averagePrice(row), word(row.state), Figure.text(row.brokerStatus),
                    Figure.moment(row.time, on: report.asOf?.prefix(10)),
                ], notes: notes(row))
        }
        let unknown = report.rows.count { $0.state == .unknown }
        let warning =
            unknown == 0
            ? []
            : [
                "\(unknown) UNKNOWN: they may be live at the broker. The daemon asks until it is proven.",
                "Where nobody answers, look into the terminal and settle them with 'qmtctl resolve'.",
            ]
        let heading = [
            "\(title(report.filter)) as of \(asOf)",
            "Volume and filled in shares, price and at (average of the fills) in yuan.",
        ]
        let count = report.rows.count == 1 ? "1 order" : "\(report.rows.count) orders"
        return (heading + warning + [""] + table.lines(width: width) + ["", count]).joined(separator: "\n") + "\n"
    }

    private static func title(_ filter: OrdersFilter) -> String {
        switch filter {
        case .all: "Orders of the day"
        case .open: "Open orders"
        case .unknown: "Orders whose fate is unknown"
        }
    }

    private static func nothing(_ filter: OrdersFilter) -> String {
        switch filter {
        case .all: "No orders today"
        case .open: "No open orders"
        case .unknown: "No orders whose fate is unknown"
        }
    }

    private static func word(_ state: OrdersReport.State) -> String {
        switch state {
        case .unknown: "UNKNOWN"
        case .inFlight: "in flight"
        case .working: "working"
        case .closed: "closed"
        case .denied: "denied"
        }
    }

    private static func averagePrice(_ row: OrdersReport.Row) -> String {
        if let price = row.filledPrice { return PlainText.printable(price) }
        return row.filled == 0 ? "-" : Figure.unknown
    }

    private static func notes(_ row: OrdersReport.Row) -> [String] {
        let said = [("broker says", row.message), ("reason", row.reason)]
        return said.compactMap { label, text in
            guard let text, !text.isEmpty else { return nil }
            return "\(label): \(text)"
        }
    }
}
