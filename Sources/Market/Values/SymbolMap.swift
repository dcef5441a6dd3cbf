/// A map from symbols to values that iterates in symbol order, always: hash order must never reach an order or a log.
///
/// Sorted arrays: lookups are binary searches, appending in order is constant time, inserting in the middle moves the tail
/// (fine for the few thousand securities that there are).
///
/// Inlinable, because it is generic and is asked several times for every order.
@usableFromInline
package struct SymbolMap<Value> {
    @usableFromInline package internal(set) var keys: [Symbol] = []
    @usableFromInline package internal(set) var values: [Value] = []

    @inlinable package init() {}

    /// Nil where the values do not ascend by their symbols without repetition.
    @inlinable package init?(ascending values: [Value], by symbol: (Value) -> Symbol) {
        let keys = values.map(symbol)
        guard keys.isAscending else { return nil }
        self.keys = keys
        self.values = values
    }

    /// Each value under the symbol at its place; of several for one symbol the last.
    @inlinable package init(_ symbols: [Symbol], _ values: [Value]) {
        if symbols.count == values.count, symbols.isAscending {
            keys = symbols
            self.values = values
        } else {
            for (symbol, value) in zip(symbols, values) { self[symbol] = value }
        }
    }

    @inlinable package var isEmpty: Bool { keys.isEmpty }
    @inlinable package var count: Int { keys.count }

    @inlinable package mutating func reserveCapacity(_ count: Int) {
        keys.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    /// Where the symbol's value stands in `values`; nil where there is none. `near` is a guess and becomes the place after it:
    /// who asks for many mostly asks for them in ascending order, with a few left out.
    @inlinable package func index(of symbol: Symbol, near: inout Int) -> Int? {
        var index = near
        let end = Swift.min(near + 4, keys.count)
        while index < end, keys[index] != symbol { index += 1 }
        if index >= end {
            index = position(of: symbol)
            guard index < keys.count, keys[index] == symbol else { return nil }
        }
        near = index + 1
        return index
    }

    @inlinable package subscript(symbol: Symbol) -> Value? {
        get {
            let index = position(of: symbol)
            return index < keys.count && keys[index] == symbol ? values[index] : nil
        }
        set {
            let index = position(of: symbol)
            let isPresent = index < keys.count && keys[index] == symbol
            switch (newValue, isPresent) {
            case (let value?, true):
                values[index] = value
            case (let value?, false):
                insert(value, for: symbol, at: index)
            case (nil, true):
                keys.remove(at: index)
                values.remove(at: index)
            case (nil, false):
                break
            }
        }
    }

    @inlinable package subscript(symbol: Symbol, default defaultValue: @autoclosure () -> Value) -> Value {
        get { self[symbol] ?? defaultValue() }
        _modify {
            let index = position(of: symbol)
            if index == keys.count || keys[index] != symbol {
                insert(defaultValue(), for: symbol, at: index)
            }
            yield &values[index]
        }
    }

    @inlinable package mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    @inlinable mutating func insert(_ value: Value, for symbol: Symbol, at index: Int) {
        // Appending is much cheaper than inserting at the end.
        if index == keys.count {
            keys.append(symbol)
            values.append(value)
        } else {
            keys.insert(symbol, at: index)
            values.insert(value, at: index)
        }
    }

    /// The first index whose key is not below `symbol`.
    @inlinable func position(of symbol: Symbol) -> Int {
        if let last = keys.last, last < symbol { return keys.count }
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) >> 1
            if keys[middle] < symbol { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SymbolMap: Sequence {
    @inlinable package func makeIterator() -> Zip2Sequence<[Symbol], [Value]>.Iterator {
        zip(keys, values).makeIterator()
    }
}

extension SymbolMap: Sendable where Value: Sendable {}
extension SymbolMap: Equatable where Value: Equatable {}
extension SymbolMap: Hashable where Value: Hashable {}

extension SymbolMap: Codable where Value: Codable {
    private struct Pair: Codable {
        var symbol: Symbol
        var value: Value
    }

    @usableFromInline package init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        while !container.isAtEnd {
            let pair = try container.decode(Pair.self)
            self[pair.symbol] = pair.value
        }
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for (symbol, value) in self { try container.encode(Pair(symbol: symbol, value: value)) }
    }
}
