import Engine
import Market
import Testing

@Suite struct OrderLifeTests {
    private func life(_ state: OrderLife.State, filled: Int64 = 0) -> OrderLife {
        var life = OrderLife(intent: Make.intent())
        life.state = state
        life.filled = Shares(filled)
        return life
    }

    @Test func `final states never change, whatever is reported`() {
        for closure in [OrderLife.Closure.filled, .cancelled, .rejected, .neverPlaced, .expired] {
            for status in OrderStatus.allCases {
                let report = Make.report(Make.intent(), status, filled: 1_000)
                #expect(life(.closed(closure)).state(after: report) == nil, "\(closure) then \(status)")
            }
        }
    }

    @Test func `an order in flight or in doubt takes whatever the broker says`() {
        for state in [OrderLife.State.inFlight, .unknown(since: Make.noon)] {
            #expect(life(state).state(after: Make.report(Make.intent(), .live)) == .working(.live))
            #expect(life(state).state(after: Make.report(Make.intent(), .unknown)) == .working(.unknown))
            #expect(life(state).state(after: Make.report(Make.intent(), .filled, filled: 1_000)) == .closed(.filled))
            #expect(life(state).state(after: Make.report(Make.intent(), .rejected)) == .closed(.rejected))
        }
    }

    /// What each status may be followed by; everything else is old news.
    @Test func `D08 D17: a working order moves forward only, but a refused cancel returns`() {
        let story: [(OrderStatus, OrderStatus, Bool)] = [
            (.pending, .live, true), (.live, .pending, false), (.live, .partial, true), (.partial, .live, false),
            (.live, .cancelling, true), (.cancelling, .live, true), (.partial, .partialCancelling, true),
            (.partialCancelling, .partial, true), (.cancelling, .pending, false), (.partialCancelling, .live, false),
            (.live, .unknown, false), (.unknown, .live, true), (.live, .live, false),
            (.cancelling, .partialCancelling, true),
        ]
        for (old, new, isTaken) in story {
            let after = life(.working(old)).state(after: Make.report(Make.intent(), new))
            #expect(after == (isTaken ? .working(new) : nil), "\(old) then \(new)")
        }
    }

    @Test func `D09: a report with fewer fills than known is old news`() {
        let report = Make.report(Make.intent(), .partial, filled: 100)
        #expect(life(.working(.live), filled: 200).state(after: report) == nil)
    }

    /// Every order in which the same truth can arrive ends in the same order.
    @Test func `C03: all permutations of seven events give one final state`() {
        let intent = Make.intent()
        let events: [Event] = [
            .submitAnswered(intent.submission.clientOrderID, .placed(Make.report(intent, .pending))),
            .orderReported(Make.report(intent, .live)),
            .orderReported(Make.report(intent, .partial, filled: 400)),
            .fillReported(Make.fill(intent, "T1", 400)),
            .fillReported(Make.fill(intent, "T2", 600, at: "9.99")),
            .orderReported(Make.report(intent, .filled, filled: 1_000)),
            .orderReported(Make.report(intent, .filled, filled: 1_000)),
        ]
        var first: OrderLife?
        var count = 0
        permute(events) { order in
            count += 1
            var engine = Engine(
                policy: Policy(account: "42", isSimulated: true, fees: World.fees), calendar: World.calendar)
            engine.restore(.runBegan(run: 1, epoch: 1, afterUncleanEnd: false, at: Make.noon))
            engine.restore(.dayBegan(Make.day))
            engine.restore(.intended(intent))
            for event in order { _ = engine.handle(event, at: Make.noon) }
            guard var life = engine.book.order(intent.submission.clientOrderID) else {
                Issue.record("the order is gone")
                return
            }
            life.message = ""
            if let first { #expect(life == first) } else { first = life }
            #expect(engine.book.entries[intent.submission.symbol]?.shares == 1_000)
        }
        #expect(count == 5_040)
        #expect(first?.state == .closed(.filled))
        #expect(first?.fillValue == Make.price("10.00") * 400 + Make.price("9.99") * 600)
    }

    @Test func `C02 D16: a fill after the cancel still counts, once`() {
        let intent = Make.intent()
        var book = Book()
        book.apply(.dayBegan(Make.day))
        book.apply(.intended(intent))
        let id = intent.submission.clientOrderID
        book.apply(.orderChanged(id, .closed(.cancelled), filled: 0, brokerOrderID: nil, message: ""))
        book.apply(.filled(Make.fill(intent, "T1", 300)))
        book.apply(.filled(Make.fill(intent, "T1", 300)))
        #expect(book.order(id)?.filled == 300)
        #expect(book.order(id)?.state == .closed(.cancelled))
        #expect(book.entries[intent.submission.symbol]?.shares == 300)
    }

    @Test func `D22: a row that is another order under our id halts`() {
        var engine = Engine(
            policy: Policy(account: "42", isSimulated: true, fees: World.fees), calendar: World.calendar)
        let intent = Make.intent()
        engine.restore(.dayBegan(Make.day))
        engine.restore(.intended(intent))
        var report = Make.report(intent, .live)
        report.volume = 900
        _ = engine.handle(.orderReported(report), at: Make.noon)
        #expect(engine.book.trading.halt?.cause == .anomaly)
    }

    @Test func `D23: ids hold date, epoch and counter within twenty characters`() {
        let id = ClientOrderID(day: Make.day, epoch: 123, number: 45_678)
        #expect(id?.text == "20260303-123-45678")
        #expect(id?.parts?.epoch == 123)
        #expect(ClientOrderID(day: Make.day, epoch: 12_345, number: 123_456) == nil)
        #expect(ClientOrderID("manual-1")?.parts == nil)
    }

    private func permute(_ events: [Event], _ body: ([Event]) -> Void) {
        func go(_ rest: [Event], _ chosen: [Event]) {
            if rest.isEmpty { return body(chosen) }
            for index in rest.indices {
                var less = rest
                let event = less.remove(at: index)
                go(less, chosen + [event])
            }
        }
        go(events, [])
    }
}
