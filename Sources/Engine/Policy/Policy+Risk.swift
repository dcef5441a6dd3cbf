package import Market

extension Policy {
    package struct Risk: Hashable, Sendable, Codable {
        /// Sell all of a holding when last ≤ entry × (1 − loss). Nil: off.
        package var stopLoss: Weight? = .ppm(80_000)
        /// Above this share below the peak the exposure is cut. Nil: off.
        package var drawdownLimit: Weight? = .ppm(150_000)
        /// What is left of every target while the drawdown is above its limit.
        package var drawdownExposure = Weight.ppm(500_000)

        /// Holdings are to be looked at on days without targets too.
        package var looksDaily: Bool { stopLoss != nil || drawdownLimit != nil }

        package init() {}
    }
}
