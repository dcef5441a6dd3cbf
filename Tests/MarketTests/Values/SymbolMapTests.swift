import Foundation
import Market
import Testing

@Suite struct SymbolMapTests {
    private static func symbol(_ random: inout SplitMix64) throws -> Symbol {
        let venue = try #require(Venue.allCases.randomElement(using: &random))
        return try #require(Symbol(digits: Int.random(in: 0...40, using: &random) * 10_007 % 1_000_000, venue: venue))
    }

    @Test func `it behaves like a dictionary that iterates in symbol order`() throws {
        let seed: UInt64 = 51
        var random = SplitMix64(seed: seed)
        var map = SymbolMap<Int>()
        var model: [Symbol: Int] = [:]
        for step in 0..<20_000 {
            let symbol = try Self.symbol(&random)
            switch random.next() % 5 {
            case 0, 1:
                map[symbol] = step
                model[symbol] = step
            case 2:
                map[symbol] = nil
                model[symbol] = nil
            case 3:
                map[symbol, default: 100] += 1
                model[symbol, default: 100] += 1
            default:
                #expect(map[symbol] == model[symbol], "seed \(seed), step \(step)")
                #expect(map[symbol, default: -1] == model[symbol, default: -1])
            }
            if step % 1000 == 0 {
                let sorted = model.sorted { $0.key < $1.key }
                #expect(map.keys == sorted.map(\.key), "seed \(seed), step \(step)")
                #expect(map.values == sorted.map(\.value))
                #expect(map.map(\.0) == sorted.map(\.key))
                #expect(map.count == model.count && map.isEmpty == model.isEmpty)
            }
        }
    }

    @Test func `places are found whatever is guessed, and the guess becomes the place after`() throws {
        let seed: UInt64 = 53
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            var map = SymbolMap<Int>()
            for step in 0..<Int.random(in: 0...30, using: &random) { map[try Self.symbol(&random)] = step }
            for _ in 0..<40 {
                let symbol = try Self.symbol(&random)
                let guess = Int.random(in: 0...map.count + 6, using: &random)
                var near = guess
                let place = map.index(of: symbol, near: &near)
                #expect(place.map { map.values[$0] } == map[symbol], "seed \(seed)")
                #expect(near == place.map { $0 + 1 } ?? guess, "seed \(seed)")
            }
        }
    }

    @Test func `a list ascends where no symbol repeats or falls back`() throws {
        let symbols = try ["000001.SZ", "600000.SH", "600001.SH"].map { try #require(Symbol($0)) }
        #expect([Symbol]().isAscending && symbols.isAscending && [symbols[1]].isAscending)
        #expect(![symbols[0], symbols[0]].isAscending)
        #expect(![symbols[0], symbols[2], symbols[1]].isAscending)
        #expect(SymbolMap(ascending: [symbols[1], symbols[0]], by: \.self) == nil)
    }

    @Test func `the order of insertion does not show`() throws {
        let seed: UInt64 = 52
        var random = SplitMix64(seed: seed)
        var symbols: [Symbol] = []
        for _ in 0..<60 { symbols.append(try Self.symbol(&random)) }
        var first = SymbolMap<Int>()
        for symbol in symbols.sorted() { first[symbol] = symbol.digits }
        var second = SymbolMap<Int>()
        for symbol in symbols.shuffled(using: &random) { second[symbol] = symbol.digits }
        #expect(first == second)
        #expect(first.hashValue == second.hashValue)
    }

    @Test func `JSON keeps the content, and its text does not depend on the order of insertion`() throws {
        let bank = try #require(Symbol("000001.SZ"))
        let other = try #require(Symbol("600000.SH"))
        var map = SymbolMap<Int>()
        map[other] = 2
        map[bank] = 1
        let data = try JSONEncoder().encode(map)
        #expect(try JSONDecoder().decode(SymbolMap<Int>.self, from: data) == map)
        let expected = #"[{"symbol":"000001.SZ","value":1},{"symbol":"600000.SH","value":2}]"#
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(map), as: UTF8.self) == expected)
    }

    @Test func `removing everything leaves nothing`() throws {
        var map = SymbolMap<Int>()
        map.reserveCapacity(10)
        map[try #require(Symbol("000001.SZ"))] = 1
        map.removeAll()
        #expect(map.isEmpty && map.values.isEmpty && map.keys.isEmpty)
    }
}
