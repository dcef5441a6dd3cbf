extension InstrumentClass {
    /// The daily limits (ashare-rules 4, 5.1). `previousClose` is after the ex-right adjustment and above zero.
    ///
    /// Limits published with the day's data are to be preferred; these are for history and as a cross-check.
    package func priceLimits(
        on day: Day, previousClose: Price, conditions: LimitConditions = .init()
    ) -> PriceLimits {
        if isFree(on: day, conditions) { return .none }
        if let range = firstDayRange(on: day, previousClose: previousClose, conditions) { return range }
        let band = bandThousandths(on: day, conditions)
        guard band > 0 else { return .none }
        return limits(around: previousClose, band: band, on: day, isDelisting: conditions.delistingDay != nil)
    }

    /// The band in thousandths of the previous close; 0 where there is none.
    private func bandThousandths(on day: Day, _ conditions: LimitConditions) -> Int64 {
        switch kind {
        case .stock, .cdr, .bShare:
            switch board {
            case .star:
                // BND-06, DEL-04
                return 200
            case .bse:
                return Bands.beijing[day]
            case .chinext:
                if let delistingDay = conditions.delistingDay {
                    return Bands.enteredOldDelistingPeriod(delistingDay: delistingDay, on: day)
                        ? 100 : Bands.chinext[day]
                }
                return (conditions.isRiskWarned ? Bands.chinextRiskWarned : Bands.chinext)[day]
            case .main, nil:
                // DEL-01, DEL-02: a share in its delisting period is no longer under the ST band.
                let isRiskWarned = conditions.isRiskWarned && conditions.delistingDay == nil
                let band = (isRiskWarned ? Bands.mainRiskWarned : Bands.main)[day]
                return conditions.isUnreformed ? min(band, Bands.unreformed[day]) : band
            }
        case .etf, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof, .closedEndFund, .reit:
            // BND-20, BND-22
            return Bands.main[day]
        case .etf20:
            return (venue == .shanghai ? Bands.shanghaiFund20 : Bands.shenzhenFund20)[day]
        case .convertible, .exchangeable:
            return Bands.convertible[day]
        case .repo, .warrant, .index:
            return 0
        }
    }

    /// Days without any limit: after listing (ashare-rules 4.3) and at the start of a delisting period (4.4).
    private func isFree(on day: Day, _ conditions: LimitConditions) -> Bool {
        guard isShare || kind == .bShare else { return false }
        if conditions.delistingDay == 1, day >= (venue == .beijing ? Day.beijingOpens : .delistingReform) {
            return true
        }
        guard let listingDay = conditions.listingDay, 1...5 ~= listingDay else { return false }
        if hasFiveFreeDays(on: day, listingDay: listingDay, regime: conditions.issueRegime) { return true }
        guard listingDay == 1 else { return false }
        return switch board {
        // IPO-09
        case .bse: true
        // Listed on STAR it always has five.
        case .star: true
        // IPO-01, IPO-02
        case .main, .chinext, nil: day < firstDayRangeBegins
        }
    }

    /// IPO-05, IPO-06, IPO-07. What was listed before the reform of its board keeps its old first days.
    func hasFiveFreeDays(on day: Day, listingDay: Int, regime: LimitConditions.IssueRegime?) -> Bool {
        guard 1...5 ~= listingDay else { return false }
        // Never before the true day of listing, and exact in the week of a reform: each began on a Monday and none of the
        // five days was a holiday.
        let listed = day.advanced(by: 1 - listingDay)
        switch board {
        case .star:
            return day >= .starOpens
        case .chinext:
            return listed >= .chinextReform
        case .main, nil:
            switch regime {
            case .registration: return day >= .registrationSystem
            case .approval: return false
            case nil: return listed >= .registrationSystem
            }
        case .bse:
            return false
        }
    }

    private var firstDayRangeBegins: Day { venue == .shanghai ? .shanghaiFirstDayRange : .shenzhenFirstDayRange }

    /// The limits of a listing day that are not a band around the previous close; nil where the band applies.
    private func firstDayRange(on day: Day, previousClose: Price, _ conditions: LimitConditions) -> PriceLimits? {
        guard conditions.listingDay == 1 else { return nil }
        let issuePrice = conditions.issuePrice ?? previousClose
        let tick = tick(on: day).li
        let thousandths: (down: Int64, up: Int64)
        switch kind {
        case .stock, .cdr, .bShare:
            // IPO-03, IPO-04, IPO-08; free days were taken before.
            guard board != .bse, board != .star else { return nil }
            thousandths = (640, 1440)
        case .reit:
            // BND-22
            thousandths = (700, 1300)
        case .convertible, .exchangeable:
            // BND-23, BND-24
            guard day >= .convertibleBand else { return nil }
            thousandths = (567, 1573)
        case .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof, .closedEndFund, .repo,
            .warrant, .index:
            return nil
        }
        return PriceLimits(
            up: issuePrice.scaledHalfUp(thousandths: thousandths.up, tick: tick),
            down: max(issuePrice.scaledHalfUp(thousandths: thousandths.down, tick: tick), Price(li: tick)))
    }

    private func limits(around previous: Price, band: Int64, on day: Day, isDelisting: Bool) -> PriceLimits {
        let tick = tick(on: day)
        var up: Price
        var down: Price
        if venue == .beijing {
            // RND-02: towards the previous close, so that a limit never lies beyond the band.
            up = Price(li: previous.li * (1000 + band) / (1000 * tick.li) * tick.li)
            down = Price(li: (previous.li * (1000 - band) + 1000 * tick.li - 1) / (1000 * tick.li) * tick.li)
        } else {
            // RND-01
            up = previous.scaledHalfUp(thousandths: 1000 + band, tick: tick.li)
            down = previous.scaledHalfUp(thousandths: 1000 - band, tick: tick.li)
            if keepsOneTick(on: day, previousClose: previous, isDelisting: isDelisting) {
                up = max(up, previous + tick)
                down = min(down, previous - tick)
            }
        }
        // RND-06
        return PriceLimits(up: max(up, tick), down: max(down, tick))
    }

    /// Whether a limit nearer than one tick to the previous close moves one tick away from it.
    private func keepsOneTick(on day: Day, previousClose: Price, isDelisting: Bool) -> Bool {
        switch venue {
        // RND-03
        case .shenzhen:
            return day >= .shenzhenRules2011
        case .shanghai:
            // RND-04
            if day >= .registrationSystem { return true }
            // RND-05
            guard isDelisting, day >= Day.shanghaiDelistingBoard else { return false }
            return previousClose.li < 50 || previousClose.li == 50 && day >= .delistingReform
        case .beijing:
            return false
        }
    }
}

