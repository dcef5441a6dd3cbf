import Foundation
import Market
import Testing

@Suite struct SymbolSetTests {
    @Test func `it knows what was put in and nothing else`() throws {
        var seed = SplitMix64(seed: 21)
        var set = SymbolSet()
        var model: Set<Symbol> = []
        for _ in 0..<5_000 {
            let symbol = try anySymbol(&seed)
            #expect(set.contains(symbol) == model.contains(symbol), "seed 21")
            set.insert(symbol)
            model.insert(symbol)
        }
        #expect(set.count == model.count)
        #expect(set.sorted == model.sorted())
    }

    @Test func `the order of insertion does not matter`() throws {
        let symbols = try ["600000.SH", "000001.SZ", "300750.SZ", "830799.BJ"].map { try #require(Symbol($0)) }
        var forward = SymbolSet()
        var backward = SymbolSet()
        for symbol in symbols { forward.insert(symbol) }
        for symbol in symbols.reversed() { backward.insert(symbol) }
        #expect(forward == backward)
        #expect(forward.hashValue == backward.hashValue)
        #expect(forward != SymbolSet())
        #expect(try JSONDecoder().decode(SymbolSet.self, from: JSONEncoder().encode(forward)) == forward)
    }

    @Test func `a map of an older journal is read as a set`() throws {
        var map = SymbolMap<Bool>()
        map[try #require(Symbol("600000.SH"))] = true
        let set = try JSONDecoder().decode(SymbolSet.self, from: JSONEncoder().encode(map))
        #expect(set.sorted == map.keys)
    }
}

@Suite struct SymbolNumbersTests {
    @Test func `numbers are found, replaced and forgotten`() throws {
        var seed = SplitMix64(seed: 22)
        var numbers = SymbolNumbers()
        for _ in 0..<3 {
            var model: [Symbol: Int] = [:]
            for number in 0..<2_000 {
                let symbol = try anySymbol(&seed)
                #expect(numbers[symbol] == model[symbol], "seed 22")
                numbers.set(number, for: symbol)
                model[symbol] = number
            }
            for (symbol, number) in model { #expect(numbers[symbol] == number, "seed 22") }
            numbers.removeAll()
            for symbol in model.keys { #expect(numbers[symbol] == nil, "seed 22") }
        }
    }
}

private func anySymbol(_ seed: inout SplitMix64) throws -> Symbol {
    let venue: Venue = seed.next() % 2 == 0 ? .shenzhen : .shanghai
    return try #require(Symbol(digits: Int(seed.next() % 3_000) + 599_000, venue: venue))
}
