import Engine
import Market
import Testing

/// The operator's word: the third proof by which an order may leave doubt.
@Suite struct OperatorResolveTests {
    /// A day on which the sell of 600000.SH is lost on its way and nobody can say what became of it.
    private func inDoubt() throws -> (World, ClientOrderID) {
        var world = World(cash: 20_000)
        world.hold("600000.SH", 1_000, at: "10.00")
        world.stocks[World.symbol("600000.SH")]?.manner = .lost
        world.target([])
        world.isAnswering = false
        world.start()
        world.run(to: TimeOfDay(9, 31, 30))
        let id = try #require(world.submitted.first?.clientOrderID)
        world.send(.submitFailed(id, .unknown(reason: "no answer in 10 s")))
        world.run(to: TimeOfDay(9, 35))
        #expect(world.engine.book.order(id)?.isUnknown == true)
        return (world, id)
    }

    private func refusal(
        _ world: World, _ id: ClientOrderID, _ word: OperatorWord, reason: String = "seen", at now: Timestamp? = nil
    ) -> ResolveRefusal? {
        world.engine.refusal(ofResolving: id, word, reason: reason, at: now ?? world.now)
    }

    @Test func `never placed by the operator's word lets the line be decided anew under a new id`() throws {
        var (world, id) = try inDoubt()
        world.stocks[World.symbol("600000.SH")]?.manner = .fill
        #expect(refusal(world, id, .neverPlaced) == nil)
        world.send(.resolveRequested(id, .neverPlaced, by: "ops", reason: "not in the terminal's list"))
        world.run(to: TimeOfDay(9, 40))
        #expect(world.engine.book.order(id)?.closure == .neverPlaced)
        #expect(world.submitted.count == 2)
        #expect(world.submitted[1].clientOrderID != id)
        #expect(world.violations == [])
    }

    @Test func `over by the operator's word ends the line for the day and counts what filled`() throws {
        var (world, id) = try inDoubt()
        world.send(.resolveRequested(id, .over(filled: 300), by: "ops", reason: "cancelled by hand after 300"))
        world.run(to: TimeOfDay(9, 40))
        #expect(world.engine.book.order(id)?.closure == .resolved)
        #expect(world.engine.book.order(id)?.filled == 300)
        #expect(world.submitted.count == 1)
        let isRecorded = world.records.contains {
            if case .operatorResolved(id, .over(filled: 300), "ops", "cancelled by hand after 300", _) = $0 {
                true
            } else {
                false
            }
        }
        #expect(isRecorded)
    }

    @Test func `a word without a reason is refused`() throws {
        let (world, id) = try inDoubt()
        #expect(refusal(world, id, .neverPlaced, reason: "  ") == .noReason)
    }

    @Test func `a word about an order that is not in doubt changes nothing`() throws {
        var (world, id) = try inDoubt()
        world.send(.resolveRequested(id, .over(filled: 0), by: "ops", reason: "gone"))
        world.run(to: TimeOfDay(9, 36))
        let before = world.records.count
        #expect(refusal(world, id, .neverPlaced) == .notInDoubt(id))
        world.send(.resolveRequested(id, .neverPlaced, by: "ops", reason: "once more"))
        world.run(to: TimeOfDay(9, 36, 1))
        #expect(world.records.count == before)
        let other = try #require(ClientOrderID("20260303-1-99"))
        #expect(refusal(world, other, .neverPlaced) == .noSuchOrder(other))
    }

    @Test func `before its deadline an order may still be placed, and no word is taken`() throws {
        let (world, id) = try inDoubt()
        let until = try #require(world.submitted.first?.validUntil)
        #expect(refusal(world, id, .neverPlaced, at: until) == .tooEarly(id, until: until))
        #expect(refusal(world, id, .neverPlaced, at: until.adding(milliseconds: 1)) == nil)
    }

    @Test func `more than the order was for cannot have filled`() throws {
        let (world, id) = try inDoubt()
        #expect(refusal(world, id, .over(filled: 1_001)) == .impossible(id, filled: 0, volume: 1_000))
        #expect(refusal(world, id, .over(filled: 1_000)) == nil)
    }

    @Test func `the word survives a crash`() throws {
        var (world, id) = try inDoubt()
        world.send(.resolveRequested(id, .over(filled: 0), by: "ops", reason: "gone"))
        world.run(to: TimeOfDay(9, 36))
        world.crash()
        world.run(to: TimeOfDay(9, 40))
        #expect(world.engine.book.order(id)?.closure == .resolved)
        #expect(world.submitted.count == 1)
    }

    @Test func `each refusal says what to do`() throws {
        let (_, id) = try inDoubt()
        let all: [ResolveRefusal] = [
            .noReason, .noSuchOrder(id), .notInDoubt(id), .tooEarly(id, until: World.today.start),
            .impossible(id, filled: 0, volume: 1),
        ]
        #expect(all.allSatisfy { "\($0)".count > 30 })
    }
}
