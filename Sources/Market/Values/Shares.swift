/// A count of shares, fund units or bond units. Negative only as a difference.
@usableFromInline
package struct Shares: Hashable, Comparable, Sendable, Codable {
    @usableFromInline package var count: Int64

    @inlinable package init(_ count: Int64) { self.count = count }
    @inlinable package static var zero: Shares { Shares(0) }

    @inlinable package static func == (left: Shares, right: Shares) -> Bool { left.count == right.count }
    @inlinable package static func < (left: Shares, right: Shares) -> Bool { left.count < right.count }
    @inlinable package static func + (left: Shares, right: Shares) -> Shares { Shares(left.count + right.count) }
    @inlinable package static func - (left: Shares, right: Shares) -> Shares { Shares(left.count - right.count) }
    @inlinable package static func += (left: inout Shares, right: Shares) { left.count += right.count }
    @inlinable package static func -= (left: inout Shares, right: Shares) { left.count -= right.count }
    @inlinable package static prefix func - (shares: Shares) -> Shares { Shares(-shares.count) }

    /// The largest multiple of `step` that is not above this count. For counts that are not negative.
    @inlinable package func roundedDown(to step: Shares) -> Shares {
        // The usual lot by multiplication, which takes a fraction of a division's time.
        step.count == 100 ? Shares(count / 100 * 100) : Shares(count / step.count * step.count)
    }

    /// For counts that are not negative.
    @inlinable package func isMultiple(of step: Shares) -> Bool { roundedDown(to: step) == self }

    @usableFromInline package init(from decoder: any Decoder) throws {
        count = try decoder.singleValueContainer().decode(Int64.self)
    }

    @usableFromInline package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}

extension Shares: ExpressibleByIntegerLiteral, CustomStringConvertible {
    @inlinable package init(integerLiteral value: Int64) { self.init(value) }
    @usableFromInline package var description: String { String(count) }
}
