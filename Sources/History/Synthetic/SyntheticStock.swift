package import Market

/// One invented security. Its code lies in a true range, so that the market's rules know it; its name says what it is.
package struct SyntheticStock: Hashable, Sendable {
    package var symbol: Symbol
    package var name: String
    package var board: Board
    package var listed: Day
    /// The first bar, as an index of the market's days; 0 unless it is listed while the market runs.
    package var firstSession: Int
    /// ST from this index on; nil never.
    package var riskWarnedFrom: Int?
    /// The close before the first bar; the issue price of a new listing.
    package var startPrice: Price

    var rules: InstrumentClass
    /// Of a day's return, in millionths.
    var drift: Int64
    var deviation: Int64
    /// Shares of an ordinary day.
    var usualVolume: Int64

    func isRiskWarned(_ session: Int) -> Bool { riskWarnedFrom.map { session >= $0 } ?? false }

    /// 1 on the day of listing; nil for those listed before the market began.
    func listingDay(_ session: Int) -> Int? {
        firstSession > 0 && session - firstSession < 300 ? session - firstSession + 1 : nil
    }

    /// All stocks of a scenario, ascending by symbol.
    static func all(
        _ scenario: SyntheticScenario, _ sessions: [Day], _ random: inout SyntheticRandom
    ) -> [SyntheticStock] {
        let counts = scenario.stocks
        let groups: [(first: Int, venue: Venue, board: Board, count: Int)] = [
            (000_001, .shenzhen, .main, counts.shenzhenMain), (300_001, .shenzhen, .chinext, counts.chinext),
            (600_001, .shanghai, .main, counts.shanghaiMain), (688_001, .shanghai, .star, counts.star),
            (920_001, .beijing, .bse, counts.beijing),
        ]
        var stocks: [SyntheticStock] = []
        for group in groups {
            for index in 0..<group.count {
                guard let symbol = Symbol(digits: group.first + index, venue: group.venue) else { continue }
                stocks.append(
                    SyntheticStock(symbol, group.board, number: stocks.count + 1, scenario, &random))
            }
        }
        list(scenario, sessions, &stocks)
        warn(scenario, &stocks)
        return stocks
    }

    private init(
        _ symbol: Symbol, _ board: Board, number: Int, _ scenario: SyntheticScenario, _ random: inout SyntheticRandom
    ) {
        let digits = String(number)
        self.symbol = symbol
        self.board = board
        name = "Synthetic " + String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
        rules = InstrumentClass(venue: symbol.venue, board: board, kind: .stock)
        // After the youngest board had opened, and more than 300 sessions before the earliest first day.
        let day = Day(number: 18_993 + Int32(random.below(280)))
        listed = day.weekday <= 5 ? day : day.advanced(by: -2)
        firstSession = 0
        riskWarnedFrom = nil
        // The third power makes low prices common and high ones rare.
        let share = random.below(1001)
        let yuan = (scenario.highestStartYuan - scenario.lowestStartYuan) * share * share * share
        startPrice = .fen(scenario.lowestStartYuan * 100 + yuan / 10_000_000 + random.below(100))
        drift = random.around(deviation: 1200)
        deviation = (board == .main ? 15_000 : 22_000) + random.below(6000)
        usualVolume = (500 + random.below(20_000)) * 1000 / (1 + startPrice.li / 20_000)
    }

    /// Spreads the new listings over the boards and over the days up to two thirds.
    private static func list(_ scenario: SyntheticScenario, _ sessions: [Day], _ stocks: inout [SyntheticStock]) {
        // The last of each board first, then the last but one, and so on.
        var order: [Int] = []
        for distance in 0..<stocks.count {
            for board in [Board.main, .star, .chinext, .bse] {
                let places = stocks.indices.filter { stocks[$0].board == board }
                // The first of a board stays: there must be one that can be a target.
                if distance < places.count - 1 { order.append(places[places.count - 1 - distance]) }
            }
        }
        for (number, place) in order.prefix(scenario.newListings).enumerated() {
            let session = (number + 1) * sessions.count * 2 / (3 * (scenario.newListings + 1))
            guard session > 0 else { continue }
            stocks[place].firstSession = session
            stocks[place].listed = sessions[session]
        }
    }

    private static func warn(_ scenario: SyntheticScenario, _ stocks: inout [SyntheticStock]) {
        let places = stocks.indices.filter { stocks[$0].board == .main && stocks[$0].firstSession == 0 }
        guard scenario.riskWarned > 0 else { return }
        for number in 0..<scenario.riskWarned {
            let place = places[number * places.count / scenario.riskWarned]
            stocks[place].riskWarnedFrom = number.isMultiple(of: 2) ? 0 : scenario.dayCount / 2
        }
    }
}
