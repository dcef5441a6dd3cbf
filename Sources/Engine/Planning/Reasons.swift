/// The rules of risk that changed one line, each once. A few bits, because every line of a plan carries them; in a journal a
/// list of raw values, in the order of the rules.
package struct Reasons: Hashable, Sendable {
    private var bits: UInt32 = 0

    package init() {}
    package init(_ reason: Reason) { insert(reason) }

    package var isEmpty: Bool { bits == 0 }

    /// In the order in which the rules are applied.
    package var list: [Reason] { Reason.overlays.filter { contains($0) } }

    /// The first by the order of the rules.
    package var first: Reason? { isEmpty ? nil : Reason.overlays.first { contains($0) } }

    package func contains(_ reason: Reason) -> Bool { bits & Reasons.bit(of: reason) != 0 }

    /// A reason that no rule of risk has changes nothing.
    package mutating func insert(_ reason: Reason) { bits |= Reasons.bit(of: reason) }

    package mutating func formUnion(_ other: Reasons) { bits |= other.bits }

    private static func bit(of reason: Reason) -> UInt32 { reason.overlayPlace.map { 1 << UInt32($0) } ?? 0 }
}

extension Reasons: ExpressibleByArrayLiteral {
    package init(arrayLiteral reasons: Reason...) {
        for reason in reasons { insert(reason) }
    }
}

extension Reasons {
    /// One cell of a table; nil where no rule changed the line.
    package var text: String? { isEmpty ? nil : description }
}

extension Reasons: CustomStringConvertible {
    /// Raw values with a plus between them: one cell of a table.
    package var description: String { list.map(\.rawValue).joined(separator: "+") }
}

extension Reasons: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Journals of before the rules could be stacked have a single one.
        let reasons = try (try? container.decode([Reason].self)) ?? [container.decode(Reason.self)]
        for reason in reasons { insert(reason) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(list)
    }
}
