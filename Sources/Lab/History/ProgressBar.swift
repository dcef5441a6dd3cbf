import History

/// One line that is written over itself: what is done, rows, percent, time left.
struct ProgressBar {
    private let output: ProgressOutput
    private var lastDrawn: Duration?

    init(_ output: ProgressOutput) { self.output = output }

    /// Draws, but no more than ten times a second and only on a terminal. `elapsed` is since the start.
    mutating func update(_ progress: ImportProgress, elapsed: Duration) {
        guard output.isTerminal else { return }
        if let lastDrawn, progress.stage == .reading, elapsed - lastDrawn < .milliseconds(100) { return }
        lastDrawn = elapsed
        output.write("\r" + ProgressBar.line(progress, elapsed: elapsed, width: output.width) + "\u{1B}[K")
    }

    /// The same for other work: `words` say what was done so far.
    mutating func update(done: Int, of total: Int, words: String, elapsed: Duration) {
        guard output.isTerminal else { return }
        if let lastDrawn, elapsed - lastDrawn < .milliseconds(100) { return }
        lastDrawn = elapsed
        let line = ProgressBar.line(done: done, of: total, words: words, elapsed: elapsed, width: output.width)
        output.write("\r" + line + "\u{1B}[K")
    }

    /// Wipes the line, so that what is printed next begins on an empty one.
    mutating func clear() {
        if lastDrawn != nil { output.write("\r\u{1B}[K") }
        lastDrawn = nil
    }

    /// At most `width` - 1 characters: a full line would wrap on some terminals.
    static func line(_ progress: ImportProgress, elapsed: Duration, width: Int) -> String {
        let rows = "\(Figures.grouped(progress.rows)) rows"
        switch progress.stage {
        case .reading:
            return line(
                done: progress.bytesRead, of: progress.bytesTotal, words: rows, elapsed: elapsed, width: width)
        case .arranging: return line(share: 1, of: 1, " \(rows)  arranging by day", width: width)
        case .done: return line(share: 1, of: 1, " \(rows)  done", width: width)
        }
    }

    /// Percent, words and the time that is left if the rest takes as long.
    static func line(done: Int, of total: Int, words: String, elapsed: Duration, width: Int) -> String {
        let total = max(total, 1)
        let done = min(max(done, 0), total)
        var text = " \(done * 100 / total) %  \(words)"
        if done > 0 { text += "  \(Figures.seconds(elapsed * (total - done) / done)) left" }
        return line(share: done, of: total, text, width: width)
    }

    private static func line(share: Int, of total: Int, _ words: String, width: Int) -> String {
        let room = min(width - 1 - words.count - 2, 40)
        guard room >= 10 else { return String(words.dropFirst().prefix(max(width - 1, 0))) }
        let filled = room * share / total
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled) + "]" + words
    }
}
