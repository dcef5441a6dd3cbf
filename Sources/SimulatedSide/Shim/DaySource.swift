package import Market

/// Where the simulated side's days come from, in ascending order.
package protocol DaySource: Sendable {
    var days: [Day] { get }
    /// Names what the days are, so that a state is not continued over others.
    var identity: String { get }
    func sheet(_ day: Day) throws -> DaySheet
    func name(of symbol: Symbol) -> String?
    func listed(_ symbol: Symbol) -> Day?
}
