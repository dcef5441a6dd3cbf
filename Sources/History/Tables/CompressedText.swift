/// A file that gzip has made, as text.
package enum CompressedText {
    /// The whole text of the file at `path`. Throws where it cannot be read, is cut or damaged, or gives more than
    /// `maximumBytes`.
    package static func read(_ path: String, maximumBytes: Int) throws(TableFailure) -> [UInt8] {
        let stream = try SourceStream(SourceFile(path: path, isCompressed: true))
        var text: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try stream.read(into: buffer)
            if count == 0 { return text }
            guard text.count + count <= maximumBytes else {
                throw TableFailure(file: stream.file.name, .damaged("it holds more than \(maximumBytes) bytes"))
            }
            text += UnsafeRawBufferPointer(rebasing: buffer[..<count])
        }
    }

    /// Whether the file begins as gzip's do. False where it cannot be read.
    package static func isCompressed(_ path: String) -> Bool {
        guard let file = try? OpenFile.reading(path) else { return false }
        var start: [UInt8] = [0, 0]
        let count = try? start.withUnsafeMutableBytes { (all) throws(StorageFailure) in try file.read(into: all) }
        return count == 2 && start == [0x1F, 0x8B]
    }
}
