/// The files that a replay writes.
enum ReplayOutput {
    private static let names: Set = [
        "equity.csv", "orders.csv", "fills.csv", "reasons.csv", "corporate_actions.csv", "risk.csv", "round_trips.csv",
        "quality.csv", "quality_days.csv", "benchmark.csv", "summary.json", "report.html",
    ]

    /// Whether a file of this name may be one of a replay's: a folder with others in it is somebody else's.
    @Sendable static func isOwn(_ name: String) -> Bool { names.contains(name) }
}
