package import Market

/// What rules of risk are told from outside of the market and the account: industries, and the market's state. Read together
/// with the targets, for one signal day; nothing in it is younger than that.
package struct RiskInputs: Hashable, Sendable, Codable {
    /// The newest value of one name, known by the signal day.
    package struct State: Hashable, Sendable, Codable {
        package var name: String
        package var day: Day
        package var value: String

        package init(name: String, day: Day, value: String) {
            self.name = name
            self.day = day
            self.value = value
        }
    }

    package var signalDay: Day
    /// Ascending; the group of a security is a place in this list.
    package var industries: [String]
    package var industryOf: SymbolMap<Int>
    /// Ascending by name.
    package var states: [State]
    /// Sentences: what was refused, where, and what to do.
    package var refusals: [String]

    package init(
        signalDay: Day, industryOf: SymbolMap<String> = SymbolMap(), states: [State] = [], refusals: [String] = []
    ) {
        self.signalDay = signalDay
        industries = []
        for name in industryOf.values.sorted() where industries.last != name { industries.append(name) }
        var places: [String: Int] = [:]
        for (place, name) in industries.enumerated() { places[name] = place }
        self.industryOf = SymbolMap()
        self.industryOf.reserveCapacity(industryOf.count)
        for (symbol, name) in industryOf { self.industryOf[symbol] = places[name] }
        self.states = states
        self.refusals = refusals
    }

    /// The value in force: nil where there is none, where it is of a later day than the signal's, or older than allowed.
    package func state(_ name: String, ageMaximumDays: Int) -> State? {
        guard let state = states.first(where: { $0.name == name }), state.day <= signalDay,
            state.day.distance(to: signalDay) <= ageMaximumDays
        else { return nil }
        return state
    }
}
