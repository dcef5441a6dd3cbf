import Bridge
import BridgeProtocol
import Foundation
import Market
import Testing

/// Over real sockets, both kinds.
@Suite(.timeLimit(.minutes(3))) struct LiveTests {
    @Test(arguments: Live.Transport.allCases)
    func `a client comes up, asks and is told`(transport: Live.Transport) async throws {
        try await Live.with(transport) { live in
            let client = try live.client()
            var events = client.events.makeAsyncIterator()
            client.start()
            let hello = await events.up()
            #expect(hello?.account == Live.account)
            #expect(hello?.isSimulated == true)
            #expect(hello?.capabilities == ["limit", "sim_clock"])
            #expect(hello?.time == TestAccount.time)
            #expect(live.account.highestEpoch == 17)
            let id = client.send(.quotes([TestAccount.symbol]))
            let quotes = QuotesAnswer(rows: [], missing: [TestAccount.symbol])
            #expect(await events.next() == .answered(id, .quotes([TestAccount.symbol]), .success(.quotes(quotes))))
            #expect(try await client.call(.ping) == .ping(TestAccount.time))
            await client.shutDown()
            #expect(await events.down()?.reason == .closedByUs)
            #expect(await events.next() == nil)
        }
    }

    @Test(arguments: Live.Transport.allCases)
    func `pipelined submits keep their order, and pushes their place among the answers`(
        transport: Live.Transport
    ) async throws {
        try await Live.with(transport) { live in
            let client = try live.client { $0.delivery = .stream(limit: 100_000) }
            var events = client.events.makeAsyncIterator()
            client.start()
            _ = await events.up()
            let submissions = try (1...300).map(TestAccount.submission)
            let ids = submissions.map { client.send(.submit($0)) }
            #expect(ids == ids.sorted())
            for (number, (id, submission)) in zip(ids, submissions).enumerated() {
                let live = TestAccount.order(submission, .live)
                let sequence = Int64(number) * 2 + 1
                #expect(await events.next() == .notified(.order(live), sequence: sequence))
                let placed = BridgeAnswer.submit(SubmitAnswer(.placed, order: live))
                #expect(await events.next() == .answered(id, .submit(submission), .success(placed)))
                let filled = BridgeNotification.order(TestAccount.order(submission, .filled))
                #expect(await events.next() == .notified(filled, sequence: sequence + 1))
            }
            #expect(live.account.calls.map(\.request) == submissions.map(BridgeRequest.submit))
            await client.shutDown()
        }
    }

    @Test func `an advance is answered after all that happened up to then`() async throws {
        try await Live.with(.unix) { live in
            let client = try live.client()
            var events = client.events.makeAsyncIterator()
            client.start()
            _ = await events.up()
            let to = TestAccount.time.adding(seconds: 60)
            let id = client.send(.advance(to: to))
            #expect(await events.next() == .notified(.broker(.down, reason: "lunch"), sequence: 1))
            #expect(await events.next() == .notified(.broker(.up, reason: nil), sequence: 2))
            #expect(await events.next() == .answered(id, .advance(to: to), .success(.advance(to))))
            await client.shutDown()
        }
    }

    @Test(arguments: Live.Transport.allCases)
    func `a wrong secret is refused for good`(transport: Live.Transport) async throws {
        try await Live.with(transport) { live in
            let client = try live.client(secret: "guessed")
            var events = client.events.makeAsyncIterator()
            client.start()
            let down = await events.down()
            guard case .refused(let error)? = down?.reason else { throw TestAccount.NoDisk() }
            #expect(error.kind == .unauthenticated)
            #expect(down?.retryIn == nil)
            #expect(await events.next() == nil)
            #expect(live.account.highestEpoch == 0)
        }
    }

    @Test func `B10: a wrong account is refused for good`() async throws {
        try await Live.with(.unix) { live in
            let client = try live.client(account: "42")
            client.start()
            await #expect(throws: BridgeFailure.self) { try await client.connected(within: .seconds(60)) }
            #expect(live.account.highestEpoch == 0)
        }
    }

    @Test(arguments: Live.Transport.allCases)
    func `A15 B09: an older epoch is fenced, before and after a newer one has gone`(transport: Live.Transport)
        async throws
    {
        try await Live.with(transport) { live in
            let new = try live.client(epoch: 18)
            new.start()
            _ = try await new.connected(within: .seconds(60))
            for _ in 0..<2 {
                let old = try live.client(epoch: 17)
                var events = old.events.makeAsyncIterator()
                old.start()
                guard case .refused(let error)? = await events.down()?.reason else { throw TestAccount.NoDisk() }
                #expect(error.kind == .fenced)
                #expect(error.data["epoch"] == 18)
                await new.shutDown()
            }
        }
    }

    @Test(arguments: Live.Transport.allCases, [Int64(17), 18])
    func `an equal or newer epoch takes over, and observers hear of it`(
        transport: Live.Transport, epoch: Int64
    ) async throws {
        try await Live.with(transport) { live in
            let observer = try live.client(role: .observe, epoch: 1)
            var observed = observer.events.makeAsyncIterator()
            observer.start()
            #expect(await observed.up()?.sequence == 0)
            let old = try live.client(epoch: 17)
            var events = old.events.makeAsyncIterator()
            old.start()
            _ = await events.up()
            let new = try live.client(epoch: epoch)
            var taken = new.events.makeAsyncIterator()
            new.start()
            #expect(await taken.up()?.sequence == 1)
            // Taken out of the expectations, so that a failure shows what came.
            let told = (await events.next(), await events.next(), await events.next())
            #expect(told.0 == .notified(.superseded(epoch: epoch), sequence: 1))
            #expect(told.1 == .down(BridgeDown(reason: .superseded(by: epoch), retryIn: nil)))
            #expect(told.2 == nil)
            let heard = await observed.next()
            #expect(heard == .notified(.superseded(epoch: epoch), sequence: 1))
            live.server.post([.notify(.tradingDay(nil))])
            let (later, also) = (await observed.next(), await taken.next())
            #expect(later == .notified(.tradingDay(nil), sequence: 2))
            #expect(also == .notified(.tradingDay(nil), sequence: 2))
            await new.shutDown()
            await observer.shutDown()
        }
    }

    @Test func `observers read, hear everything, and do not trade`() async throws {
        try await Live.with(.unix) { live in
            let observer = try live.client(role: .observe)
            let trader = try live.client()
            var observed = observer.events.makeAsyncIterator()
            observer.start()
            _ = await observed.up()
            trader.start()
            _ = try await trader.connected(within: .seconds(60))
            let submission = try TestAccount.submission(1)
            _ = try await trader.call(.submit(submission))
            #expect(await observed.next() == .notified(.order(TestAccount.order(submission, .live)), sequence: 1))
            #expect(await observed.next() == .notified(.order(TestAccount.order(submission, .filled)), sequence: 2))
            _ = try await observer.call(.snapshot)
            let refusal = await #expect(throws: BridgeFailure.self) {
                try await observer.call(.cancel(submission.clientOrderID))
            }
            guard case .refused(let error)? = refusal else { throw TestAccount.NoDisk() }
            #expect(error.kind == .readOnly)
            #expect(live.account.calls.count == 2)
            await observer.shutDown()
            await trader.shutDown()
        }
    }

    @Test(arguments: Live.Transport.allCases)
    func `when the server goes, the client says so, comes back, and knows it is another run`(
        transport: Live.Transport
    ) async throws {
        let account = TestAccount { call in if case .snapshot = call.request { [] } else { TestAccount.usual(call) } }
        try await Live.with(transport, account: account) { live in
            let client = try live.client()
            var events = client.events.makeAsyncIterator()
            client.start()
            _ = await events.up()
            let id = client.send(.snapshot)
            // Answered behind the snapshot that is not: so the snapshot has arrived.
            _ = try await client.call(.ping)
            await live.server.shutDown()
            #expect(
                await events.next()
                    == .answered(id, .snapshot, .failure(.outcomeUnknown(.connectionLost(.closedByPeer)))))
            let down = await events.down()
            #expect(down?.reason == .closedByPeer)
            #expect(down?.retryIn != nil)
            let failed = await events.down()
            guard case .couldNotConnect? = failed?.reason else { throw TestAccount.NoDisk() }

            let next = try await Live.startServer(live.server.endpoint, account)
            let continuity = await events.first { if case .up(_, let continuity) = $0 { continuity } else { nil } }
            #expect(continuity == .newSession)
            #expect(try await client.call(.ping) == .ping(TestAccount.time))
            await client.shutDown()
            await next.shutDown()
        }
    }

    @Test func `a server keeps the epoch that its account keeps`() async throws {
        let account = TestAccount()
        try await Live.with(.unix, account: account) { live in
            let client = try live.client(epoch: 30)
            client.start()
            _ = try await client.connected(within: .seconds(60))
            await client.shutDown()
        }
        try await Live.with(.unix, account: account) { live in
            let client = try live.client(epoch: 29)
            client.start()
            await #expect(throws: BridgeFailure.self) { try await client.connected(within: .seconds(60)) }
        }
    }

    @Test func `an account that cannot store an epoch lets nobody trade, and observers in`() async throws {
        let account = TestAccount()
        account.losesItsDisk()
        try await Live.with(.unix, account: account) { live in
            let client = try live.client()
            var events = client.events.makeAsyncIterator()
            client.start()
            let down = await events.down()
            guard case .refused(let error)? = down?.reason else { throw TestAccount.NoDisk() }
            #expect(error.kind == .internalError)
            #expect(down?.retryIn != nil)
            let observer = try live.client(role: .observe)
            observer.start()
            _ = try await observer.connected(within: .seconds(60))
            await client.shutDown()
            await observer.shutDown()
        }
    }

    @Test func `a client that only calls needs no reader`() async throws {
        try await Live.with(.tcp) { live in
            let client = try live.client { $0.delivery = .none }
            client.start()
            _ = try await client.connected(within: .seconds(60))
            for number in 1...2000 { live.server.post([.notify(.broker(.up, reason: "\(number)"))]) }
            #expect(try await client.call(.ping) == .ping(TestAccount.time))
            var events = client.events.makeAsyncIterator()
            #expect(await events.next() == nil)
            await client.shutDown()
        }
    }

    @Test func `C17: a flood is held back, and nothing of it is lost`() async throws {
        try await Live.with(.unix) { live in
            let client = try live.client { $0.delivery = .stream(limit: 16) }
            client.start()
            _ = try await client.connected(within: .seconds(60))
            let count: Int64 = 20_000
            for _ in 0..<count { live.server.post([.notify(.broker(.up, reason: nil))]) }
            var events = client.events.makeAsyncIterator()
            _ = await events.up()
            var last: Int64 = 0
            while last < count, let event = await events.next() {
                last += 1
                guard event == .notified(.broker(.up, reason: nil), sequence: last) else {
                    Issue.record("at \(last): \(event)")
                    break
                }
            }
            await client.shutDown()
        }
    }

    @Test func `waiting for a connection ends when time is up`() async throws {
        let nowhere = BridgeEndpoint.unix(path: "/nonexistent-\(UUID().uuidString)/b.sock")
        let client = try Live.client(of: nowhere)
        client.start()
        await #expect(throws: BridgeFailure.notSent(reason: "no connection came up in time")) {
            try await client.connected(within: .milliseconds(30))
        }
        await client.shutDown()
    }

    @Test func `a client that nobody holds any more goes away`() async throws {
        try await Live.with(.unix) { live in
            let observer = try live.client(role: .observe, epoch: 1)
            var observed = observer.events.makeAsyncIterator()
            observer.start()
            _ = await observed.up()
            var events = try await { () async throws in
                let client = try live.client()
                client.start()
                _ = try await client.connected(within: .seconds(60))
                return client.events.makeAsyncIterator()
            }()
            #expect(await events.down()?.reason == .closedByUs)
            #expect(await events.next() == nil)
            await observer.shutDown()
        }
    }

    @Test func `two servers cannot have one place`() async throws {
        for transport in Live.Transport.allCases {
            try await Live.with(transport) { live in
                let failure = await #expect(throws: EndpointFailure.self) {
                    try await Live.startServer(live.server.endpoint, TestAccount())
                }
                guard case .inUse? = failure else { throw TestAccount.NoDisk() }
            }
        }
    }
}
