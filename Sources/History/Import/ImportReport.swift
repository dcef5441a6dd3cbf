/// What an import saw. Kept in the manifest, so that a warehouse tells how good its data is.
package struct ImportReport: Hashable, Sendable, Codable {
    /// Something odd that does not make the data unusable.
    package enum Check: String, Hashable, Sendable, Codable, CaseIterable {
        /// The same row twice, equal in every field that is kept; the second was left out.
        case repeatedRow = "repeated_row"
        /// High below open or close, or low above.
        case rangeInconsistent = "range_inconsistent"
        /// A session between a stock's first and last bar without a row; it has no bar then.
        case missingSession = "missing_session"
        /// Volume on a suspended day.
        case suspendedWithVolume = "suspended_with_volume"
        /// Prices of a suspended day that are not the reference price, which is the last close but for ex-dates.
        case suspendedPriceMoved = "suspended_price_moved"
        /// No volume on a day that is not suspended.
        case tradedWithoutVolume = "traded_without_volume"
        /// A reference price above the last close: an ex-date lowers it.
        case referenceRaised = "reference_raised"
        /// The factor did not follow close ÷ reference price, within 0.5 %.
        case factorMismatch = "factor_mismatch"
        /// A bar before the stock's `list_date`, which is then not used.
        case barBeforeListing = "bar_before_listing"
        /// A stock with bars that `stock_basic` does not name.
        case notInStockBasic = "not_in_stock_basic"
        /// A corporate action of a stock without bars; left out.
        case eventUnknownStock = "event_unknown_stock"
        /// A corporate action whose ex-date lies outside the calendar; left out.
        case eventOutsideCalendar = "event_outside_calendar"
        /// A corporate action on a day of the warehouse without a bar, or without a bar before it.
        case eventWithoutBar = "event_without_bar"
        /// The reference price that a corporate action implies is not that of the bar, give or take a tick.
        case eventReferenceDiffers = "event_reference_differs"
        /// A row of an index outside the calendar; left out.
        case indexOutsideCalendar = "index_outside_calendar"
        /// Sessions between an index's first and last close without one.
        case indexMissingSession = "index_missing_session"
        /// An index's `pre_close` that is not the close of the session before.
        case indexReferenceDiffers = "index_reference_differs"

        /// Looked at anew over the whole warehouse whenever something is added to it.
        fileprivate var isRecomputed: Bool {
            switch self {
            case .eventWithoutBar, .eventReferenceDiffers, .indexMissingSession, .indexReferenceDiffers: true
            default: false
            }
        }
    }

    /// How often a check found something.
    package struct Finding: Hashable, Sendable, Codable {
        package var check: Check
        package var count: Int
        /// The first few, with their lines.
        package var examples: [String]
    }

    /// Bars stored.
    package var rows = 0
    package var suspendedRows = 0
    /// Rows where the source does not say whether the stock was ST.
    package var riskUnknownRows = 0
    package var factorUnknownRows = 0
    /// Rows whose reference price differs from the close of the bar before.
    package var exDateRows = 0
    /// Stocks without `list_date` whose first bar was taken for the listing; see `docs/history.md`.
    package var listingsInferred = 0
    package var listingsUnknown = 0
    /// Columns of the table of bars that are not kept.
    package var ignoredColumns: [String] = []
    /// Every check, also where nothing was found.
    package private(set) var findings = Check.allCases.map { Finding(check: $0, count: 0, examples: []) }

    package init() {}

    package func count(_ check: Check) -> Int { findings.first { $0.check == check }?.count ?? 0 }

    /// Those with a count, in the order of `Check`.
    package var warnings: [Finding] { findings.filter { $0.count > 0 } }

    /// The report of a warehouse that is added to: what was found stays found.
    init(continuing report: ImportReport) {
        self = report
        findings = Check.allCases.map { check in
            let old = check.isRecomputed ? nil : report.findings.first { $0.check == check }
            return old ?? Finding(check: check, count: 0, examples: [])
        }
    }

    static var exampleLimit: Int { 5 }

    mutating func found(_ check: Check, count: Int = 1, _ example: @autoclosure () -> String) {
        guard let index = findings.firstIndex(where: { $0.check == check }) else { return }
        findings[index].count += count
        if findings[index].examples.count < ImportReport.exampleLimit { findings[index].examples.append(example()) }
    }
}
