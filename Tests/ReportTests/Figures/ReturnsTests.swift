import Testing

@testable import Report

@Suite struct ReturnsTests {
    @Test func `returns are against the level before`() throws {
        let returns = try #require(Returns(levels: [100, 110, 99]))
        let expected: [Double] = [1.1 - 1, 0.9 - 1]
        #expect(returns.values == expected)
    }

    @Test(arguments: [[0, 1], [100, 0, 5], [-1, 2], [100, .nan], [.infinity, 1]] as [[Double]])
    func `a base that is not above zero, or not finite, gives none`(levels: [Double]) {
        #expect(Returns(levels: levels) == nil)
    }

    @Test func `the last level may be anything finite`() {
        #expect(Returns(levels: [100, 0])?.values == [-1])
        #expect(Returns(levels: [100, -50])?.values == [-1.5])
        #expect(Returns(levels: [Double]())?.values == [])
        #expect(Returns(levels: [0.0])?.values == [])
    }

    @Test func `mean and deviation of a small sample`() throws {
        let returns = Returns([0.01, 0.03, -0.01])
        #expect(abs(try #require(returns.mean) - 0.01) < 1e-15)
        #expect(abs(try #require(returns.deviation) - 0.02) < 1e-15)
        #expect(abs(try #require(returns.sharpe) - 0.5 * 252.0.squareRoot()) < 1e-12)
        // The only loss is a hundredth, its square over three days.
        let downside = (0.0001 / 3.0).squareRoot()
        let expected = 0.01 / downside * 252.0.squareRoot()
        #expect(abs(try #require(returns.sortino) - expected) < 1e-12)
    }

    @Test func `equal returns do not deviate, whatever rounding says`() {
        let returns = Returns(Array(repeating: 0.1, count: 7))
        #expect(returns.deviation == 0)
        #expect(returns.sharpe == nil && returns.sortino == nil)
    }

    @Test(arguments: [[], [0.01]] as [[Double]])
    func `too few returns have no deviation`(values: [Double]) {
        let returns = Returns(values)
        #expect(returns.deviation == nil && returns.volatility == nil)
        #expect(returns.sharpe == nil && returns.sortino == nil)
        #expect(returns.beta(on: returns) == nil)
    }

    @Test func `beta of twice the index is two`() throws {
        let index = Returns([0.01, -0.02, 0.005, 0.03])
        let double = Returns(index.values.map { $0 * 2 })
        #expect(abs(try #require(double.beta(on: index)) - 2) < 1e-12)
        #expect(double.beta(on: Returns([0.1, 0.1, 0.1, 0.1])) == nil)
        #expect(double.beta(on: Returns([0.1])) == nil)
    }

    @Test(
        arguments: [
            (1.1, 252, 0.1), (1.21, 504, 0.1), (1, 17, 0), (0, 100, -1),
        ] as [(Double, Int, Double)])
    func `growth in a year of 252 days`(growth: Double, days: Int, expected: Double) throws {
        #expect(abs(try #require(Returns.annual(growth: growth, days: days)) - expected) < 1e-12)
    }

    @Test func `growth that has no year is nil`() {
        #expect(Returns.annual(growth: -0.1, days: 10) == nil)
        #expect(Returns.annual(growth: 2, days: 0) == nil)
        // A thousandfold in a day is too much for a year.
        #expect(Returns.annual(growth: 1000, days: 1) == nil)
    }
}
