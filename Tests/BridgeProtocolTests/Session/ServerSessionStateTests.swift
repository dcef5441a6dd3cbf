import Testing

@testable import BridgeProtocol

/// Every event in every state.
@Suite struct ServerSessionStateTests {
    enum Event: CaseIterable {
        case hello, request, badLine, notification, claimed, claimFailed, welcomed, superseded, ended, tickEarly,
            tickLate
    }

    enum Stage: CaseIterable { case awaitingHello, claiming, welcoming, ready, closed }

    private func session(_ stage: Stage) throws -> ServerWorld {
        var world = try ServerWorld()
        if stage == .awaitingHello { return world }
        _ = world.says(try ServerWorld.hello())
        if stage == .claiming { return world }
        _ = world.session.claimed(highest: 17)
        if stage == .welcoming { return world }
        _ = world.session.welcomed(with: Sample.hello, at: world.now)
        if stage == .closed { world.session.ended() }
        return world
    }

    private func stage(_ state: ServerSession.State) -> Stage {
        switch state {
        case .awaitingHello: .awaitingHello
        case .claiming: .claiming
        case .welcoming: .welcoming
        case .ready: .ready
        case .closed: .closed
        }
    }

    private func happens(_ event: Event, to world: inout ServerWorld) throws -> [ServerSession.Effect] {
        switch event {
        case .hello: return world.says(try ServerWorld.hello())
        case .request: return world.says(ServerWorld.request(.snapshot))
        case .badLine: return world.says("?")
        case .notification: return world.says(#"{"jsonrpc":"2.0","method":"x"}"#)
        case .claimed: return world.session.claimed(highest: 17)
        case .claimFailed: return world.session.claimFailed("d")
        case .welcomed: return world.session.welcomed(with: Sample.hello, at: world.now)
        case .superseded: return world.session.superseded(by: 18, line: [1, 10])
        case .ended:
            world.session.ended()
            return []
        case .tickEarly: return world.passes(.seconds(1))
        case .tickLate: return world.passes(.seconds(100))
        }
    }

    /// A row per state; in each, the state afterwards and the kinds of effects of every event in its order above.
    private static let table: [Stage: [(Stage, String)]] = [
        .awaitingHello: [
            (.claiming, "claim"), (.awaitingHello, "1001"), (.closed, "count -32700 close"), (.awaitingHello, "count"),
            (.awaitingHello, ""), (.awaitingHello, ""), (.awaitingHello, ""), (.awaitingHello, ""), (.closed, ""),
            (.awaitingHello, ""), (.closed, "close"),
        ],
        // Nothing is read while the shell has a question open.
        .claiming: [
            (.claiming, ""), (.claiming, ""), (.claiming, ""), (.claiming, ""), (.welcoming, "welcome"),
            (.awaitingHello, "1030"), (.claiming, ""), (.claiming, ""), (.closed, ""), (.claiming, ""),
            (.closed, "close"),
        ],
        .welcoming: [
            (.welcoming, ""), (.welcoming, ""), (.welcoming, ""), (.welcoming, ""), (.welcoming, ""), (.welcoming, ""),
            (.ready, "line"), (.welcoming, ""), (.closed, ""), (.welcoming, ""), (.closed, "close"),
        ],
        .ready: [
            (.ready, "-32600"), (.ready, "handle"), (.closed, "count -32700 close"), (.ready, "count"), (.ready, ""),
            (.ready, ""), (.ready, ""), (.closed, "line close"), (.closed, ""), (.ready, ""), (.closed, "close"),
        ],
        .closed: Array(repeating: (.closed, ""), count: 11),
    ]

    private func words(_ effects: [ServerSession.Effect]) -> String {
        effects.map { effect in
            switch effect {
            case .send: effect.errorCode.map(String.init) ?? "line"
            case .claim: "claim"
            case .welcome: "welcome"
            case .handle: "handle"
            case .heartbeat: "heartbeat"
            case .count: "count"
            case .close: "close"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: Stage.allCases, Event.allCases)
    func `every event in every state does what the table says`(stage: Stage, event: Event) throws {
        var world = try session(stage)
        let effects = try happens(event, to: &world)
        let index = try required(Event.allCases.firstIndex(of: event))
        let (after, expected) = try required(Self.table[stage])[index]
        #expect(words(effects) == expected)
        #expect(self.stage(world.session.state) == after)
        // Only a session that can do something wants to be woken.
        #expect((world.session.nextTick == nil) == (after == .closed))
    }
}
