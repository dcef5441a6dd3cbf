/// What is known of one bar, as stored.
package struct BarFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// There is a bar. Without it all other bits and all columns are 0.
    package static let present = BarFlags(rawValue: 1)
    package static let suspended = BarFlags(rawValue: 2)
    /// The source says whether it was ST.
    package static let riskKnown = BarFlags(rawValue: 4)
    package static let riskWarned = BarFlags(rawValue: 8)
    /// The reference price differs from the close of the bar before: a dividend, a bonus, a rights issue.
    package static let exDate = BarFlags(rawValue: 16)

    /// ST or *ST; nil where the source does not say.
    package var isRiskWarned: Bool? { contains(.riskKnown) ? contains(.riskWarned) : nil }
}
