import Bridge
import BridgeProtocol
import Exchange
import Foundation
import History
import Logging
import Market
import SimulatedSide
import Testing

/// A simulated side with faults, asked as a daemon asks it, without a socket.
final class FaultyTerminal {
    struct Said {
        var pushes: [BridgeNotification] = []
        var answer: BridgeAnswer?
        var refusal: BridgeError?
        var isDisconnected = false

        var orders: [OrderReport] {
            pushes.compactMap { if case .order(let report) = $0 { report } else { nil } }
        }
        var fills: [FillReport] { pushes.compactMap { if case .fill(let fill) = $0 { fill } else { nil } } }
    }

    static let market = try? SyntheticMonthTests.scenario.map { try SyntheticMarket($0) }

    let path: String
    let symbol: Symbol
    private(set) var handler: ShimHandler
    var connection = 1

    /// Begins on the first day at 09:35, in the middle of continuous trading.
    init(_ switches: String..., seed: UInt64 = 1) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("faulty-\(UUID().uuidString)").path
        let days = SyntheticDays(try #require(FaultyTerminal.market))
        let first = try #require(days.days.first)
        self.path = path
        handler = try FaultyTerminal.open(path, days, switches, seed)
        symbol = try FaultyTerminal.liquidSymbol(days, on: first, path: path + ".clean")
        _ = try handler.advance(to: first.at(TimeOfDay(9, 35)))
    }

    /// Some security with enough on both sides, as a side without faults shows it.
    private static func liquidSymbol(_ days: SyntheticDays, on first: Day, path: String) throws -> Symbol {
        let all = try days.sheet(first).bars.map(\.symbol)
        let clean = try open(path, days, [], 1)
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try clean.advance(to: first.at(TimeOfDay(9, 35)))
        let asked = BridgeCall(
            connection: 1,
            asked: ServerRequest(id: .integer(1), role: .trade, epoch: 1, request: .quotes(Array(all.prefix(100)))))
        var found: Symbol?
        for case .answer(_, .quotes(let answer)) in clean.handle(asked) {
            found =
                answer.rows.first { ($0.asks.first?.volume ?? 0) >= 500 && ($0.bids.first?.volume ?? 0) >= 500 }?.symbol
        }
        return try #require(found)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static func open(
        _ path: String, _ days: SyntheticDays, _ switches: [String]?, _ seed: UInt64
    ) throws -> ShimHandler {
        let log = try InputLog(path)
        let range = try #require(days.days.first)...(try #require(days.days.last))
        var shim = try SimulatedShim(
            account: "88001234", source: days, range: range,
            configuration: .init(openingCash: .yuan(1_000_000), fees: ServeCommand.fees), earlier: log.earlier
        ) { try log.append($0) }
        if let switches { try shim.set(FaultSettings(parsing: switches, seed: seed)) { try log.append($0) } }
        return ShimHandler(shim: shim, log: log, isSteppedByDaemon: true, logger: Logger(label: "test"))
    }

    /// The process again, with the state that it left; nil: the faults of the state.
    func restart(_ switches: [String]? = nil, seed: UInt64 = 1) throws {
        let copy = path + ".again"
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        handler = try FaultyTerminal.open(copy, SyntheticDays(try #require(FaultyTerminal.market)), switches, seed)
        connection += 1
    }

    @discardableResult
    func ask(_ request: BridgeRequest) -> Said {
        var said = Said()
        let call = BridgeCall(
            connection: connection, asked: ServerRequest(id: .integer(1), role: .trade, epoch: 1, request: request))
        for outgoing in handler.handle(call) {
            switch outgoing {
            case .notify(let notification): said.pushes.append(notification)
            case .answer(_, let answer): said.answer = answer
            case .refuse(_, let error): said.refusal = error
            case .disconnect: said.isDisconnected = true
            }
        }
        return said
    }

    var now: Timestamp { handler.status().time }

    @discardableResult
    func wait(seconds: Int64) -> Said { ask(.advance(to: now.adding(seconds: seconds))) }

    func id(_ text: String) throws -> ClientOrderID { try #require(ClientOrderID(text)) }

    /// A buy or sell that trades at once, or one that rests far from the market.
    func submission(
        _ text: String, _ side: Side = .buy, shares: Int64 = 200, rests: Bool = false, validFor seconds: Int64 = 60
    ) throws -> Submission {
        guard case .instruments(let instruments)? = ask(.instruments([symbol])).answer,
            let instrument = instruments.rows.first, let close = instrument.previousClose
        else { throw Missing() }
        guard case .quotes(let answer)? = ask(.quotes([symbol])).answer else { throw Missing() }
        let tick: Int64 = 10
        var price = Price(li: close.li * 91 / 100 / tick * tick)
        if !rests, let quote = answer.rows.first, let best = side == .buy ? quote.asks.first : quote.bids.first {
            price = best.price
        }
        return Submission(
            clientOrderID: try id(text), symbol: symbol, side: side, price: price, volume: Shares(shares),
            validUntil: now.adding(seconds: seconds))
    }

    struct Missing: Error {}

    @discardableResult
    func submit(_ text: String, _ side: Side = .buy, shares: Int64 = 200, rests: Bool = false) throws -> Said {
        ask(.submit(try submission(text, side, shares: shares, rests: rests)))
    }

    func submitOutcome(_ said: Said) -> SubmitAnswer.Outcome? {
        if case .submit(let answer)? = said.answer { answer.outcome } else { nil }
    }

    func resolve(_ text: String) throws -> ResolveAnswer.Outcome? {
        if case .resolve(let answer)? = ask(.resolve(try id(text))).answer { answer.outcome } else { nil }
    }

    func snapshot() throws -> AccountSnapshot {
        guard case .snapshot(let snapshot)? = ask(.snapshot).answer else { throw Missing() }
        return snapshot
    }

    func row(_ text: String) throws -> OrderReport? {
        try snapshot().orders.known?.first { $0.clientOrderID?.text == text }
    }
}
