/// Absolute paths of somebody's machine, which mean nothing on another.
enum MachinePaths {
    /// In pieces, so that this file is not an offence itself.
    private static let roots = ["work", "farm", "home", "tmp/bash_jobs"].map { Array("/\($0)/".utf8) }

    static func offences(in bytes: [UInt8], path: String) -> [Offence] {
        // A file with a zero byte is not text.
        guard !bytes.contains(0) else { return [] }
        var offences: [Offence] = []
        var line = 1
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            guard bytes[index] == UInt8(ascii: "/") else { continue }
            // After a letter it is the middle of another path.
            if index > 0, Character(Unicode.Scalar(bytes[index - 1])).isLetter { continue }
            guard let root = roots.first(where: { bytes[index...].starts(with: $0) }) else { continue }
            offences.append(
                Offence(
                    file: path, line: line, what: "\(String(decoding: root, as: UTF8.self)) is a path of one machine"))
        }
        return offences
    }
}
