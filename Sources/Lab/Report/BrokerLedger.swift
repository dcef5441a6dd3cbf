import Exchange
import History
import Market
import SimulatedSide

/// A simulated broker's own books, rebuilt from its state file: what the daemon's journal is measured against.
struct BrokerLedger {
    let figures: LedgerFigures
    let cash: Money
    let positions: SymbolMap<Shares>

    init(state: String, warehouse: String) throws {
        let shim = try SimulatedShim.reopened(state: state, source: WarehouseDays(Warehouse.open(warehouse)))
        figures = shim.exchange.figures
        let snapshot = shim.exchange.snapshot(at: shim.clock, sequence: 0)
        cash = (snapshot.asset?.cash ?? .zero) + (snapshot.asset?.frozenCash ?? .zero)
        var positions = SymbolMap<Shares>()
        for row in snapshot.positions.known ?? [] where row.volume > 0 { positions[row.symbol] = row.volume }
        self.positions = positions
    }
}
