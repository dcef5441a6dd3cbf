import Exchange
import Market
import Testing

/// Random orders over random days. After every step the exchange's own invariants hold, and a slow ledger that knows the
/// notices alone agrees with it on every li and every share.
@Suite struct RandomDaysTests {
    /// One random life of an account; the same seed lives it again.
    private struct Life {
        let seed: UInt64
        var random: SplitMix64
        var market = RandomMarket()
        var exchange: SimulatedExchange
        var ledger: SlowLedger
        var day: Day
        var sheet = DaySheet(day: Floor.day, bars: [])
        var notices: [Notice] = []
        var rejections: Set<String> = []
        private var ids = 0

        init(seed: UInt64) {
            self.seed = seed
            random = SplitMix64(seed: seed)
            let starts: [Day] = ["2014-03-03", "2016-01-03", "2021-05-31", "2024-06-03", "2026-07-02"]
            day = starts.randomElement(using: &random) ?? Floor.day
            let cash = Money.yuan([100, 20_000, 3_000_000].randomElement(using: &random) ?? 0)
            var configuration = SimulatedExchange.Configuration(openingCash: cash, fees: Floor.fees)
            let holding: [(Symbol, Shares)] = [("600000.SH", 1050), ("688001.SH", 330)]
            configuration.openingPositions = holding.map { .init(symbol: $0.0, volume: $0.1, cost: "100.00") }
            configuration.participationPPM = [nil, 1_000_000, 100_000, 3_000].randomElement(using: &random) ?? nil
            configuration.takerPrice = random.one(in: 2) ? .touch : .path
            configuration.offHours = random.one(in: 2) ? .queue : .reject
            exchange = SimulatedExchange(configuration)
            ledger = SlowLedger(cash: cash, holding: holding, fees: Floor.fees)
        }

        mutating func liveADay() throws {
            day = day.advanced(by: 1)
            sheet = market.sheet(on: day, &random)
            let start = day.at(random.one(in: 5) ? "10:40:00" : "08:00:00")
            hear(try exchange.beginDay(sheet, at: start))
            var time = start
            while time < day.at("15:20:00") {
                time = time.adding(milliseconds: Int64.random(in: 0...1_500_000, using: &random))
                step(at: time)
                check()
            }
        }

