/// Lengths of time as people read them: the two largest units, nothing rounded up.
package enum Age {
    /// - Parameter milliseconds: Nil is unknown. Negative where the other side's clock is ahead of ours.
    static func text(_ milliseconds: Int64?) -> String {
        guard let milliseconds else { return "unknown" }
        if milliseconds < 0 { return "-" + text(Int64(clamping: milliseconds.magnitude)) }
        let seconds = milliseconds / 1000
        switch seconds {
        case 0: return "\(milliseconds) ms"
        case ..<60: return "\(seconds) s"
        case ..<3600: return pair(seconds / 60, "min", seconds % 60, "s")
        case ..<86_400: return pair(seconds / 3600, "h", seconds / 60 % 60, "min")
        default: return pair(seconds / 86_400, "d", seconds / 3600 % 24, "h")
        }
    }

    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return text(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    private static func pair(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }
}
