import Crypto
import Foundation

/// `<file>.sha256`, one line as `sha256sum` writes it: 64 hexadecimal digits, two blanks (or a blank and `*`), the
/// name.
enum ChecksumFile {
    static let suffix = ".sha256"
    static let maximumBytes = 4096

    /// Throws unless `checksum`, the sidecar of the file `source`, is that of `bytes`.
    static func verify(_ checksum: [UInt8], of bytes: [UInt8], source: String) throws(Refusal) {
        let sidecar = source + suffix
        guard let stated = digest(in: checksum, for: InputFile.split(source).name) else {
            throw Refusal(
                .badChecksumFile, in: sidecar, "it is not a checksum of \(Excerpt(InputFile.split(source).name))",
                remedy: "write it with sha256sum FILE > FILE\(suffix), in the file's directory")
        }
        let actual = SHA256.hash(data: bytes).hex
        if stated != actual {
            throw Refusal(
                .checksumMismatch, in: source,
                "its SHA-256 begins with \(actual.prefix(12)), \(suffix) says \(stated.prefix(12))",
                remedy: "wait until both are written, or write them anew")
        }
    }

    /// The digits, in lower case; nil for anything but one well-formed line about this file.
    private static func digest(in checksum: [UInt8], for name: String) -> String? {
        guard var line = String(validating: checksum, as: UTF8.self)?[...] else { return nil }
        if line.hasSuffix("\r\n") || line.hasSuffix("\n") { line = line.dropLast() }
        let digits = line.prefix(64)
        let rest = line.dropFirst(64)
        guard digits.utf8.count == 64, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            rest.hasPrefix("  ") || rest.hasPrefix(" *"), InputFile.split(String(rest.dropFirst(2))).name == name
        else { return nil }
        return digits.lowercased()
    }
}

extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits a byte.
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
