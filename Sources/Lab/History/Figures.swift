/// Numbers as people read them.
enum Figures {
    /// `1,756,484`.
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    /// `812 bytes`, `1.4 MB`, `84 MB`, `2.1 GB`; not negative. In thousands, rounded down.
    static func bytes(_ count: Int) -> String {
        if count < 1000 { return "\(count) bytes" }
        var (value, units) = (count, ["kB", "MB", "GB", "TB"][...])
        while value >= 1_000_000, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        let unit = units.first ?? ""
        return value < 10_000 ? "\(value / 1000).\(value % 1000 / 100) \(unit)" : "\(value / 1000) \(unit)"
    }

    /// `0.4 s`, `12 s`, `3 min 05 s`; not negative. Rounded down.
    static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = max(duration, .zero).components
        if seconds < 10 { return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s" }
        if seconds < 60 { return "\(seconds) s" }
        let rest = seconds % 60
        return "\(seconds / 60) min \(rest < 10 ? "0" : "")\(rest) s"
    }
}
