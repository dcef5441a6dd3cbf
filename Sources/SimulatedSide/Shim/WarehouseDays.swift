package import History
package import Market

/// Days from a warehouse of daily bars.
package struct WarehouseDays: DaySource {
    private let warehouse: Warehouse

    package init(_ warehouse: Warehouse) {
        self.warehouse = warehouse
    }

    package var days: [Day] { warehouse.days }

    package var identity: String {
        "\(warehouse.symbols.count) securities, \(warehouse.manifest.firstDay) to \(warehouse.manifest.lastDay)"
    }

    package func sheet(_ day: Day) throws -> DaySheet { try warehouse.daySheet(day) }
    package func name(of symbol: Symbol) -> String? { warehouse.name(of: symbol) }
    package func listed(_ symbol: Symbol) -> Day? { warehouse.listed(symbol) }
}
