/// Computes the costs of an order: the broker's commission, and duties and fees by the dated rules (ashare-rules 13).
package struct FeeSchedule: Hashable, Sendable, Codable {
    package var commission: CommissionRates

    package init(commission: CommissionRates) { self.commission = commission }

    /// The costs of one ORDER: `turnover` and `shares` are those of all its fills of the day together, or the minimum is
    /// charged several times. Each part is rounded half up to the fen. Nothing filled costs nothing.
    ///
    /// `parValue` matters to Shanghai's transfer fee before 2015-08-01 alone; 601899 has 0.10, 603993 has 0.20.
    package func fees(
        for listing: InstrumentClass, on day: Day, side: Side, turnover: Money, shares: Shares,
        parValue: Price = .fen(100)
    ) -> Fees {
        guard turnover.li > 0 else { return .none }
        var fees = Fees(
            commission: max(commission.minimum, turnover.part(perBillion: commission.ratePerBillion)),
            stampDuty: .zero, transferFee: .zero)
        if listing.isShare || listing.kind == .bShare {
            fees.stampDuty = turnover.part(perBillion: StampDuty.rate(on: day, side: side))
        }
        if listing.isShare {
            fees.transferFee = TransferFee.fee(
                venue: listing.venue, on: day, turnover: turnover, faceValue: parValue * shares)
        }
        if !commission.isAllIn {
            fees.handlingFee = turnover.part(perBillion: HandlingFee.rate(for: listing, on: day))
            if listing.isShare { fees.regulatoryFee = turnover.part(perBillion: RegulatoryFee.rates[day]) }
        }
        return fees
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
    static func rate(on day: Day, side: Side) -> Int64 {
        let row = rates[day]
        return side == .buy ? row.buy : row.sell
    }

    private static let rates = DatedSeries<(buy: Int64, sell: Int64)>(
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
    static func fee(venue: Venue, on day: Day, turnover: Money, faceValue: Money) -> Money {
        switch venue {
        case .shanghai where day < unified: faceValue.part(perBillion: shanghaiFaceValue[day])
        case .shanghai: turnover.part(perBillion: shanghai[day])
        case .shenzhen: turnover.part(perBillion: shenzhen[day])
        case .beijing: turnover.part(perBillion: beijing[day])
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
