import Market

/// The rows of one strategy and day, as they come, until they are proven to be all of them.
struct TargetDraft {
    let key: TargetDrafts.Key
    /// The row that began it.
    let firstRow: Int
    private(set) var rows = 0
    private var lines: [TargetBatch.Line] = []
    private var symbols: Set<Symbol> = []
    private var cashRow: Int?
    private var total = Weight.zero
    /// The first row after `CASH` that could be lost without a trace.
    private var untraceableRow: Int?

    init(key: TargetDrafts.Key, firstRow: Int) {
        self.key = key
        self.firstRow = firstRow
    }

    private var title: String { "\(Excerpt(key.strategy)) on \(key.day)" }

    mutating func add(
        _ holding: TargetValues.Holding, _ weight: Weight, row: Int, values: TargetValues
    ) throws(Refusal) {
        rows += 1
        let isNew: Bool
        switch holding {
        case .cash:
            isNew = cashRow == nil
            cashRow = row
        case .security(let symbol):
            isNew = symbols.insert(symbol).inserted
            lines.append(.init(symbol: symbol, weight: weight))
            if cashRow != nil, untraceableRow == nil, weight.trillionths <= 2 * TargetRules.tolerance {
                untraceableRow = row
            }
        }
        guard isNew else {
            let code = if case .security(let symbol) = holding { "\(symbol)" } else { "CASH" }
            throw values.refusal(
                .duplicateSymbol, row, "\(code) is there twice for \(title)", remedy: "give each code one row")
        }
        total = total + weight
    }

    /// The batch, if its rows add up and something says that they are all. `proof` is one from outside; without, the
    /// `CASH` row is the proof: the weights sum to 1 only if nothing is missing.
    func batch(
        provenBy proof: TargetBatch.Proof?, validUntil: Timestamp? = nil, values: TargetValues
    ) throws(Refusal) -> TargetBatch {
        if total.trillionths > Weight.one.trillionths + TargetRules.tolerance {
            throw values.refusal(
                .weightsAboveOne, cashRow ?? firstRow, "the weights for \(title) sum to \(total)",
                remedy: "give shares of the strategy's capital that sum to 1 at most")
        }
        if let cashRow {
            if total.trillionths < Weight.one.trillionths - TargetRules.tolerance {
                throw values.refusal(
                    .sumNotOne, cashRow, "the weights for \(title) sum to \(total) instead of 1, CASH included",
                    remedy: "wait until it is wholly written; if it is, correct the CASH row")
            }
        } else if proof == nil {
            throw values.refusal(
                .noProof, firstRow, "nothing proves that the targets for \(title) are whole",
                remedy: "add a row CASH with the rest of the capital, or "
                    + (values.isDatabase ? "a row in target_batches" : "FILE\(ChecksumFile.suffix)")
            )
        } else if total == .zero {
            throw values.refusal(
                .emptyPortfolio, firstRow, "all weights for \(title) are 0 and no CASH row says that this is meant",
                remedy: "to sell everything, give the row CASH with weight 1.0")
        }
        if proof == nil, let untraceableRow {
            // Whole and cut off before this row, both would sum to 1 within the tolerance.
            throw values.refusal(
                .rowAfterCash, untraceableRow, "a row of weight 0.000002 or less follows the CASH row of \(title)",
                remedy: "put the CASH row last")
        }
        let lines = lines.sorted { $0.symbol < $1.symbol }
        return TargetBatch(
            signalDay: key.day, strategy: key.strategy, lines: lines, proof: proof ?? .cashRow, source: values.source,
            digest: TargetDigest.hex(signalDay: key.day, strategy: key.strategy, lines: lines), validUntil: validUntil)
    }
}
