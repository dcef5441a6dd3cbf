/// What must hold for any bytes from outside: a decoder, fed, and its promises, checked. The fuzzer feeds it for hours; the
/// tests feed it what is kept.
package struct Probe: Sendable {
    package var name: String
    /// Throws a `Violation`, or traps, where a promise is broken.
    package var run: @Sendable (_ input: [UInt8]) throws -> Void

    package static let all: [Probe] = [
        .lines, .messages, .client, .server, .targets, .sidecar, .calendar, .configuration, .control, .journal,
        .shimLog,
    ]
}

/// A broken promise.
package struct Violation: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

extension Probe {
    static func check(_ holds: Bool, _ promise: @autoclosure () -> String) throws(Violation) {
        if !holds { throw Violation(promise()) }
    }
}

/// Pieces of an input, cut where its own bytes say: the same input is always cut alike.
struct Cuts {
    private var state: UInt64

    init(_ input: [UInt8]) {
        // FNV-1a.
        state = input.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    mutating func next(below bound: Int) -> Int {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }

    /// Mostly small pieces, sometimes large ones.
    mutating func pieces(of input: [UInt8]) -> [ArraySlice<UInt8>] {
        var rest = input[...]
        var pieces: [ArraySlice<UInt8>] = []
        while !rest.isEmpty {
            let longest = next(below: 4) == 0 ? rest.count : min(rest.count, 7)
            let piece = rest.prefix(1 + next(below: longest))
            pieces.append(piece)
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}
