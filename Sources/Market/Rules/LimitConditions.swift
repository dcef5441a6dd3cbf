/// What a security's daily limits depend on besides its class, the day and the previous close. The defaults are those of an
/// ordinary day.
package struct LimitConditions: Hashable, Sendable {
    package enum IssueRegime: String, Hashable, Sendable, Codable, CaseIterable {
        case approval, registration
    }

    /// ST or *ST on that day; today's name must not be applied to history.
    package var isRiskWarned: Bool
    /// 1 on the day of listing, counted in trading days of the exchange, a suspended day included. Nil: long listed.
    package var listingDay: Int?
    /// 1 on the first day of the delisting period. Nil: not in one.
    package var delistingDay: Int?
    /// Nil: the previous close stands for it, as it does in the exchange's own data on a listing day.
    package var issuePrice: Price?
    /// Nil: registration for what was listed from 2023-04-10 on, approval before (main boards).
    package var issueRegime: IssueRegime?
    /// A share that never did the share reform: its name starts with S.
    package var isUnreformed: Bool

    package init(
        isRiskWarned: Bool = false, listingDay: Int? = nil, delistingDay: Int? = nil, issuePrice: Price? = nil,
        issueRegime: IssueRegime? = nil, isUnreformed: Bool = false
    ) {
        self.isRiskWarned = isRiskWarned
        self.listingDay = listingDay
        self.delistingDay = delistingDay
        self.issuePrice = issuePrice
        self.issueRegime = issueRegime
        self.isUnreformed = isUnreformed
    }
}
