package import Foundation
import History

/// `qmtsim ledger`: the broker's books as JSON.
package struct LedgerCommand {
    package var state: String
    package var warehouse: String?
    package var scenario: String?

    package init(state: String, warehouse: String?, scenario: String?) {
        self.state = state
        self.warehouse = warehouse
        self.scenario = scenario
    }

    /// One JSON object; keys in snake case, prices and money in li (a thousandth of a yuan).
    package func run() throws -> Data {
        let books = try BrokerBooks(
            state: state, source: ServeCommand.source(warehouse: warehouse, scenario: scenario))
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(books)
    }
}
