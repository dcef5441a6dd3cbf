/// Figures of the reports as people read them. Nil is always `unknown`.
enum Figure {
    static let unknown = "unknown"

    /// A plain decimal with its whole digits in groups of three: `1234567.89` is `1,234,567.89`. Anything else is shown as
    /// it came.
    static func grouped(_ decimal: String?) -> String {
        guard let decimal else { return unknown }
        let sign = decimal.hasPrefix("-") ? "-" : ""
        let parts = decimal.dropFirst(sign.count).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { ("0"..."9").contains($0) } }
        guard isPlain, let whole = parts.first else { return PlainText.printable(decimal) }
        var result = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return sign + result + (parts.count == 2 ? ".\(parts[1])" : "")
    }

    static func count(_ value: Int64?) -> String { grouped(value.map(String.init)) }

    /// Millionths as per cent with two places, cut and not rounded: `25049` is `2.50`.
    static func percent(ppm: Int64?) -> String {
        guard let ppm else { return unknown }
        let hundredths = ppm.magnitude / 100
        let places = String(100 + hundredths % 100).dropFirst()
        return (ppm < 0 && hundredths > 0 ? "-" : "") + "\(hundredths / 100).\(places)"
    }

    static func text(_ value: String?) -> String { value.map(PlainText.printable) ?? unknown }

    /// A moment of a report without its milliseconds and zone, and without its date where that is `day`.
    static func moment(_ moment: String?, on day: Substring? = nil) -> String {
        guard let moment else { return unknown }
        let bytes = Array(moment.utf8)
        guard bytes.count >= 19, bytes[10] == UInt8(ascii: "T"), moment.hasSuffix("+08:00") else {
            return PlainText.printable(moment)
        }
        let date = moment.prefix(10)
        let time = moment.dropFirst(11).prefix(8)
        return date == day ? String(time) : "\(date) \(time)"
    }
    /// When a figure from outside was taken, and how long ago that was.
    static func moment(_ asOf: String?, age: Int64?, on day: Substring? = nil) -> String {
        guard asOf != nil || age != nil else { return unknown }
        return "\(moment(asOf, on: day)) (\(age.map { "\(Age.text($0)) ago" } ?? "age unknown"))"
    }
}
