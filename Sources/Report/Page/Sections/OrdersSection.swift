import Market

extension ReportPage {
    /// All orders by year and day, the newest last, as lines of fixed width: a table would be three times as long.
    /// - Parameter room: Bytes that the section may have. Where they are not enough, the oldest days are left out.
    mutating func addOrders(room: Int) {
        beginSection("orders", "Every order")
        defer { endSection() }
        guard !record.orders.isEmpty else { return paragraph("There was no order.", style: "soft") }
        let days = chunks()
        var left = room - 2000
        var first = days.count
        while first > 0, left >= days[first - 1].size {
            first -= 1
            left -= days[first].size
        }
        addOrdersNote(
            leftOut: days[..<first].reduce(0) { $0 + $1.orders }, firstShown: first < days.count ? days[first].day : nil
        )
        var year: Int?
        for day in days[first...] {
            let ownYear = day.day.components.year
            if ownYear != year {
                if year != nil { out.add("</details>\n") }
                addYearSummary(ownYear, days[first...])
                year = ownYear
            }
            out.add(day.text)
        }
        if year != nil { out.add("</details>\n") }
    }

    private mutating func addOrdersNote(leftOut: Int, firstShown: Day?) {
        var text = TextBuffer()
        text.add(
            "Shares filled, average price, value and fees in yuan, slippage in basis points (above zero it cost). ")
        text.add("A line without a note was filled and reached its target; the others say how they ended, why ")
        text.add("(<a href=\"#reasons\">reasons</a>), and which risk rule had changed the target. ")
        text.add("<code>orders.csv</code> has all ")
        text.add(grouped: Int64(record.orders.count))
        text.add(" orders with limits and decision prices.")
        paragraph(text.text, style: "soft")
        guard leftOut > 0 else { return }
        var note = TextBuffer()
        note.add("Not shown here, so that the page stays small: ")
        note.add(leftOut == record.orders.count ? "all " : "the oldest ")
        note.add(grouped: Int64(leftOut))
        note.add(" orders")
        if let firstShown { note.add(", those before \(firstShown)") }
        note.add(". They are in <code>orders.csv</code>.")
        paragraph(note.text)
    }

    private mutating func addYearSummary(_ year: Int, _ days: ArraySlice<OrderDay>) {
        let own = days.filter { $0.day.components.year == year }
        out.add("<details><summary><b>")
        out.add(year)
        out.add("</b> · ")
        out.add(grouped: Int64(own.reduce(0) { $0 + $1.orders }))
        out.add(" orders on ")
        out.add(own.count)
        out.add(own.count == 1 ? " day</summary>\n" : " days</summary>\n")
    }

    private func chunks() -> [OrderDay] {
        var days: [OrderDay] = []
        var start = 0
        var lines = OrderLines()
        let orders = record.orders
        while start < orders.count {
            let day = orders[start].decidedAt.day
            var end = start + 1
            while end < orders.count, orders[end].decidedAt.day == day { end += 1 }
            let text = lines.text(day, orders[start..<end])
            days.append(OrderDay(day: day, orders: end - start, size: text.count + 20, text: text))
            start = end
        }
        return days
    }

    struct OrderDay {
        var day: Day
        var orders: Int
        var size: Int
        var text: TextBuffer
    }
}

/// The orders of one day as lines in columns that are as wide as the day needs.
struct OrderLines {
    private var cells = TextBuffer()
    /// Where the cells end, `OrderLines.columns` to a line.
    private var ends: [Int] = []

    private static let heads = ["code", "side", "shares", "price", "value", "fees", "bp"].map { Array($0.utf8) }
    private static let columns = heads.count
    /// Longest message of a broker that a line has; the file has all of it.
    private static let messageLength = 100

