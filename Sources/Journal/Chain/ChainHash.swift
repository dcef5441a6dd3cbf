import Crypto
import Foundation

/// SHA-256 of an entry and of everything before it. It finds damage and careless edits; it is no proof against somebody
/// who recomputes it to the end.
package struct ChainHash: Hashable, Sendable {
    private let words: SIMD4<UInt64>

    private init(_ words: SIMD4<UInt64>) { self.words = words }

    /// Nil unless there are 32 bytes.
    init?(_ bytes: Data) {
        guard bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    var data: Data { withUnsafeBytes(of: words) { Data($0) } }

    func append(to buffer: inout [UInt8]) { withUnsafeBytes(of: words) { buffer.append(contentsOf: $0) } }

    static func of(_ bytes: [UInt8]) -> ChainHash {
        ChainHash(SHA256.hash(data: bytes).withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) })
    }
}

extension ChainHash: CustomStringConvertible {
    /// 64 hexadecimal digits.
    package var description: String {
        data.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
