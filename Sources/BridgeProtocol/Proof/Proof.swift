import Crypto

/// That the daemon knows the secret: HMAC-SHA256 over nonce, account, role and epoch (bridge-protocol 2).
package enum Proof {
    /// In lower-case hexadecimal.
    ///
    /// - Parameter nonce: Its text as the challenge has it.
    package static func make(
        _ secret: BridgeSecret, nonce: String, account: String, role: BridgeRole, epoch: Int64
    ) -> String {
        Hex.text(
            HMAC<SHA256>.authenticationCode(
                for: message(nonce: nonce, account: account, role: role, epoch: epoch), using: secret.key))
    }

    /// Compares in constant time.
    package static func isValid(_ hello: HelloRequest, nonce: String, secret: BridgeSecret) -> Bool {
        guard let code = Hex.bytes(hello.proof), code.count == SHA256.byteCount else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: message(nonce: nonce, account: hello.account, role: hello.role, epoch: hello.epoch),
            using: secret.key)
    }

    private static func message(nonce: String, account: String, role: BridgeRole, epoch: Int64) -> [UInt8] {
        Array("\(nonce)|\(account)|\(role.rawValue)|\(epoch)".utf8)
    }
}
