import Testing

@testable import BridgeProtocol

/// Every event in every state.
@Suite struct ClientSessionStateTests {
    enum Event: CaseIterable {
        case challenge, helloAnswer, helloError, heartbeat, badLine, request, send, ended, tickEarly, tickLate
    }

    enum Stage: CaseIterable { case awaitingChallenge, awaitingHello, ready, closed }

    private func session(_ stage: Stage) throws -> ClientWorld {
        var world = try ClientWorld()
        if stage == .awaitingChallenge { return world }
        _ = world.hears(ClientWorld.challenge)
        if stage == .awaitingHello { return world }
        _ = world.hears(ClientWorld.welcome)
        if stage == .closed { _ = world.session.ended(.closedByPeer) }
        return world
    }

    private func stage(_ state: ClientSession.State) -> Stage {
        switch state {
        case .awaitingChallenge: .awaitingChallenge
        case .awaitingHello: .awaitingHello
        case .ready: .ready
        case .closed: .closed
        }
    }

    private func happens(_ event: Event, to world: inout ClientWorld) -> [ClientSession.Effect] {
        switch event {
        case .challenge: world.hears(ClientWorld.challenge)
        case .helloAnswer: world.hears(ClientWorld.welcome)
        case .helloError: world.hears(#"{"jsonrpc":"2.0","id":1,"error":{"code":1004,"message":"m"}}"#)
        case .heartbeat: world.hears(.heartbeat(Sample.time), 41)
        case .badLine: world.hears("?")
        case .request: world.hears(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#)
        case .send: world.sends(.ping)
        case .ended: world.session.ended(.closedByPeer)
        case .tickEarly: world.passes(.seconds(1))
        case .tickLate: world.passes(.seconds(100))
        }
    }

    /// A row per state; in each, the state afterwards and the kinds of effects of every event in its order above.
    private static let table: [Stage: [(Stage, String)]] = [
        .awaitingChallenge: [
            (.awaitingHello, "write"), (.awaitingChallenge, "anomaly"), (.awaitingChallenge, "anomaly"),
            (.awaitingChallenge, "anomaly"), (.closed, "write close"), (.awaitingChallenge, "anomaly write"),
            (.awaitingChallenge, "answered"), (.closed, ""), (.awaitingChallenge, ""), (.closed, "close"),
        ],
        .awaitingHello: [
            (.awaitingHello, "anomaly"), (.ready, "up"), (.closed, "close"), (.awaitingHello, "anomaly"),
            (.closed, "write close"), (.awaitingHello, "anomaly write"), (.awaitingHello, "answered"), (.closed, ""),
            (.awaitingHello, ""), (.closed, "close"),
        ],
        .ready: [
            (.ready, "anomaly"), (.ready, "anomaly"), (.ready, "anomaly"), (.ready, "notified"),
            (.closed, "write close"),
            (.ready, "anomaly write"), (.ready, "write"), (.closed, ""), (.ready, ""), (.closed, "close"),
        ],
        .closed: [
            (.closed, ""), (.closed, ""), (.closed, ""), (.closed, ""), (.closed, ""), (.closed, ""),
            (.closed, "answered"),
            (.closed, ""), (.closed, ""), (.closed, ""),
        ],
    ]

    private func words(_ effects: [ClientSession.Effect]) -> String {
        effects.map { effect in
            switch effect {
            case .write: "write"
            case .close: "close"
            case .event(.up): "up"
            case .event(.answered): "answered"
            case .event(.answeredLate): "late"
            case .event(.notified): "notified"
            case .event(.missed): "missed"
            case .event(.anomaly): "anomaly"
            case .event(.down): "down"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: Stage.allCases, Event.allCases)
    func `every event in every state does what the table says`(stage: Stage, event: Event) throws {
        var world = try session(stage)
        let effects = happens(event, to: &world)
        let index = try required(Event.allCases.firstIndex(of: event))
        let (after, expected) = try required(Self.table[stage])[index]
        #expect(words(effects) == expected)
        #expect(self.stage(world.session.state) == after)
        #expect((world.session.nextTick == nil) == (after == .closed))
    }
}
