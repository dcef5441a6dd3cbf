/// The exchanges' definition of high-frequency trading (PRG-04), which brings more duties (PRG-05).
package enum HighFrequency {
    /// Orders and cancels of one account together: the most in any second, and all of the day.
    package static func isHighFrequency(on day: Day, mostPerSecond: Int, perDay: Int) -> Bool {
        day >= Day(2025, 7, 7) && (mostPerSecond >= 300 || perDay >= 20_000)
    }
}
