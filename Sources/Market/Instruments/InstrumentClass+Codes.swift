extension InstrumentClass {
    /// What the code range says (ashare-rules 1.2). Nil for an unknown range: refuse to trade it and say so.
    ///
    /// For funds this is a fall-back: see `InstrumentKind.isFund`.
    package init?(_ symbol: Symbol) {
        let listing: (board: Board?, kind: InstrumentKind)? =
            switch symbol.venue {
            case .shanghai: Self.shanghai(symbol.digits)
            case .shenzhen: Self.shenzhen(symbol.digits / 1000)
            case .beijing: Self.beijing(symbol.digits)
            }
        guard let listing else { return nil }
        self.init(venue: symbol.venue, board: listing.board, kind: listing.kind)
    }

    private static func shanghai(_ digits: Int) -> (Board?, InstrumentKind)? {
        switch digits / 1000 {
        case 0: (nil, .index)
        case 110, 111, 113, 118: (nil, .convertible)
        case 132, 137: (nil, .exchangeable)
        case 204: (nil, .repo)
        case 500: (nil, .closedEndFund)
        case 501, 502, 506: (nil, .lof)
        case 508: (nil, .reit)
        // Money funds begin at 511600.
        case 511: (nil, digits >= 511_600 ? .etfMoney : .etfBond)
        case 513, 520: (nil, .etfCrossBorder)
        case 518: (nil, .etfGold)
        // 588 and 589 hold 20 % funds, but not only: the narrower band is never rejected.
        case 510, 512, 515, 516, 517, 530, 560...563, 588, 589: (nil, .etf)
        case 580: (nil, .warrant)
        case 600, 601, 603, 605: (.main, .stock)
        case 688: (.star, .stock)
        case 689: (.star, .cdr)
        case 900: (.main, .bShare)
        default: nil
        }
    }

    private static func shenzhen(_ prefix: Int) -> (Board?, InstrumentKind)? {
        switch prefix {
        case 0...3: (.main, .stock)
        case 123, 127, 128: (nil, .convertible)
        case 131: (nil, .repo)
        // Tranches of structured funds, gone since 2020.
        case 150, 151, 184: (nil, .closedEndFund)
        case 159: (nil, .etf)
        case 160...169: (nil, .lof)
        case 180: (nil, .reit)
        case 200: (.main, .bShare)
        case 300, 301, 302: (.chinext, .stock)
        case 399: (nil, .index)
        default: nil
        }
    }

    private static func beijing(_ digits: Int) -> (Board?, InstrumentKind)? {
        switch digits / 1000 {
        case 430...439, 830...839, 870...889, 920: (.bse, .stock)
        case 899: (nil, .index)
        default: nil
        }
    }
}
