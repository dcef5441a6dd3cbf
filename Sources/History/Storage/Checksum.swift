import CZlib

/// CRC-32 as in gzip and zip files: finds damage, is no proof against intent.
struct Checksum: Hashable, Sendable {
    private(set) var value: UInt32 = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        // zlib counts bytes in 32 bits.
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            value = UInt32(
                truncatingIfNeeded: crc32(
                    UInt(value), part.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(part.count)))
            rest = rest.dropFirst(part.count)
        }
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> Checksum {
        var checksum = Checksum()
        checksum.update(bytes)
        return checksum
    }

    /// Eight hexadecimal digits, as `crc32` and `gzip -lv` print them.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}
