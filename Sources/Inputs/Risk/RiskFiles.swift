package import Market

/// The files that rules of risk are fed from, read anew each time. What is refused is as if it were not there, and said.
package struct RiskFiles: Hashable, Sendable {
    package struct Reading: Hashable, Sendable {
        package var industries = SymbolMap<String>()
        /// Ascending by name.
        package var states: [MarketStateRow] = []
        package var refusals: [Refusal] = []
    }

    private let industryFile: String?
    private let stateFile: String?
    private let stateDatabase: String?

    package init(industryFile: String?, stateFile: String?, stateDatabase: String?) {
        self.industryFile = industryFile
        self.stateFile = stateFile
        self.stateDatabase = stateDatabase
    }

    /// What was known by the close of `day`.
    package func read(by day: Day) -> Reading {
        var reading = Reading()
        if let industryFile {
            do throws(Refusal) { reading.industries = try IndustryFile.read(industryFile) } catch {
                reading.refusals.append(error)
            }
        }
        do throws(Refusal) {
            var rows: [MarketStateRow] = []
            if let stateFile { rows = try MarketStateFile.read(stateFile) }
            if let stateDatabase { rows = try MarketStateDatabase.read(stateDatabase, by: day) }
            reading.states = MarketStates(rows).newest(by: day)
        } catch { reading.refusals.append(error) }
        return reading
    }
}
