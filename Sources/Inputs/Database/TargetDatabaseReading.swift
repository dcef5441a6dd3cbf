import GRDB
import Market

/// One reading of a database of targets: rows into drafts, drafts into batches.
struct TargetDatabaseReading {
    /// A row of `target_batches`.
    private struct Statement {
        var row: Int
        var rowCount: Int64
        var validUntil: Timestamp?
    }

    private typealias Key = TargetDrafts.Key

    private var values: TargetValues
    private let maximumRows: Int
    private let hasBatches: Bool
    private var statements: [Key: Statement] = [:]
    private var drafts = TargetDrafts()
    private var keys: Set<Key> = []
    private var refused: [Key: Refusal] = [:]

    init(source: String, today: Day, rules: TargetRules, maximumRows: Int, hasBatches: Bool) {
        values = TargetValues(source: source, isDatabase: true, today: today, rules: rules)
        self.maximumRows = maximumRows
        self.hasBatches = hasBatches
    }

    /// Also takes rows whose day is no text: they would be later than anything, or nothing at all.
    private static let filter = "WHERE typeof(trade_date) <> 'text' OR trade_date >= ? ORDER BY rowid LIMIT ?"

    mutating func readBatches(_ db: Database, from first: Day) throws {
        guard hasBatches else { return }
        let sql = "SELECT rowid, trade_date, strategy_name, row_count, valid_until FROM target_batches \(Self.filter)"
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [first.description, maximumRows])
        while let row = try rows.next() {
            let number = Int(row.integer(0) ?? 0)
            let key = try key(row, number)
            guard case .int64(let rowCount) = row.value(3) else {
                refuse(
                    key,
                    values.refusal(
                        .rowCountMismatch, number, "row_count is no whole number", remedy: "give the number of rows"))
                continue
            }
            do throws(Refusal) {
                try values.check(key.day, row: number)
                let validUntil = try validUntil(row.value(4), number)
                if statements[key] != nil {
                    throw values.refusal(
                        .rowCountMismatch, number, "target_batches has \(Excerpt(key.strategy)) on \(key.day) twice",
                        remedy: "give each batch one row")
                }
                statements[key] = Statement(row: number, rowCount: rowCount, validUntil: validUntil)
            } catch { refuse(key, error) }
        }
    }

    mutating func readPositions(_ db: Database, from first: Day) throws {
        let sql = "SELECT rowid, trade_date, strategy_name, ts_code, target_weight FROM target_positions \(Self.filter)"
        let limit = maximumRows + 1
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [first.description, limit])
        var count = 0
        while let row = try rows.next() {
            count += 1
            if count == limit {
                throw values.refusal(
                    .tooManyRows, nil, "it has more than \(limit - 1) rows from \(first) on",
                    remedy: "check what wrote them, or move old ones away")
            }
            let number = Int(row.integer(0) ?? 0)
            let key = try key(row, number)
            do throws(Refusal) {
                let holding = try values.holding(text(row.value(3), "ts_code", .badSymbol, number), row: number)
                let weight = try weight(row.value(4), number)
                try drafts.add(key, holding, weight, row: number, values: values)
            } catch { refuse(key, error) }
        }
    }

    func scan() -> TargetScan {
        var scan = TargetScan()
        for key in keys.sorted() {
            do throws(Refusal) {
                if let refusal = refused[key] { throw refusal }
                scan.batches.append(try batch(key))
            } catch { scan.refusals.append(error) }
        }
        scan.refusals.sort()
        return scan
    }

    private func batch(_ key: Key) throws(Refusal) -> TargetBatch {
        let draft = drafts[key] ?? TargetDraft(key: key, firstRow: statements[key]?.row ?? 0)
        guard let statement = statements[key] else { return try draft.batch(provenBy: nil, values: values) }
        if statement.rowCount != draft.rows {
            throw values.refusal(
                .rowCountMismatch, statement.row,
                "target_batches says \(statement.rowCount) rows for \(Excerpt(key.strategy)) on \(key.day), "
                    + "there are \(draft.rows)",
                remedy: "write both in one transaction")
        }
        return try draft.batch(provenBy: .rowCount, validUntil: statement.validUntil, values: values)
    }

    private mutating func refuse(_ key: Key, _ refusal: Refusal) {
        if refused[key] == nil { refused[key] = refusal }
    }

    private mutating func key(_ row: Row, _ number: Int) throws(Refusal) -> Key {
        let day = try values.day(text(row.value(1), "trade_date", .badDate, number), row: number)
        let strategy = try values.strategy(text(row.value(2), "strategy_name", .badStrategy, number), row: number)
        let key = Key(day: day, strategy: strategy)
        keys.insert(key)
        return key
    }

    private func text(
        _ value: DatabaseValue.Storage, _ column: String, _ code: Refusal.Code, _ row: Int
    ) throws(Refusal) -> String {
        if case .string(let text) = value { return text }
        throw values.refusal(code, row, "\(column) is not text", remedy: "store it as text")
    }

    /// A floating-point number means the decimal with twelve places that is nearest to it, so that it gives the weight,
    /// and the digest, that its text would.
    private func weight(_ value: DatabaseValue.Storage, _ row: Int) throws(Refusal) -> Weight {
        switch value {
        case .string(let text): return try values.weight(text, row: row)
        case .int64(let number): return try values.weight(String(number), row: row)
        case .double(let number) where number >= 0 && number <= 1000:
            return try values.inRange(Weight(trillionths: Int64((number * 1e12).rounded())), "\(number)", row: row)
        case .double, .blob, .null:
            throw values.refusal(
                .badWeight, row, "target_weight is not a number from 0 to 1", remedy: "store a number from 0 to 1")
        }
    }

    private func validUntil(_ value: DatabaseValue.Storage, _ row: Int) throws(Refusal) -> Timestamp? {
        if case .null = value { return nil }
        if case .string(let text) = value, let moment = Timestamp(text) { return moment }
        throw values.refusal(
            .badValidUntil, row, "valid_until is not a moment with its offset",
            remedy: "write it as in 2026-11-23T09:25:00+08:00, or leave it null")
    }
}

extension Row {
    /// Whatever is there; GRDB's own subscripts trap on a wrong type.
    fileprivate func value(_ index: Int) -> DatabaseValue.Storage {
        let value: DatabaseValue = self[index]
        return value.storage
    }

    fileprivate func integer(_ index: Int) -> Int64? {
        if case .int64(let integer) = value(index) { integer } else { nil }
    }
}
