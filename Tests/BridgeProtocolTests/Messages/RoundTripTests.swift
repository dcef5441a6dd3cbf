import Market
import Testing

@testable import BridgeProtocol

/// Random values out and back, through real lines.
@Suite struct RoundTripTests {
    @Test(arguments: [UInt64(1), 2, 20_261_120])
    func `what one side says the other side hears`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<300 {
            let comment = Comment("seed \(seed), round \(round)")
            let notification = BridgeNotification.random(using: &generator)
            let sequence = Int64.random(in: 0...1 << 62, using: &generator)
            guard
                case .notification(let method, let params?) = try RPCMessage(
                    reading: notification.message(sequence: sequence).line.dropLast())
            else { throw NotThere() }
            #expect(try BridgeNotification(method: method, params: params) == notification, comment)
            #expect(try BridgeNotification.sequence(params: params) == sequence, comment)

            let snapshot = AccountSnapshot.random(using: &generator)
            #expect(try AccountSnapshot(wire: JSONValue(reading: snapshot.wire.bytes)) == snapshot, comment)
            let quote = Quote.random(using: &generator)
            #expect(try Quote(wire: JSONValue(reading: quote.wire.bytes)) == quote, comment)
            let submission = Submission.random(using: &generator)
            #expect(try Submission(wire: JSONValue(reading: submission.wire.bytes)) == submission, comment)
        }
    }

    @Test(arguments: [UInt64(11), 12])
    func `unknown members anywhere change nothing`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<100 {
            let snapshot = AccountSnapshot.random(using: &generator)
            let noisy = snapshot.wire.withUnknownMembers(using: &generator)
            #expect(try AccountSnapshot(wire: noisy) == snapshot, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: [UInt64(21), 22])
    func `C10: a value turned into one of another kind is refused or was allowed to be null`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var refused = 0
        for round in 0..<300 {
            let order = Sample.order(status: .live)
            guard var members = order.wire.members else { throw NotThere() }
            let index = Int.random(in: members.indices, using: &generator)
            let other = JSONValue.random(depth: 2, using: &generator)
            guard other.kind != members[index].value.kind else { continue }
            members[index].value = other
            if let back = try? OrderReport(wire: .object(members)) {
                // Only what may be null was turned into null, or from null into a text.
                #expect(
                    ["client_order_id", "broker_order_id", "exchange_order_id", "filled_price"].contains(
                        members[index].name),
                    "seed \(seed), round \(round): \(members[index])")
                #expect(back.volume == order.volume)
            } else {
                refused += 1
            }
        }
        #expect(refused > 100)
    }
}

extension JSONValue {
    fileprivate func withUnknownMembers(using generator: inout SplitMix64) -> JSONValue {
        switch self {
        case .object(let members):
            var noisy: [Member] = []
            for member in members {
                if Bool.random(using: &generator) {
                    noisy.append(Member("x_\(noisy.count)", .random(depth: 1, using: &generator)))
                }
                noisy.append(Member(member.name, member.value.withUnknownMembers(using: &generator)))
            }
            if noisy.count > 2, Bool.random(using: &generator) { noisy.swapAt(0, noisy.count - 1) }
            return .object(noisy)
        case .array(let elements):
            // A pair is a pair: lists get nothing added.
            var noisy: [JSONValue] = []
            for element in elements { noisy.append(element.withUnknownMembers(using: &generator)) }
            return .array(noisy)
        case .null, .bool, .integer, .number, .string:
            return self
        }
    }
}
