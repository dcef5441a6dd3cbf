package import Market

/// Whether a snapshot may be believed. Incomplete, old, torn or foreign ones are never used to plan, to conclude that
/// something is not there, or to move a risk baseline (invariants 21 and 41).
package enum SnapshotCheck {
    package enum Problem: Hashable, Sendable {
        case unknownPositions, unknownOrders, unknownFills, unknownAsset
        case notToday(Day?)
        case old(ageMilliseconds: Int64)
        /// Nothing at all in the account, while positions are listed (qmt.md 5: zero outside hours).
        case assetIsZero
        /// The order's own fills do not add up to what its row says.
        case torn(ClientOrderID)
        /// The list is older than what we know already.
        case behind(ClientOrderID)

        /// What happened; the next snapshot follows by itself.
        package var text: String {
            switch self {
            case .unknownPositions: "the broker's positions are not known"
            case .unknownOrders: "the broker's orders are not known"
            case .unknownFills: "the broker's fills are not known"
            case .unknownAsset: "the account's cash is not known"
            case .notToday(let day):
                "the terminal's trading day is \(day.map { "\($0)" } ?? "not known"), not today; restart the terminal"
            case .old(let age): "the account's data is \(age / 1000) s old"
            case .assetIsZero: "the account's figures are zero although it holds shares"
            case .torn(let id): "the fills of order \(id) do not add up to its row yet"
            case .behind(let id): "order \(id) is not in the list yet, or older there than what was already reported"
            }
        }
    }

    /// The first problem, or nil where the snapshot can be used to plan at `now` on `day`.
    package static func problem(
        in snapshot: AccountSnapshot, book: Book, day: Day, now: Timestamp, ageMaximumSeconds: Int64
    ) -> Problem? {
        guard snapshot.tradingDay == day else { return .notToday(snapshot.tradingDay) }
        let age = now.milliseconds(since: snapshot.asOf)
        if age > ageMaximumSeconds * 1000 { return .old(ageMilliseconds: age) }
        guard let positions = snapshot.positions.known else { return .unknownPositions }
        guard let orders = snapshot.orders.known else { return .unknownOrders }
        guard let fills = snapshot.fills.known else { return .unknownFills }
        guard let asset = snapshot.asset else { return .unknownAsset }
        if asset.total == .zero, positions.contains(where: { $0.volume > 0 }) { return .assetIsZero }
        return inconsistency(orders, fills, book: book)
    }

    /// Orders against fills within the snapshot, and the snapshot against what the book has proof of.
    private static func inconsistency(_ orders: [OrderReport], _ fills: [FillReport], book: Book) -> Problem? {
        var filled: [ClientOrderID: Shares] = [:]
        for fill in fills {
            guard let id = fill.clientOrderID else { continue }
            filled[id, default: 0] += fill.volume
        }
        var listed: [ClientOrderID: Shares] = [:]
        for row in orders {
            guard let id = row.clientOrderID else { continue }
            // One submission was seen as two rows: the fuller one counts (qmt.md 8).
            listed[id] = max(listed[id] ?? 0, row.filled)
        }
        for order in book.orders where order.intent.day == book.day {
            switch order.state {
            case .inFlight, .unknown, .closed(.neverPlaced), .closed(.rejected), .closed(.expired):
                continue
            case .working, .closed(.filled), .closed(.cancelled):
                guard let row = listed[order.id], row >= order.filled else { return .behind(order.id) }
                if filled[order.id, default: 0] != row { return .torn(order.id) }
            }
        }
        return nil
    }
}
