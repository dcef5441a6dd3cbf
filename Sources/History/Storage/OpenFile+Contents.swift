extension OpenFile {
    /// The whole content of a small file.
    static func contents(of path: String) throws(StorageFailure) -> [UInt8] {
        let file = try reading(path)
        var bytes = [UInt8](repeating: 0, count: try file.size())
        var filled = 0
        while filled < bytes.count {
            let count = try bytes.withUnsafeMutableBufferPointer { (all) throws(StorageFailure) -> Int in
                try file.read(into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: all[filled...])))
            }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// The first line of a file of the system, which has no size. Nil where it cannot be read or is empty.
    static func firstLine(of path: String) -> String? {
        guard let file = try? reading(path) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = try? bytes.withUnsafeMutableBytes { (all) throws(StorageFailure) in try file.read(into: all) }
        let line = bytes.prefix(count ?? 0).prefix { $0 != UInt8(ascii: "\n") }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Writes a new file and returns when it is on the disk.
    static func write(_ bytes: [UInt8], to path: String) throws(StorageFailure) {
        let file = try creating(path)
        try bytes.withUnsafeBufferPointer { (all) throws(StorageFailure) in
            try file.write(UnsafeRawBufferPointer(all))
        }
        try file.sync()
    }
}
