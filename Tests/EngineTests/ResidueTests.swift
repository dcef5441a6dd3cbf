import Engine
import Market
import Testing

/// Rows that stay in the broker's list after everything was sold (qmt.md 5).
@Suite struct ResidueTests {
    @Test func `D07: a row of zero shares is no holding`() throws {
        let (sold, kept) = (Make.symbol("600000.SH"), Make.symbol("600036.SH"))
        let snapshot = AccountSnapshot(
            asOf: Make.noon, sequence: 1, tradingDay: Make.noon.day, asset: nil,
            positions: .rows([
                PositionReport(symbol: sold, volume: 0, sellable: 0),
                PositionReport(symbol: kept, volume: 100, sellable: 100),
            ]), orders: .empty, fills: .empty)
        let holdings = try #require(SymbolMap<Holding>(snapshot))
        #expect(holdings[sold] == nil)
        #expect(holdings[kept]?.volume == 100)
        // What was kept for it ends: a later purchase begins anew.
        let change = EntryReview.change(
            of: Entry(shares: 100, cost: .yuan(1_000)), held: 0, reference: nil, lastClose: nil)
        #expect(change == .init(entry: nil, because: .ended))
    }
}
