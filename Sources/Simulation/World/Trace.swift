import Market

/// The last things that happened, in words; empty where nobody wants to read them.
package struct Trace: Sendable {
    package let isOn: Bool
    private var lines: [String] = []
    private static var limit: Int { 400 }

    init(isOn: Bool) { self.isOn = isOn }

    package var last: [String] { lines }

    mutating func add(_ at: Timestamp, _ what: @autoclosure () -> String) {
        guard isOn else { return }
        lines.append("\(at.day) \(at.timeOfDay)  \(what())")
        if lines.count > Trace.limit { lines.removeFirst(lines.count - Trace.limit / 2) }
    }
}

/// A running sum over all that was decided and said (FNV-1a, 64 bits): two runs that differ anywhere differ here.
package struct Digest: Hashable, Sendable {
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func mix(_ number: Int64) {
        var rest = UInt64(bitPattern: number)
        for _ in 0..<8 {
            value = (value ^ (rest & 255)) &* 0x100_0000_01B3
            rest >>= 8
        }
    }

    mutating func mix(_ number: Int) { mix(Int64(number)) }

    mutating func mix(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
