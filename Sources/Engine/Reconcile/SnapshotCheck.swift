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
        /// No position at all, while the account's money says that it holds shares: a terminal that is cut off (D01, Q10).
        case positionsMissing
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
            case .positionsMissing: "the list of positions is empty although the account holds shares"
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
        if asset.marketValue > .zero, !positions.contains(where: { $0.volume > 0 }) { return .positionsMissing }
        return inconsistency(orders, fills, book: book)
    }

    /// Orders against fills within the snapshot, and the snapshot against what the book has proof of.
    private static func inconsistency(_ orders: [OrderReport], _ fills: [FillReport], book: Book) -> Problem? {
        if book.orders.isEmpty { return nil }
        // By place in the book's list; -1: not listed. Rows of others do not matter here.
        var filled = [Shares](repeating: 0, count: book.orders.count)
        var listed = [Shares](repeating: -1, count: book.orders.count)
        var near = 0
        for place in fills.indices {
            if let id = fills[place].clientOrderID, let index = book.index(of: id, near: &near) {
                filled[index] += fills[place].volume
            }
        }
        near = 0
        for place in orders.indices {
            // One submission was seen as two rows: the fuller one counts (qmt.md 8).
            if let id = orders[place].clientOrderID, let index = book.index(of: id, near: &near) {
                listed[index] = max(listed[index], orders[place].filled)
            }
        }
        for index in book.orders.indices where book.orders[index].intent.day == book.day {
            switch book.orders[index].state {
            case .inFlight, .unknown, .closed(.neverPlaced), .closed(.rejected), .closed(.expired),
                .closed(.resolved):
                continue
            case .working, .closed(.filled), .closed(.cancelled):
                let id = book.orders[index].id
                if listed[index] < 0 || listed[index] < book.orders[index].filled { return .behind(id) }
                if filled[index] != listed[index] { return .torn(id) }
            }
        }
        return nil
    }
}