extension Price {
    /// `self × thousandths ÷ 1000`, half up to a multiple of `tick` (in li).
    func scaledHalfUp(thousandths: Int64, tick: Int64) -> Price {
        let unit = 1000 * tick
        return Price(li: (li * thousandths * 2 + unit) / (2 * unit) * tick)
    }
}

/// Bands in thousandths of the previous close; 0 is no band.
private enum Bands {
    static let main = DatedSeries<Int64>(
        before: 0,
        [
            (.firstBand, 100)  // BND-01, BND-09, BND-20
        ])
    static let mainRiskWarned = DatedSeries<Int64>(
        before: 0,
        [
            (.firstBand, 100),
            (Day(1998, 4, 22), 50),  // BND-02, BND-10
            (.rules2026, 100),  // BND-03
        ])
    static let unreformed = DatedSeries<Int64>(
        before: 0,
        [
            (.firstBand, 100),
            (Day(2007, 1, 8), 50),  // BND-11
        ])
    static let chinext = DatedSeries<Int64>(
        before: 100,  // BND-04
        [
            (.chinextReform, 200)  // BND-05
        ])
    static let chinextRiskWarned = DatedSeries<Int64>(
        before: 50,  // BND-04
        [
            (.chinextReform, 200)  // BND-05
        ])
    static let beijing = DatedSeries<Int64>(
        before: 0,
        [
            (Day(2020, 7, 27), 300)  // BND-08, BND-07, DEL-05
        ])
    static let shanghaiFund20 = DatedSeries<Int64>(
        before: 0,
        [
            (.firstBand, 100),  // BND-20
            (Day(2020, 8, 21), 200),  // BND-21
        ])
    static let shenzhenFund20 = DatedSeries<Int64>(
        before: 0,
        [
            (.firstBand, 100),  // BND-20
            (.chinextReform, 200),  // BND-21
        ])
    static let convertible = DatedSeries<Int64>(
        before: 0,  // BND-23
        [
            (.convertibleBand, 200)  // BND-25
        ])

    /// DEL-03: a ChiNext share that was in its delisting period before 2020-08-24 kept the old band.
    static func enteredOldDelistingPeriod(delistingDay: Int, on day: Day) -> Bool {
        guard day >= .chinextReform else { return true }
        // Trading days from the reform, a Monday, to `day`. The only holidays within the 30 days that a period lasts are
        // the six weekdays from 2020-10-01 to 10-08.
        let elapsed = Day.chinextReform.distance(to: day)
        let weekdays = elapsed / 7 * 5 + min(elapsed % 7, 4) + 1
        return delistingDay > weekdays - (day >= Day(2020, 10, 9) ? 6 : 0)
    }
}

extension Day {
    /// IPO-03
    fileprivate static let shanghaiFirstDayRange = Day(2013, 12, 13)
    /// IPO-04
    fileprivate static let shenzhenFirstDayRange = Day(2014, 6, 13)
    /// DEL-01
    fileprivate static let shanghaiDelistingBoard = Day(2013, 1, 1)
}
