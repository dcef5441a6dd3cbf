/// The positions one strategy wants after a signal day, provably whole.
package struct TargetBatch: Hashable, Sendable, Codable {
    package struct Line: Hashable, Sendable, Codable {
        package var symbol: Symbol
        package var weight: Weight

        package init(symbol: Symbol, weight: Weight) {
            self.symbol = symbol
            self.weight = weight
        }
    }

    /// How it is known that nothing is missing.
    package enum Proof: String, Hashable, Sendable, Codable {
        /// The `CASH` row is there and the weights sum to 1 (± 1e-6).
        case cashRow = "cash_row"
        /// `<file>.sha256` matches the file.
        case checksum
        /// SQLite: `target_batches` gives the number of rows.
        case rowCount = "row_count"
    }

    /// Known after this day's close; executed on the next trading day.
    package var signalDay: Day
    package var strategy: String
    /// Ascending by symbol, without repetition, `CASH` not among them. Empty only where the source says all cash.
    package var lines: [Line]
    package var proof: Proof
    /// Where it was read, for people.
    package var source: String
    /// SHA-256 over the batch's canonical text (`Inputs.TargetDigest`), hex: the same content gives the same digest,
    /// from whatever source.
    package var digest: String
    /// Not to be begun after this moment, where the source says so.
    package var validUntil: Timestamp?

    package init(
        signalDay: Day, strategy: String, lines: [Line], proof: Proof, source: String, digest: String,
        validUntil: Timestamp? = nil
    ) {
        self.signalDay = signalDay
        self.strategy = strategy
        self.lines = lines
        self.proof = proof
        self.source = source
        self.digest = digest
        self.validUntil = validUntil
    }
}
