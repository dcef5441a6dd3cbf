import Market

/// `report.html`: one page without scripts and without anything from outside, for screen, phone and paper. It is a view:
/// whatever it shows is in the other files, too.
package struct ReportPage {
    /// The page stays below this, whatever the record holds; what does not fit is left out, and the page says so.
    package static let sizeLimit = 1_990_000

    let record: ReplayRecord
    let summary: Summary
    let trips: RoundTrips
    let equity: EquityCurve
    let benchmark: BenchmarkCurve?
    let explanations: Explanations
    var out = TextBuffer()

    package static func html(_ record: ReplayRecord) -> [UInt8] {
        let trips = RoundTrips(record)
        return html(record, summary: Summary(record, trips: trips), trips: trips)
    }

    static func html(_ record: ReplayRecord, summary: Summary, trips: RoundTrips) -> [UInt8] {
        var page = ReportPage(record, summary, trips)
        page.write()
        return page.out.bytes
    }

    private init(_ record: ReplayRecord, _ summary: Summary, _ trips: RoundTrips) {
        self.record = record
        self.summary = summary
        self.trips = trips
        equity = EquityCurve(record)
        benchmark = record.about.benchmark.map { BenchmarkCurve($0, days: record.days.count) }
        explanations = Explanations(record.about)
    }

    private mutating func write() {
        out.reserve(ReportPage.sizeLimit)
        addHead()
        addHeadline()
        addEquity()
        addDrawdowns()
        addMonths()
        addExposure()
        addCosts()
        addSlippage()
        addHoldings()
        addReasons()
        addTrips()

        // Orders take the room that the rest leaves them.
        let before = out
        out = TextBuffer()
        addCorporateActions()
        addSettings()
        addChecks()
        out.add("</main>\n</body>\n</html>\n")
        let after = out
        out = before
        addOrders(room: ReportPage.sizeLimit - before.count - after.count)
        out.add(after)
    }

    private mutating func addHead() {
        out.add("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        out.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        out.add("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        out.add(escaped: record.about.title)
        out.add("</title>\n<style>\n")
        out.add(PageStyle.sheet)
        out.add("</style>\n</head>\n<body>\n<main>\n")
    }

    // MARK: Parts of sections

    /// The heading of a section; `endSection` closes it.
    mutating func beginSection(_ id: String, _ title: String) {
        out.add("<section id=\"")
        out.add(id)
        out.add("\">\n<h2>")
        out.add(title)
        out.add("</h2>\n")
    }

    mutating func endSection() { out.add("</section>\n") }

    /// A paragraph of trusted text.
    mutating func paragraph(_ text: String, style: String = "") {
        out.add(style.isEmpty ? "<p>" : "<p class=\"\(style)\">")
        out.add(text)
        out.add("</p>\n")
    }

    /// A table in a box of its own that scrolls where the page is too narrow. Columns after `textColumns` are numbers.
    mutating func beginTable(_ label: String, _ columns: [String], textColumns: Int = 1, isWide: Bool = false) {
        out.add("<div class=\"box\" role=\"region\" aria-label=\"\(label)\" tabindex=\"0\">")
        out.add(isWide ? "<table class=\"wide\">\n<thead><tr>" : "<table>\n<thead><tr>")
        for (index, column) in columns.enumerated() {
            out.add(index < textColumns ? "<th scope=\"col\" class=\"t\">" : "<th scope=\"col\">")
            out.add(column)
            out.add("</th>")
        }
        out.add("</tr></thead>\n<tbody>\n")
    }

    mutating func endTable() { out.add("</tbody></table></div>\n") }

    /// A cell of text, escaped.
    mutating func textCell(_ text: String) {
        out.add("<td class=\"t\">")
        out.add(escaped: text)
        out.add("</td>")
    }

    mutating func cell(_ write: (inout TextBuffer) -> Void) {
        out.add("<td>")
        write(&out)
        out.add("</td>")
    }

    /// A share as percent, an en dash for nil; losses in their colour where it is signed.
    mutating func percentCell(_ value: Double?, places: Int = 2, signed: Bool = true) {
        out.add(signed && (value ?? 0) < 0 ? "<td class=\"loss\">" : "<td>")
        out.add(percent: value, places: places, signed: signed)
        out.add("</td>")
    }

    /// The code and, where it is known, the name of a security.
    mutating func securityCell(_ symbol: Symbol) {
        out.add("<td class=\"t\"><span class=\"code\">")
        out.add(symbol)
        out.add("</span>")
        if let name = record.about.names[symbol] {
            out.add(" ")
            out.add(escaped: name)
        }
        out.add("</td>")
    }
}

extension TextBuffer {
    /// A number for people.
    mutating func add(shown value: Double, places: Int, signed: Bool = false) {
        add(value, places: places, grouped: true, signed: signed, minus: TextBuffer.minus)
    }

    /// A share as percent; an en dash for nil.
    mutating func add(percent value: Double?, places: Int = 2, signed: Bool = false) {
        guard let value else { return add("–") }
        add(shown: value * 100, places: places, signed: signed)
        add("%")
    }

    /// A ratio with two places; an en dash for nil.
    mutating func add(ratio value: Double?, signed: Bool = false) {
        guard let value else { return add("–") }
        add(shown: value, places: 2, signed: signed)
    }

    static func percent(_ value: Double?, places: Int = 2, signed: Bool = false) -> String {
        var buffer = TextBuffer()
        buffer.add(percent: value, places: places, signed: signed)
        return buffer.text
    }

    static func ratio(_ value: Double?) -> String {
        var buffer = TextBuffer()
        buffer.add(ratio: value)
        return buffer.text
    }

    static func grouped(_ number: Int) -> String {
        var buffer = TextBuffer()
        buffer.add(grouped: Int64(number))
        return buffer.text
    }

    static func yuan(_ money: Money) -> String {
        var buffer = TextBuffer()
        buffer.add(wholeYuan: money)
        return buffer.text
    }

    static func escaped(_ text: String) -> String {
        var buffer = TextBuffer()
        buffer.add(escaped: text)
        return buffer.text
    }
}
