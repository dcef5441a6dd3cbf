import CZlib

/// The text of a source table, decompressed as it is read.
///
/// Strict about gzip: a stream that ends early, a wrong checksum, or bytes after the last member are errors, because what
/// was read until then may lack rows. Several members in a row are one text, as gzip has it.
final class SourceStream {
    let file: SourceFile
    /// Size of the file as it lies on disk.
    let bytesTotal: Int
    /// Read so far of the file as it lies on disk.
    private(set) var bytesRead = 0
    /// Of the file as it lies on disk, as far as read.
    private(set) var checksum = Checksum()

    private let handle: OpenFile
    // zlib keeps a pointer to its own stream, which must therefore stay where it is.
    private let zlib: UnsafeMutablePointer<z_stream>?
    private let input: UnsafeMutableRawBufferPointer
    private var isInsideMember = false
    private var membersBegun = 0

    init(_ file: SourceFile) throws(TableFailure) {
        self.file = file
        do {
            handle = try OpenFile.reading(file.path)
            bytesTotal = try handle.size()
        } catch {
            throw TableFailure(file: file.name, .unreadable(error))
        }
        input = .allocate(byteCount: file.isCompressed ? 1 << 18 : 0, alignment: 16)
        guard file.isCompressed else {
            zlib = nil
            return
        }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        zlib = stream
        // 15 bits of window, plus 16: gzip and nothing else.
        let result = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw TableFailure(file: file.name, .damaged("zlib gave \(result) at its start")) }
    }

    deinit {
        if let zlib {
            inflateEnd(zlib)
            zlib.deallocate()
        }
        input.deallocate()
    }

    /// Fills a part of `buffer`, which must not be empty, and returns how much; 0 only at the end of the text.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableFailure) -> Int {
        guard let zlib else { return try readFile(into: buffer) }
        zlib.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        zlib.pointee.avail_out = UInt32(min(buffer.count, 1 << 30))
        let wanted = zlib.pointee.avail_out
        while zlib.pointee.avail_out == wanted {
            if zlib.pointee.avail_in == 0, try !refill(zlib) { return 0 }
            if !isInsideMember {
                if membersBegun > 0 { inflateReset(zlib) }
                membersBegun += 1
                isInsideMember = true
            }
            switch inflate(zlib, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: isInsideMember = false
            default: throw TableFailure(file: file.name, .damaged(zlib.pointee.msg.map { String(cString: $0) } ?? ""))
            }
        }
        return Int(wanted - zlib.pointee.avail_out)
    }

    /// False at the end of the file, where that is between members.
    private func refill(_ zlib: UnsafeMutablePointer<z_stream>) throws(TableFailure) -> Bool {
        let count = try readFile(into: input)
        guard count > 0 else {
            if isInsideMember || membersBegun == 0 { throw TableFailure(file: file.name, .truncated) }
            return false
        }
        zlib.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        zlib.pointee.avail_in = UInt32(count)
        return true
    }

    private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws(TableFailure) -> Int {
        let count: Int
        do {
            count = try handle.read(into: buffer)
        } catch {
            throw TableFailure(file: file.name, .unreadable(error))
        }
        bytesRead += count
        checksum.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }
}

extension SourceStream {
    /// For the manifest; complete once the text was read to its end.
    var source: Manifest.Source { Manifest.Source(name: file.name, bytes: bytesRead, crc32: checksum.text) }
}
