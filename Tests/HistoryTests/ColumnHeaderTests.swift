import Testing

@testable import History

@Suite struct ColumnHeaderTests {
    private let header = ColumnHeader(element: .int32, rows: 3, columns: 2, payloadChecksum: 0xDEAD_BEEF)

    private func read(_ bytes: [UInt8]) throws(ColumnHeader.Failure) -> ColumnHeader {
        try bytes.withUnsafeBufferPointer { (all) throws(ColumnHeader.Failure) in
            try ColumnHeader(file: UnsafeRawBufferPointer(all))
        }
    }

    private var file: [UInt8] { header.bytes + [UInt8](repeating: 1, count: 24) }

    /// The header with some bytes replaced and its own checksum made right again.
    private func changed(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
        var file = file
        file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        let checksum = file[..<60].withUnsafeBytes { Checksum.of($0).value }
        withUnsafeBytes(of: checksum.littleEndian) { file.replaceSubrange(60..<64, with: $0) }
        return file
    }

    @Test func `the layout is fixed`() {
        #expect(header.bytes.count == ColumnHeader.size)
        #expect(Array(header.bytes[..<12]) == Array("QMTDCOL\0".utf8) + [1, 0, 0, 0])
        #expect(
            Array(header.bytes[12..<44]) == [
                2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0xEF, 0xBE, 0xAD,
                0xDE,
            ])
        #expect(header.bytes[44..<60].allSatisfy { $0 == 0 })
    }

    @Test func `what was written is read`() throws {
        #expect(try read(file) == header)
    }

    @Test func `every length but the right one is refused`() {
        for length in 0..<file.count {
            let expected: ColumnHeader.Failure = length < 64 ? .tooShort : .size(length, expected: 88)
            #expect(throws: expected) { try read(Array(file[..<length])) }
        }
        #expect(throws: ColumnHeader.Failure.size(89, expected: 88)) { try read(file + [0]) }
    }

    @Test func `every changed bit of the header is found`() {
        for bit in 0..<ColumnHeader.size * 8 {
            var bytes = file
            bytes[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: bit < 64 ? ColumnHeader.Failure.notAColumn : .damaged) { try read(bytes) }
        }
    }

    @Test func `another version, an unknown type and an impossible shape are refused`() {
        #expect(throws: ColumnHeader.Failure.version(2)) { try read(changed(8, [2])) }
        #expect(throws: ColumnHeader.Failure.element(9)) { try read(changed(12, [9])) }
        #expect(throws: ColumnHeader.Failure.damaged) { try read(changed(16, [4])) }
        let huge = [UInt8](repeating: 0xFF, count: 8)
        #expect(throws: ColumnHeader.Failure.damaged) { try read(changed(16, huge)) }
        #expect(throws: ColumnHeader.Failure.damaged) { try read(changed(16, huge + huge)) }
        // 2⁶² rows of two 32-bit columns are 0 bytes in 64 bits.
        #expect(throws: ColumnHeader.Failure.damaged) { try read(changed(16, [0, 0, 0, 0, 0, 0, 0, 0x40])) }
    }
}
