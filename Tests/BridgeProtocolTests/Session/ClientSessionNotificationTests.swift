import Market
import Testing

@testable import BridgeProtocol

@Suite struct ClientSessionNotificationTests {
    /// Numbers heard after 41, and what is told of them: `n` for the notification, `m` for one or more missed before.
    static let sequences: [([Int64], String)] = [
        ([42, 43, 44], "n n n"), ([43], "m n"), ([42, 44, 45], "n m n n"), ([42, 42, 43], "n n n"),
        ([41, 1, 42], "n n n"),
        ([45, 43, 44, 46], "m n n n n"), ([42, 100, 101], "n m n n"),
    ]

    @Test(arguments: sequences)
    func `C02 C04: a gap is told before the notification that shows it, a repetition is none`(
        numbers: [Int64], story: String
    ) throws {
        var world = try ClientWorld.ready()
        var told: [String] = []
        for number in numbers {
            for effect in world.hears(.order(Sample.order()), number) {
                switch effect {
                case .event(.notified(.order, let sequence)):
                    #expect(sequence == number)
                    told.append("n")
                case .event(.missed(let gap)):
                    #expect(gap.received == number)
                    told.append("m")
                default: told.append("?")
                }
            }
        }
        #expect(told.joined(separator: " ") == story)
        #expect(world.session.progress?.sequence == max(41, numbers.max() ?? 0))
    }

    @Test func `C04: a heartbeat shows what was lost before it`() throws {
        var world = try ClientWorld.ready()
        let beat = BridgeNotification.heartbeat(Sample.time)
        #expect(world.hears(beat, 41) == [.event(.notified(beat, sequence: 41))])
        #expect(
            world.hears(beat, 42)
                == [.event(.missed(BridgeGap(expected: 42, received: 42))), .event(.notified(beat, sequence: 42))])
        #expect(world.hears(beat, 42) == [.event(.notified(beat, sequence: 42))])
        #expect(world.hears(beat, 40) == [.event(.notified(beat, sequence: 40))])
        #expect(world.hears(.tradingDay(nil), 43) == [.event(.notified(.tradingDay(nil), sequence: 43))])
    }

    @Test func `C11: an unknown notification is counted, ignored, and no gap`() throws {
        var world = try ClientWorld.ready()
        let unknown = #"{"jsonrpc":"2.0","method":"event.position","params":{"seq":42,"x":[1]}}"#
        #expect(world.hears(unknown) == [.event(.anomaly(.unknownNotification(method: "event.position")))])
        #expect(world.hears(.order(Sample.order()), 43).count == 1)
        #expect(
            world.hears(#"{"jsonrpc":"2.0","method":"gossip"}"#)
                == [.event(.anomaly(.unknownNotification(method: "gossip")))])
        #expect(world.hears(.order(Sample.order()), 44).count == 1)
    }

    @Test func `C04: a notification that cannot be read is lost, and that is told at once`() throws {
        var world = try ClientWorld.ready()
        let bad = #"{"jsonrpc":"2.0","method":"event.trade","params":{"seq":42,"trade":{}}}"#
        #expect(
            world.hears(bad) == [
                .event(
                    .anomaly(
                        .unreadableNotification(
                            method: "event.trade",
                            Mismatch(.missing, at: [.name("params"), .name("trade"), .name("trade_id")])))),
                .event(.missed(BridgeGap(expected: 42, received: 42))),
            ])
        #expect(world.hears(.order(Sample.order()), 43).count == 1)
        let worse = #"{"jsonrpc":"2.0","method":"event.order","params":{"seq":"44","order":\#(Sample.orderText)}}"#
        #expect(world.hears(worse).last == .event(.missed(BridgeGap(expected: 44, received: nil))))
        #expect(world.hears(#"{"jsonrpc":"2.0","method":"event.order"}"#).count == 2)
        #expect(world.hears(#"{"jsonrpc":"2.0","method":"event.order","params":[1]}"#).count == 2)
    }

    @Test func `pushes and answers keep the order of the wire`() throws {
        var world = try ClientWorld.ready()
        let submission = BridgeRequest.submit(try Sample.submission())
        _ = world.sends(submission)
        let effects = world.hears(
            String(line(BridgeNotification.order(Sample.order()).message(sequence: 42).line).dropLast()),
            #"{"jsonrpc":"2.0","id":2,"result":{"outcome":"placed","order":null,"reason":null}}"#,
            String(line(BridgeNotification.fill(Sample.fill).message(sequence: 43).line).dropLast()))
        #expect(
            effects == [
                .event(.notified(.order(Sample.order()), sequence: 42)),
                .event(.answered(.number(1), submission, .success(.submit(SubmitAnswer(.placed))))),
                .event(.notified(.fill(Sample.fill), sequence: 43)),
            ])
    }

    @Test func `a trader that is superseded leaves for good`() throws {
        var world = try ClientWorld.ready()
        _ = world.sends(.snapshot)
        let effects = world.hears(.superseded(epoch: 18), 42)
        #expect(
            effects == [
                .event(.notified(.superseded(epoch: 18), sequence: 42)),
                .event(
                    .answered(.number(1), .snapshot, .failure(.outcomeUnknown(.connectionLost(.superseded(by: 18)))))),
                .close(.superseded(by: 18)),
            ])
    }

    @Test func `an observer stays when traders change`() throws {
        var world = try ClientWorld.ready(role: .observe)
        #expect(
            world.hears(.superseded(epoch: 18), 42)
                == [.event(.notified(.superseded(epoch: 18), sequence: 42))])
    }

    @Test func `events before hello is answered are out of place`() throws {
        var world = try ClientWorld()
        #expect(world.hears(.heartbeat(Sample.time), 1) == [.event(.anomaly(.outOfPlace(method: "event.heartbeat")))])
        _ = world.hears(ClientWorld.challenge)
        #expect(world.hears(.heartbeat(Sample.time), 1) == [.event(.anomaly(.outOfPlace(method: "event.heartbeat")))])
        _ = world.hears(ClientWorld.welcome)
        #expect(world.hears(ClientWorld.challenge) == [.event(.anomaly(.outOfPlace(method: "session.challenge")))])
    }
}
