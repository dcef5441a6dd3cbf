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

    /// Wipes the line, so that what is printed next begins on an empty one.
    mutating func clear() {
        if lastDrawn != nil { output.write("\r\u{1B}[K") }
        lastDrawn = nil
    }

    /// At most `width` - 1 characters: a full line would wrap on some terminals.
    static func line(_ progress: ImportProgress, elapsed: Duration, width: Int) -> String {
        let total = max(progress.bytesTotal, 1)
        let read = min(max(progress.bytesRead, 0), total)
        let percent = read * 100 / total
        let words: String
        switch progress.stage {
        case .reading:
            var text = " \(percent) %  \(Figures.grouped(progress.rows)) rows"
            if read > 0 { text += "  \(Figures.seconds(elapsed * (total - read) / read)) left" }
            words = text
        case .arranging: words = " \(Figures.grouped(progress.rows)) rows  arranging by day"
        case .done: words = " \(Figures.grouped(progress.rows)) rows  done"
        }
        let room = min(width - 1 - words.count - 2, 40)
        guard room >= 10 else { return String(words.dropFirst().prefix(max(width - 1, 0))) }
        let filled = progress.stage == .reading ? room * read / total : room
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled) + "]" + words
    }
}