        private mutating func step(at time: Timestamp) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: hear(exchange.advance(to: time))
            case 1...2: cancel(at: time)
            case 3 where random.one(in: 4): transfer()
            default: submit(at: time)
            }
        }

        private mutating func submit(at time: Timestamp) {
            let symbol = RandomMarket.symbols.randomElement(using: &random) ?? "600000.SH"
            let side: Side = random.one(in: 2) ? .buy : .sell
            let quote = exchange.quote(symbol, at: time)
            let last = quote?.last ?? "10.00"
            let tick = exchange.instrument(symbol)?.tick?.li ?? 10
            let away = Int64.random(in: -30...30, using: &random)
            let price = Price(li: max(last.li + away * (random.one(in: 10) ? last.li / 100 : tick), 1))
            let held = exchange.positions(at: time).first { $0.symbol == symbol }
            let volume: Shares =
                switch Int.random(in: 0..<5, using: &random) {
                case 0: held?.sellable ?? 100
                case 1: Shares(Int64.random(in: -1...300, using: &random))
                case 2: 50_000
                default: Shares(Int64.random(in: 1...30, using: &random) * 100)
                }
            let placement: Placement
            if random.one(in: 8) {
                let (answer, heard) = exchange.submitForeign(symbol, side, volume, at: price, time: time)
                placement = answer
                hear(heard)
            } else {
                ids += 1
                let request = Submission(
                    clientOrderID: ClientOrderID("r-\(ids)") ?? "r", symbol: symbol, side: side, price: price,
                    volume: volume, validUntil: time)
                let (answer, heard) = exchange.submit(request, at: time)
                placement = answer
                hear(heard)
            }
            if let rejection = placement.rejection {
                rejections.insert(String(describing: rejection).prefix { $0 != ":" }.description)
            }
        }

        private mutating func cancel(at time: Timestamp) {
            let orders = exchange.orderReports
            guard let order = orders.randomElement(using: &random) else { return }
            let reference: OrderReference =
                if let id = order.clientOrderID, random.one(in: 2) { .client(id) } else {
                    .broker(order.brokerOrderID ?? "")
                }
            hear(exchange.cancel(reference, at: time).1)
        }

        private mutating func transfer() {
            let amount = Money(li: Int64.random(in: -5_000_000...5_000_000, using: &random))
            let cash = exchange.cash
            let isDone = exchange.transfer(amount)
            #expect(isDone == (cash + amount >= .zero))
            if isDone { ledger.transfer(amount) }
        }

        private mutating func hear(_ heard: [Notice]) {
            notices += heard
            for notice in heard { ledger.take(notice) }
        }

        private func check() {
            #expect(exchange.brokenInvariants() == [], "seed \(seed) on \(day)")
            #expect(ledger.complaints == [], "seed \(seed) on \(day)")
            #expect(exchange.cash == ledger.cash, "seed \(seed) on \(day)")
            #expect(exchange.frozenCash == ledger.frozen, "seed \(seed) on \(day)")
            checkNobodyWaits()
            let positions = exchange.positions(at: exchange.now)
            for symbol in RandomMarket.symbols {
                let position = positions.first { $0.symbol == symbol }
                #expect(
                    position?.volume ?? 0 == ledger.holdings[symbol]?.volume ?? 0, "seed \(seed) on \(day): \(symbol)")
                // The same-day rule of bond funds holds from 2015 on.
                let isSameDay = RandomMarket.sameDay.contains(symbol) && day >= "2015-01-19"
                #expect(
                    position?.sellable ?? 0 == ledger.sellable(symbol, isSameDay: isSameDay),
                    "seed \(seed) on \(day): \(symbol)")
            }
        }

        /// Where volume does not matter, no order waits at a price that the market offers.
        private func checkNobodyWaits() {
            guard exchange.configuration.participationPPM == nil else { return }
            let now = exchange.now
            let minute = Timestamp(milliseconds: now.milliseconds / 60_000 * 60_000)
            for order in exchange.orderReports where order.status == .live && order.time < minute {
                guard let quote = exchange.quote(order.symbol, at: now), quote.phase == .continuous,
                    let last = quote.last, let instrument = exchange.instrument(order.symbol),
                    let up = instrument.upLimit, let down = instrument.downLimit
                else { continue }
                // ChiNext parks in 2021, and a sale of a few yuan may wait for cash to pay its fees.
                if order.symbol == "300001.SZ", day < "2023-04-10" { continue }
                switch order.side {
                case .buy: #expect(last > order.price || last >= up, "seed \(seed) at \(now): \(order) \(last)")
                case .sell where order.price * order.volume < "20.00": continue
                case .sell: #expect(last < order.price || last <= down, "seed \(seed) at \(now): \(order) \(last)")
                }
            }
        }

        /// Our fills of a security stay within the part of its volume that we may have, and within its bar and a tick.
        func checkFills() {
            for bar in sheet.bars {
                let fills = exchange.fillReports.filter { $0.symbol == bar.symbol }
                guard !fills.isEmpty else { continue }
                #expect(!bar.isSuspended)
                for fill in fills {
                    #expect(
                        bar.low.li - 10...bar.high.li + 10 ~= fill.price.li, "seed \(seed) on \(day): \(fill) in \(bar)"
                    )
                }
                guard let ppm = exchange.configuration.participationPPM else { continue }
                let taken = fills.reduce(into: Shares.zero) { $0 += $1.volume }
                #expect(taken.count * 1_000_000 <= bar.volume.count * ppm, "seed \(seed) on \(day): \(bar.symbol)")
            }
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `the books agree after every step`(seed: UInt64) throws {
        var life = Life(seed: seed)
        for _ in 0..<8 {
            try life.liveADay()
            life.checkFills()
        }
        #expect(life.exchange.figures.balance == life.exchange.cash + life.exchange.frozenCash)
    }

    @Test func `N04: the same seed lives the same life`() throws {
        var lives = [Life(seed: 7), Life(seed: 7)]
        for index in lives.indices {
            for _ in 0..<8 { try lives[index].liveADay() }
        }
        #expect(lives[0].notices == lives[1].notices)
        #expect(lives[0].exchange == lives[1].exchange)
        #expect(!lives[0].notices.isEmpty)
    }

    @Test func `random lives meet nearly every reason and every way for an order to end`() throws {
        var rejections: Set<String> = []
        var statuses: Set<OrderStatus> = []
        var kinds: Set<ExDateEntry.Kind> = []
        for seed in 101...130 as ClosedRange<UInt64> {
            var life = Life(seed: seed)
            for _ in 0..<4 { try life.liveADay() }
            rejections.formUnion(life.rejections)
            statuses.formUnion(life.notices.orders.map(\.status))
            kinds.formUnion(life.exchange.exDates.map(\.kind))
        }
        #expect(statuses == Set(OrderStatus.allCases).subtracting([.unknown]))
        #expect(kinds.isSuperset(of: [.dividend, .bonus]))
        #expect(rejections.count >= 10, "\(rejections.sorted())")
    }
}