    mutating func text(_ day: Day, _ orders: ArraySlice<ReplayRecord.OrderRow>) -> TextBuffer {
        cells.removeAll()
        ends.removeAll(keepingCapacity: true)
        for order in orders { addCells(order) }
        var widths = OrderLines.heads.map(\.count)
        var start = 0
        for (index, end) in ends.enumerated() {
            widths[index % OrderLines.columns] = max(widths[index % OrderLines.columns], end - start)
            start = end
        }
        var out = TextBuffer()
        out.reserve(orders.count * 72 + 200)
        addSummary(day, orders, &out)
        addHead(widths, &out)
        start = 0
        for (line, order) in orders.enumerated() {
            for column in 0..<OrderLines.columns {
                let end = ends[line * OrderLines.columns + column]
                if column > 0 { out.add("  ") }
                if column < 2 {
                    out.add(left: cells.bytes[start..<end], width: widths[column])
                } else {
                    out.add(right: cells.bytes[start..<end], width: widths[column])
                }
                start = end
            }
            addNote(order, &out)
            out.add("\n")
        }
        out.add("</pre></details>\n")
        return out
    }

    private mutating func addCells(_ order: ReplayRecord.OrderRow) {
        cells.add(order.symbol)
        endCell()
        cells.add(order.side == .buy ? "buy" : "sell")
        endCell()
        cells.add(grouped: order.filled.count)
        endCell()
        if let micro = order.averageMicroYuan {
            cells.add(decimal: (micro + 500) / 1000, scale: 3, atLeast: 2)
        } else {
            cells.add("-")
        }
        endCell()
        cells.add(wholeYuan: order.value)
        endCell()
        cells.add(decimal: order.fees.total.li / 10, scale: 2, atLeast: 2)
        endCell()
        if let points = order.slippageBasisPoints { cells.add(points, places: 1) } else { cells.add("-") }
        endCell()
    }

    private mutating func endCell() { ends.append(cells.count) }

    private func addHead(_ widths: [Int], _ out: inout TextBuffer) {
        out.add("<pre tabindex=\"0\"><b>")
        for (column, head) in OrderLines.heads.enumerated() {
            if column > 0 { out.add("  ") }
            if column < 2 {
                out.add(left: head[...], width: widths[column])
            } else {
                out.add(right: head[...], width: widths[column])
            }
        }
        out.add("</b>\n")
    }

    /// Date, how many, for how much, and how many did not do all of their work.
    private func addSummary(_ day: Day, _ orders: ArraySlice<ReplayRecord.OrderRow>, _ out: inout TextBuffer) {
        var counts = (buy: 0, sell: 0, short: 0)
        var bought = Money.zero
        var sold = Money.zero
        for order in orders {
            if order.side == .buy {
                counts.buy += 1
                bought += order.value
            } else {
                counts.sell += 1
                sold += order.value
            }
            if order.filled < order.volume { counts.short += 1 }
        }
        out.add("<details><summary>")
        out.add(day)
        if counts.sell > 0 {
            out.add(" · \(counts.sell) sold, ")
            out.add(wholeYuan: sold)
        }
        if counts.buy > 0 {
            out.add(" · \(counts.buy) bought, ")
            out.add(wholeYuan: bought)
        }
        if counts.short > 0 { out.add(" · \(counts.short) not wholly filled") }
        out.add("</summary>\n")
    }

    private func addNote(_ order: ReplayRecord.OrderRow, _ out: inout TextBuffer) {
        var separator = "  "
        func add(_ text: String, _ out: inout TextBuffer) {
            out.add(separator)
            out.add(escaped: text)
            separator = "; "
        }
        if order.filled < order.volume {
            add("of ", &out)
            out.add(grouped: order.volume.count)
        }
        if order.state != "filled" { add(order.state, &out) }
        if let reason = order.reason, reason != order.state { add(reason, &out) }
        if let overlay = order.overlay { add("risk: " + overlay, &out) }
        if !order.message.isEmpty {
            let isLong = order.message.utf8.count > OrderLines.messageLength
            add(isLong ? order.message.prefix(OrderLines.messageLength / 2) + "…" : order.message, &out)
        }
    }
}
