import CZlib

enum Gzip {
    /// `bytes` as one gzip member.
    static func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        struct Failed: Error {}
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let begun = deflateInit2_(
            stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard begun == Z_OK else { throw Failed() }
        defer { deflateEnd(stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(stream, UInt(bytes.count))) + 64)
        let size = input.count
        let room = output.count
        let result = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(size)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(room)
                return deflate(stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END else { throw Failed() }
        return Array(output[..<Int(stream.pointee.total_out)])
    }
}
