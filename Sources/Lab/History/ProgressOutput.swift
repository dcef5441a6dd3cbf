import Glibc

/// Where a long command shows how far it is. A pipe or a file gets nothing: only a person at a terminal waits.
package struct ProgressOutput {
    package var isTerminal: Bool
    /// In characters.
    package var width: Int
    package var write: (String) -> Void

    package init(isTerminal: Bool, width: Int = 80, write: @escaping (String) -> Void) {
        self.isTerminal = isTerminal
        self.width = width
        self.write = write
    }

    /// Nowhere.
    package static var none: ProgressOutput { ProgressOutput(isTerminal: false) { _ in } }

    /// The standard error stream, so that results can be piped elsewhere meanwhile.
    package static var standardError: ProgressOutput {
        var size = winsize()
        let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return ProgressOutput(isTerminal: isatty(STDERR_FILENO) == 1, width: isKnown ? Int(size.ws_col) : 80) { text in
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
                // Nobody misses a progress bar that cannot be written.
                guard count > 0 else { return }
                bytes = bytes.dropFirst(count)
            }
        }
    }
}
