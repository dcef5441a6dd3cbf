import Market

extension ReportPage {
    mutating func addReasons() {
        beginSection("reasons", "Lines that did not reach their target")
        defer { endSection() }
        let counts = summary.reasons.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        guard let most = counts.first?.count else {
            return paragraph("Every target line got its order, and every order did its work.", style: "soft")
        }
        beginTable("Reasons by count", ["Reason", "What it means", "Lines", "Share", ""], textColumns: 2, isWide: true)
        let total = Double(record.reasons.count)
        for count in counts {
            out.add("<tr><td class=\"t code\">")
            out.add(escaped: count.name)
            out.add("</td><td class=\"w\">")
            out.add(escaped: explanations[count.name])
            out.add("</td>")
            cell { $0.add(grouped: Int64(count.count)) }
            percentCell(Double(count.count) / total, places: 1, signed: false)
            out.add("<td class=\"bar\"><i style=\"width:")
            out.add(Double(count.count) / Double(most) * 100, places: 1)
            out.add("%\"></i></td></tr>\n")
        }
        endTable()
        paragraph(
            "<code>reasons.csv</code> has each line. A line whose order did part of its work is counted, too.",
            style: "soft")
        addStates()
    }

    private mutating func addStates() {
        guard !summary.orders.isEmpty else { return }
        let states = summary.orders.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        let text = states.map { "\(TextBuffer.escaped($0.name)) \(TextBuffer.grouped($0.count))" }
        paragraph("How the orders ended: \(text.joined(separator: ", ")).", style: "soft")
    }

    // MARK: Round trips

    mutating func addTrips() {
        beginSection("trips", "Largest winners and losers")
        defer { endSection() }
        guard !trips.closed.isEmpty else { return paragraph("No trade was closed.", style: "soft") }
        var text = TextBuffer()
        text.add("A trade is the whole time in which a security was held. ")
        text.add(grouped: Int64(summary.closedTrips))
        text.add(" were closed, ")
        text.add(grouped: Int64(summary.openTrips))
        text.add(" are open; ")
        text.add(percent: summary.hitRate, places: 1)
        text.add(" of the closed ones won. Mean win over mean loss: ")
        text.add(ratio: summary.profitLossRatio)
        text.add("; all wins over all losses: ")
        text.add(ratio: summary.profitFactor)
        text.add(". Fees are taken off, dividends counted in.")
        paragraph(text.text, style: "soft")
        out.add("<div class=\"pair\">\n<div><h3>Winners</h3>\n")
        addTrips(trips.winners.sorted { ($1.profit, $0.symbol) < ($0.profit, $1.symbol) })
        out.add("</div>\n<div><h3>Losers</h3>\n")
        addTrips(trips.losers.sorted { ($0.profit, $0.symbol) < ($1.profit, $1.symbol) })
        out.add("</div>\n</div>\n")
    }

    private mutating func addTrips(_ trips: [RoundTrip]) {
        guard !trips.isEmpty else { return paragraph("None.", style: "soft") }
        beginTable("Trades", ["Security", "Profit, yuan", "Return", "Held"], isWide: true)
        for trip in trips.prefix(10) {
            out.add("<tr>")
            securityCell(trip.symbol)
            cell { $0.add(wholeYuan: trip.profit) }
            percentCell(trip.profitRate, places: 1)
            cell { buffer in
                buffer.add(trip.opened)
                buffer.add(" – ")
                if let day = trip.closed { buffer.add(day) }
            }
            out.add("</tr>\n")
        }
        endTable()
    }
}
