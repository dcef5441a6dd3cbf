import Testing

@testable import BridgeProtocol

@Suite struct ProofTests {
    // Made with another implementation: Python's hmac.
    static let proof = "43eba215c8eaa5d0c7980175efd1649208ac983c5f96c08863f945866c9cb93c"

    private func hello(
        account: String = "1234567890", role: BridgeRole = .trade, epoch: Int64 = 17, proof: String = proof
    ) -> HelloRequest {
        HelloRequest(client: "c", account: account, role: role, epoch: epoch, proof: proof)
    }

    @Test func `a proof is what any implementation of HMAC-SHA256 makes`() throws {
        #expect(
            Proof.make(try Sample.secret(), nonce: Sample.nonce, account: "1234567890", role: .trade, epoch: 17)
                == Self.proof)
        #expect(
            Proof.make(try Sample.secret(), nonce: Sample.nonce, account: "1234567890", role: .observe, epoch: 17)
                == "37d631ed167546a030122c5d82d50bd685c80109123f03d01af6022499718b8f")
        // The nonce counts as text: capital letters are others.
        let secret = try BridgeSecret(fileContents: [0x73, 0xFF, 0x00, 0x0A, 0x78, 0x0A])
        #expect(
            Proof.make(secret, nonce: Sample.nonce.uppercased(), account: "a", role: .trade, epoch: .min)
                == "c49f9b3b2a11a8266d04858d52db7c25560436a1d0858f9681d5c94d62c92c49")
    }

    @Test func `a proof is for one nonce, account, role, epoch and secret`() throws {
        let secret = try Sample.secret()
        #expect(Proof.isValid(hello(), nonce: Sample.nonce, secret: secret))
        #expect(Proof.isValid(hello(proof: Self.proof.uppercased()), nonce: Sample.nonce, secret: secret))
        #expect(!Proof.isValid(hello(), nonce: String(repeating: "0", count: 64), secret: secret))
        #expect(!Proof.isValid(hello(account: "1234567891"), nonce: Sample.nonce, secret: secret))
        #expect(!Proof.isValid(hello(role: .observe), nonce: Sample.nonce, secret: secret))
        #expect(!Proof.isValid(hello(epoch: 18), nonce: Sample.nonce, secret: secret))
        #expect(!Proof.isValid(hello(), nonce: Sample.nonce, secret: try Sample.secret("another")))
    }

    static let wrong = [
        "", "00", "4", String(proof.dropLast(2)), proof + "00", "x" + proof.dropFirst(), "0" + proof.dropFirst(),
    ]

    @Test(arguments: wrong)
    func `what is not the whole proof is no proof`(proof: String) throws {
        #expect(!Proof.isValid(hello(proof: proof), nonce: Sample.nonce, secret: try Sample.secret()))
    }

    @Test(arguments: ["\n", "\r\n", "\n\n", "\r", ""])
    func `newline characters at the end of the file are not the secret's`(ending: String) throws {
        let secret = try Sample.secret(Sample.secretText + ending)
        #expect(Proof.isValid(hello(), nonce: Sample.nonce, secret: secret))
    }

    @Test(arguments: [" ", "\nx", "\t"])
    func `everything else at the end is`(ending: String) throws {
        let secret = try Sample.secret(Sample.secretText + ending)
        #expect(!Proof.isValid(hello(), nonce: Sample.nonce, secret: secret))
    }

    @Test(arguments: ["", "\n", "\r\n\n"])
    func `an empty secret is refused`(text: String) {
        #expect(throws: BridgeSecret.Failure.empty) { try Sample.secret(text) }
    }

    @Test func `L06: a secret is never printed`() throws {
        let secret = try Sample.secret()
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(!text.contains("correct"))
            #expect(!text.contains("SymmetricKey"))
        }
    }

    @Test func `hexadecimal is read in either case and written in lower`() {
        #expect(Hex.text([0, 0x9A, 0xFF]) == "009aff")
        #expect(Hex.bytes("009aFF") == [0, 0x9A, 0xFF])
        #expect(Hex.bytes("") == [])
        #expect(Hex.bytes("0") == nil)
        #expect(Hex.bytes("0g") == nil)
        #expect(Hex.bytes("0é") == nil)
    }
}
