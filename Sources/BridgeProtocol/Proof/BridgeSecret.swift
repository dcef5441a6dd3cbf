import Crypto

/// What both sides know and nobody else does. Never printed.
package struct BridgeSecret: Sendable {
    package enum Failure: Error, Hashable, Sendable {
        case empty
    }

    let key: SymmetricKey

    /// - Parameter contents: Of the secret's file. Newline characters at its end do not belong to the secret.
    package init(fileContents contents: some Collection<UInt8>) throws(Failure) {
        var bytes = Array(contents)
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else { throw .empty }
        key = SymmetricKey(data: bytes)
    }
}

extension BridgeSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension BridgeSecret.Failure: CustomStringConvertible {
    package var description: String { "the secret is empty; put at least 32 random bytes into its file" }
}
