/// Computes the costs of an order: the broker's commission, and duties and fees by the dated rules (ashare-rules 13).
package struct FeeSchedule: Hashable, Sendable, Codable {
    /// Duties as a back-test may assume them, the same on every day and for every security.
    package struct FlatDuties: Hashable, Sendable, Codable {
        /// Of the turnover of sells, in parts of 10⁹.
        package var stampDutyPerBillion: Int64
        /// Of the turnover of both sides, in parts of 10⁹.
        package var transferFeePerBillion: Int64

        package init(stampDutyPerBillion: Int64, transferFeePerBillion: Int64 = 0) {
            self.stampDutyPerBillion = stampDutyPerBillion
            self.transferFeePerBillion = transferFeePerBillion
        }
    }

    package var commission: CommissionRates
    /// Instead of the dated rules. Nil, the default: the dated rules.
    package var flatDuties: FlatDuties?

    package init(commission: CommissionRates, flatDuties: FlatDuties? = nil) {
        self.commission = commission
        self.flatDuties = flatDuties
    }

    /// The costs of one ORDER: `turnover` and `shares` are those of all its fills of the day together, or the minimum is
    /// charged several times. Each part is rounded half up to the fen. Nothing filled costs nothing.
    ///
    /// `parValue` matters to Shanghai's transfer fee before 2015-08-01 alone; 601899 has 0.10, 603993 has 0.20.
    package func fees(
        for listing: InstrumentClass, on day: Day, side: Side, turnover: Money, shares: Shares,
        parValue: Price = .fen(100)
    ) -> Fees {
        rates(for: listing, on: day).fees(side, turnover: turnover, shares: shares, parValue: parValue)
    }

    /// What holds for one class of securities on one day; for those who price many orders.
    package func rates(for listing: InstrumentClass, on day: Day) -> FeeRates {
        var rates = FeeRates(commission: commission)
        if let flatDuties {
            rates.stampSell = flatDuties.stampDutyPerBillion
            rates.transfer = flatDuties.transferFeePerBillion
            return rates
        }
        if listing.isShare || listing.kind == .bShare {
            (rates.stampBuy, rates.stampSell) = StampDuty.rates[day]
        }
        if listing.isShare {
            (rates.transfer, rates.isTransferOnFaceValue) = TransferFee.rate(venue: listing.venue, on: day)
        }
        if !commission.isAllIn {
            rates.handling = HandlingFee.rate(for: listing, on: day)
            if listing.isShare { rates.regulatory = RegulatoryFee.rates[day] }
        }
        return rates
    }
}

/// The dated rates of one class of securities on one day, looked up once. All in parts of 10⁹.
package struct FeeRates: Hashable, Sendable {
    package var commission: CommissionRates
    fileprivate(set) var stampBuy: Int64 = 0
    fileprivate(set) var stampSell: Int64 = 0
    fileprivate(set) var transfer: Int64 = 0
    fileprivate(set) var isTransferOnFaceValue = false
    fileprivate(set) var handling: Int64 = 0
    fileprivate(set) var regulatory: Int64 = 0

    fileprivate init(commission: CommissionRates) { self.commission = commission }

    /// As `FeeSchedule.fees`.
    package func fees(_ side: Side, turnover: Money, shares: Shares, parValue: Price = .fen(100)) -> Fees {
        guard turnover.li > 0 else { return .none }
        return Fees(
            commission: max(commission.minimum, turnover.part(perBillion: commission.ratePerBillion)),
            stampDuty: turnover.part(perBillion: side == .buy ? stampBuy : stampSell),
            transferFee: (isTransferOnFaceValue ? parValue * shares : turnover).part(perBillion: transfer),
            handlingFee: turnover.part(perBillion: handling), regulatoryFee: turnover.part(perBillion: regulatory))
    }
}

extension Money {
    /// This part of an amount that is not negative, half up to the fen.
    fileprivate func part(perBillion rate: Int64) -> Money {
        rate == 0 ? .zero : roundedToFen(times: rate, over: 1_000_000_000)
    }
}

/// Stamp duty, in parts of 10⁹ of the turnover of A and B shares (ashare-rules 13.1).
private enum StampDuty {
    static let rates = DatedSeries<(buy: Int64, sell: Int64)>(
        before: (2_000_000, 2_000_000),  // STP-00, from 2001-11-16; older rates are not known
        [
            (Day(2005, 1, 24), (1_000_000, 1_000_000)),  // STP-01
            (Day(2007, 5, 30), (3_000_000, 3_000_000)),  // STP-02
            (Day(2008, 4, 24), (1_000_000, 1_000_000)),  // STP-03
            (Day(2008, 9, 19), (0, 1_000_000)),  // STP-04
            (.feeCut2023, (0, 500_000)),  // STP-05
        ])
}

/// The depository's transfer fee on A shares, each side (ashare-rules 13.2). Funds and bonds pay none (TRF-09), and none is
/// known for B shares.
private enum TransferFee {
    static func rate(venue: Venue, on day: Day) -> (perBillion: Int64, isOnFaceValue: Bool) {
        switch venue {
        case .shanghai where day < unified: (shanghaiFaceValue[day], true)
        case .shanghai: (shanghai[day], false)
        case .shenzhen: (shenzhen[day], false)
        case .beijing: (beijing[day], false)
        }
    }

    private static let unified = Day(2015, 8, 1)
    private static let shanghaiFaceValue = DatedSeries<Int64>(
        before: 500_000,  // TRF-01, without the brokers' surcharge
        [
            (Day(2012, 6, 1), 375_000),  // TRF-02
            (Day(2012, 9, 1), 300_000),  // TRF-03
        ])
    private static let shanghai = DatedSeries<Int64>(
        before: 20_000,  // TRF-05
        [
            (.transferFeeCut2022, 10_000)  // TRF-06
        ])
    private static let shenzhen = DatedSeries<Int64>(
        before: 25_500,  // TRF-04
        [
            (unified, 20_000),  // TRF-05
            (.transferFeeCut2022, 10_000),  // TRF-06
        ])
    private static let beijing = DatedSeries<Int64>(
        before: 25_000,  // TRF-07
        [
            (.transferFeeCut2022, 10_000)  // TRF-08
        ])
}

/// The exchange's handling fee, each side (ashare-rules 13.3).
private enum HandlingFee {
    static func rate(for listing: InstrumentClass, on day: Day) -> Int64 {
        switch listing.kind {
        case .stock, .cdr:
            return listing.venue == .beijing ? beijing[day] : shares[day]
        case .etf, .etf20, .etfBond, .etfGold, .etfMoney, .etfCrossBorder, .etfCommodity, .lof, .closedEndFund, .reit:
            // HND-07: one older source; today's rates were not found.
            return listing.venue == .shanghai ? 45_000 : shares[day]
        case .bShare, .convertible, .exchangeable, .repo, .warrant, .index:
            return 0
        }
    }

    private static let shares = DatedSeries<Int64>(
        before: 69_600,  // HND-01, from 2012-09-01; older rates are not known
        [
            (Day(2015, 8, 1), 48_700),  // HND-02
            (.feeCut2023, 34_100),  // HND-03
        ])
    private static let beijing = DatedSeries<Int64>(
        before: 500_000,  // HND-04
        [
            (Day(2022, 12, 1), 250_000),  // HND-05
            (.feeCut2023, 125_000),  // HND-06
        ])
}

/// The regulator's fee on shares, each side (ashare-rules 13.3).
private enum RegulatoryFee {
    static let rates = DatedSeries<Int64>(
        before: 40_000,  // REG-01
        [
            (Day(2012, 9, 1), 20_000)  // REG-02
        ])
}
