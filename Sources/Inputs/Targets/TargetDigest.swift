import Crypto
package import Market

/// The fingerprint of a batch: equal for equal targets, whatever source, order of rows, spelling of numbers or proof
/// they came with.
package enum TargetDigest {
    /// One fact a line: a title with the version of this form, the day, the strategy, then each code and weight,
    /// ascending. `lines` ascend by symbol, as in a batch. The rest is cash and not written.
    package static func canonicalText(signalDay: Day, strategy: String, lines: [TargetBatch.Line]) -> String {
        var text = "qmtd targets 1\n\(signalDay)\n\(strategy)\n"
        for line in lines { text += "\(line.symbol) \(line.weight)\n" }
        return text
    }

    /// SHA-256 of the canonical text, 64 hexadecimal digits.
    package static func hex(signalDay: Day, strategy: String, lines: [TargetBatch.Line]) -> String {
        let text = canonicalText(signalDay: signalDay, strategy: strategy, lines: lines)
        return SHA256.hash(data: Array(text.utf8)).hex
    }

    /// Of many batches together: SHA-256 of their digests, a line each, in their order.
    package static func hex(of batches: [TargetBatch]) -> String {
        SHA256.hash(data: Array(batches.map { $0.digest + "\n" }.joined().utf8)).hex
    }
}
