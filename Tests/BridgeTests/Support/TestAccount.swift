import Bridge
import BridgeProtocol
import Market
import Synchronization

/// An account behind a server that remembers what it was asked and does what it was told to.
final class TestAccount: BridgeHandler {
    struct NoDisk: Error {}

    private struct State {
        var highestEpoch: Int64 = 0
        var hasDisk = true
        var calls: [BridgeCall] = []
        var script: @Sendable (BridgeCall) -> [BridgeOutgoing]
    }

    static let time = Timestamp(milliseconds: 1_795_138_262_125)
    static let day = Day(number: 20_777)
    static let symbol = Symbol(packed: 600_000 << 2 | 1)

    private let state: Mutex<State>

    init(_ script: @escaping @Sendable (BridgeCall) -> [BridgeOutgoing] = TestAccount.usual) {
        state = Mutex(State(script: script))
    }

    /// What it was asked, in order.
    var calls: [BridgeCall] { state.withLock { $0.calls } }
    var highestEpoch: Int64 { state.withLock { $0.highestEpoch } }
    func losesItsDisk() { state.withLock { $0.hasDisk = false } }

    func claim(epoch: Int64) throws -> Int64 {
        try state.withLock { state in
            guard state.hasDisk else { throw NoDisk() }
            state.highestEpoch = max(state.highestEpoch, epoch)
            return state.highestEpoch
        }
    }

    func status() -> BridgeStatus { BridgeStatus(time: Self.time, tradingDay: Self.day, broker: .up) }

    func handle(_ call: BridgeCall) -> [BridgeOutgoing] {
        let script = state.withLock { state in
            state.calls.append(call)
            return state.script
        }
        return script(call)
    }

    /// Each submit is placed, its order pushed before the answer and filled after it.
    static func usual(_ call: BridgeCall) -> [BridgeOutgoing] {
        switch call.request {
        case .ping: []
        case .snapshot:
            [
                .answer(
                    call,
                    .snapshot(
                        AccountSnapshot(
                            asOf: time, sequence: 0, tradingDay: day, asset: nil, positions: .unknown, orders: .empty,
                            fills: .empty)))
            ]
        case .instruments(let symbols):
            [.answer(call, .instruments(InstrumentsAnswer(tradingDay: day, rows: [], missing: symbols)))]
        case .quotes(let symbols): [.answer(call, .quotes(QuotesAnswer(rows: [], missing: symbols)))]
        case .submit(let submission):
            [
                .notify(.order(order(submission, .live))),
                .answer(call, .submit(SubmitAnswer(.placed, order: order(submission, .live)))),
                .notify(.order(order(submission, .filled))),
            ]
        case .resolve: [.answer(call, .resolve(ResolveAnswer(.neverPlaced)))]
        case .cancel: [.answer(call, .cancel(.unknownID))]
        case .advance(let time):
            [
                .notify(.broker(.down, reason: "lunch")), .notify(.broker(.up, reason: nil)),
                .answer(call, .advance(time)),
            ]
        }
    }

    static func order(_ submission: Submission, _ status: OrderStatus) -> OrderReport {
        OrderReport(
            clientOrderID: submission.clientOrderID, symbol: submission.symbol, side: submission.side,
            price: submission.price, volume: submission.volume,
            filled: status == .filled ? submission.volume : 0, status: status, time: time)
    }

    static func submission(_ number: Int) throws -> Submission {
        guard let id = ClientOrderID("20261120-\(number)") else { throw NoDisk() }
        return Submission(
            clientOrderID: id, symbol: symbol, side: .buy, price: .fen(1025), volume: 100,
            validUntil: time.adding(seconds: 30))
    }
}
