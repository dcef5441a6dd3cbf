import Market

@testable import BridgeProtocol

// Random values of the market's types, within what the wire carries.

extension Symbol {
    static func random(using generator: inout SplitMix64) -> Symbol {
        Symbol(
            packed: UInt32.random(in: 0...999_999, using: &generator) << 2 | UInt32.random(in: 0...2, using: &generator)
        )
    }
}

extension Optional {
    static func random(using generator: inout SplitMix64, _ make: (inout SplitMix64) -> Wrapped) -> Wrapped? {
        Bool.random(using: &generator) ? make(&generator) : nil
    }
}

private func anyPrice(_ generator: inout SplitMix64) -> Price { Price(li: .random(in: 1...999_999, using: &generator)) }
private func anyShares(_ generator: inout SplitMix64) -> Shares {
    Shares(.random(in: 0...1_000_000, using: &generator))
}
private func anyMoney(_ generator: inout SplitMix64) -> Money {
    Money(li: .random(in: -1_000_000_000_000...1_000_000_000_000, using: &generator))
}
private func anyAverage(_ generator: inout SplitMix64) -> AveragePrice {
    AveragePrice(microyuan: .random(in: -1_000_000_000...1_000_000_000, using: &generator))
}
private func anyDay(_ generator: inout SplitMix64) -> Day {
    Day(number: .random(in: 10_000...40_000, using: &generator))
}
private func anyTime(_ generator: inout SplitMix64) -> Timestamp {
    Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &generator))
}
private func anyWords(_ generator: inout SplitMix64) -> String {
    ["", "废单", "line\nbreak", "quote\"", "\\", "plain", "😀"].randomElement(using: &generator) ?? ""
}
private func anyWord(_ generator: inout SplitMix64) -> Word {
    // Some too long to lie in the value itself.
    Word(String(repeating: anyWords(&generator), count: Int.random(in: 1...6, using: &generator)))
}
private func anyID(_ generator: inout SplitMix64) -> ClientOrderID? {
    ClientOrderID("20261120-\(Int.random(in: 1...99_999, using: &generator))")
}

extension OrderReport {
    static func random(using generator: inout SplitMix64) -> OrderReport {
        let status = OrderStatus.allCases.randomElement(using: &generator) ?? .unknown
        let volume = anyShares(&generator)
        return OrderReport(
            clientOrderID: Bool.random(using: &generator) ? anyID(&generator) : nil,
            brokerOrderID: .random(using: &generator, anyWord), exchangeOrderID: .random(using: &generator, anyWord),
            symbol: .random(using: &generator), side: Bool.random(using: &generator) ? .buy : .sell,
            price: anyPrice(&generator), volume: volume,
            filled: Shares(.random(in: 0...volume.count, using: &generator)),
            filledPrice: .random(using: &generator, anyAverage), status: status,
            statusCode: .random(in: -1...255, using: &generator), message: anyWord(&generator),
            time: anyTime(&generator))
    }
}

extension FillReport {
    static func random(using generator: inout SplitMix64) -> FillReport {
        let (price, volume) = (anyPrice(&generator), anyShares(&generator))
        return FillReport(
            tradeID: anyWord(&generator), clientOrderID: Bool.random(using: &generator) ? anyID(&generator) : nil,
            brokerOrderID: .random(using: &generator, anyWord), symbol: .random(using: &generator),
            side: Bool.random(using: &generator) ? .buy : .sell, price: price, volume: volume,
            amount: price * volume, commission: .random(using: &generator, anyMoney), time: anyTime(&generator))
    }
}

extension PositionReport {
    static func random(using generator: inout SplitMix64) -> PositionReport {
        PositionReport(
            symbol: .random(using: &generator), volume: anyShares(&generator), sellable: anyShares(&generator),
            frozen: anyShares(&generator), onRoad: anyShares(&generator), yesterday: anyShares(&generator),
            costPrice: .random(using: &generator, anyAverage), lastPrice: .random(using: &generator, anyPrice))
    }
}

extension AccountSnapshot {
    static func random(using generator: inout SplitMix64) -> AccountSnapshot {
        AccountSnapshot(
            asOf: anyTime(&generator), sequence: .random(in: 0...1 << 62, using: &generator),
            tradingDay: .random(using: &generator, anyDay),
            asset: .random(using: &generator) { generator in
                AssetReport(
                    cash: anyMoney(&generator), frozenCash: anyMoney(&generator), marketValue: anyMoney(&generator),
                    total: anyMoney(&generator))
            },
            positions: section(using: &generator, PositionReport.random),
            orders: section(using: &generator, OrderReport.random),
            fills: section(using: &generator, FillReport.random))
    }

    private static func section<Row>(
        using generator: inout SplitMix64, _ row: (inout SplitMix64) -> Row
    ) -> Section<Row> {
        switch Int.random(in: 0...3, using: &generator) {
        case 0: .unknown
        case 1: .empty
        default: .rows((0..<Int.random(in: 1...5, using: &generator)).map { _ in row(&generator) })
        }
    }
}

extension Quote {
    static func random(using generator: inout SplitMix64) -> Quote {
        Quote(
            symbol: .random(using: &generator), time: anyTime(&generator), last: .random(using: &generator, anyPrice),
            open: .random(using: &generator, anyPrice), high: .random(using: &generator, anyPrice),
            low: .random(using: &generator, anyPrice), previousClose: .random(using: &generator, anyPrice),
            volume: anyShares(&generator), amount: anyMoney(&generator), bids: levels(using: &generator),
            asks: levels(using: &generator), phase: Phase.allCases.randomElement(using: &generator) ?? .unknown)
    }

    private static func levels(using generator: inout SplitMix64) -> [Level] {
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in
            Level(price: anyPrice(&generator), volume: anyShares(&generator))
        }
    }
}

extension Submission {
    static func random(using generator: inout SplitMix64) -> Submission {
        var id: ClientOrderID?
        while id == nil { id = anyID(&generator) }
        guard let id else { return random(using: &generator) }
        return Submission(
            clientOrderID: id, symbol: .random(using: &generator), side: Bool.random(using: &generator) ? .buy : .sell,
            price: anyPrice(&generator), volume: Shares(anyShares(&generator).count + 1),
            validUntil: anyTime(&generator))
    }
}

extension BridgeNotification {
    static func random(using generator: inout SplitMix64) -> BridgeNotification {
        switch Int.random(in: 0...5, using: &generator) {
        case 0: .order(.random(using: &generator))
        case 1: .fill(.random(using: &generator))
        case 2:
            .broker(
                BrokerState.allCases.randomElement(using: &generator) ?? .up,
                reason: .random(using: &generator, anyWords))
        case 3: .tradingDay(.random(using: &generator, anyDay))
        case 4: .superseded(epoch: .random(in: .min ... .max, using: &generator))
        default: .heartbeat(anyTime(&generator))
        }
    }
}
