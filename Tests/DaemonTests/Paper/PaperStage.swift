import BridgeProtocol
import Control
import Engine
import Exchange
import Foundation
import Glibc
import Journal
import Logging
import Market
import Synchronization

@testable import Daemon

/// A folder of its own for one test, removed with it.
final class TestFolder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/paper-" + UUID().uuidString
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A daemon in paper mode with a clock in hand and a QMT side that only has a market: a whole day, step by step.
final class PaperStage {
    static let today = Day("2026-03-03") ?? Day(number: 0)
    static let first = Symbol("600000.SH") ?? Symbol(packed: 0)
    static let second = Symbol("000001.SZ") ?? Symbol(packed: 0)
    static let fees = FeeSchedule(
        commission: CommissionRates(ratePerBillion: 250_000, minimum: .yuan(5), isAllIn: true))

    /// The paper account's disk fails at its write of this number, counted from 1 in this life.
    struct Fault: Sendable {
        enum Moment: Sendable { case beforeWriting, afterWriting }

        var write: Int
        var moment: Moment
    }

    /// What is shared with the trader's closures.
    private final class Shared: Sendable {
        let now: Mutex<Timestamp>
        let asked = Mutex<[(RequestID, BridgeRequest)]>([])
        let wait = Mutex<Int64?>(nil)
        let number = Mutex<Int64>(0)
        let stopped = Mutex<[StopReason]>([])
        let stepped = Mutex<Int64>(0)
        let hangUps = Mutex<Int>(0)
        let status = Mutex<String>("")

        init(_ now: Timestamp) { self.now = Mutex(now) }
    }

    let folder: TestFolder
    let configuration: Configuration
    private let shared: Shared
    private(set) var trader: Trader?
    private var pending: [(RequestID, BridgeRequest)] = []
    /// Everything that left towards the QMT side, by method, over all lives.
    private(set) var methods: [BridgeMethod: Int] = [:]
    private(set) var steps = 0

    static let calendar: TradingCalendar = {
        let first = Day("2026-02-23") ?? Day(number: 0)
        let days = (0..<40).map { first.advanced(by: $0) }.filter { $0.weekday <= 5 }
        guard let calendar = try? TradingCalendar(days: days) else { preconditionFailure("the days ascend") }
        return calendar
    }()

    init(folder: TestFolder = TestFolder(), at time: TimeOfDay = TimeOfDay(8, 55), extra: String = "") throws {
        self.folder = folder
        shared = Shared(PaperStage.today.at(time))
        let text =
            ShortestConfiguration.paper.replacing("/var/journal.sqlite", with: "journal.sqlite") + """

                [paper]
                quote_poll_s = 20
                \(extra)
                """
        configuration = try Configuration.parse(text, file: folder.path + "/qmtd.toml")
        let targets = folder.path + "/targets"
        try FileManager.default.createDirectory(
            atPath: targets, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let file = """
            trade_date,ts_code,target_weight,strategy_name
            2026-03-02,600000.SH,0.4,alpha
            2026-03-02,000001.SZ,0.3,alpha
            2026-03-02,CASH,0.3,alpha

            """
        try Data(file.utf8).write(to: URL(fileURLWithPath: targets + "/targets.csv"))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: targets + "/targets.csv")
    }

    var now: Timestamp { shared.now.withLock { $0 } }
    /// How often the trader closed its connection for good.
    var hangUps: Int { shared.hangUps.withLock { $0 } }
    /// What the service manager was told last.
    var status: String { shared.status.withLock { $0 } }
    var stops: [StopReason] { shared.stopped.withLock { $0 } }

    // MARK: One life

    /// Starts a daemon on what the folder holds, and connects it.
    func start(fault: Fault? = nil) async throws {
        let journal = try Journal.open(
            at: configuration.journalFile, identity: JournalIdentity(account: "paper:42", mode: .paper), at: now)
        var engine = Engine(policy: configuration.policy, calendar: PaperStage.calendar)
        var entries = try journal.entries(after: 0)
        while let entry = try entries.next() { engine.restore(try RecordCodec.decode(entry.body)) }
        let unclean = journal.previousRunWasUnclean
        let run = try journal.beginRun(program: "test", configurationDigest: "", at: now, epochFloor: 1)
        guard let settings = configuration.paperSettings, let paper = configuration.paper,
            let recording = configuration.recordDirectory
        else { preconditionFailure("the configuration is of paper mode") }
        shared.stopped.withLock { $0 = [] }
        var writes = 0
        let log = try PaperLog(paper.logFile) { descriptor, bytes, count in
            writes += 1
            guard let fault, fault.write == writes else { return write(descriptor, bytes, count) }
            if fault.moment == .afterWriting { _ = write(descriptor, bytes, count) }
            return -1
        }
        let broker = try PaperBroker(settings, log: log)
        let recorder = try Recorder(directory: recording, run: run.number)
        let shared = shared
        let trader = Trader(
            engine: engine, journal: journal, lastRecordAt: nil, configuration: configuration,
            targets: TargetsSource(configuration: configuration, calendar: PaperStage.calendar),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            ownClock: { shared.now.withLock { $0 } },
            steadyClock: { shared.now.withLock { $0.milliseconds } - shared.stepped.withLock { $0 } },
            schedule: { wait, _ in
                shared.wait.withLock { $0 = wait }
                return {}
            },
            ask: { request in
                let id = RequestID(
                    number: shared.number.withLock {
                        $0 += 1; return $0
                    })
                shared.asked.withLock { $0.append((id, request.request)) }
                return id
            },
            desk: .paper(broker), recorder: recorder,
            statusChanged: { text in shared.status.withLock { $0 = text } },
            hangUp: { shared.hangUps.withLock { $0 += 1 } },
            stop: { reason in shared.stopped.withLock { $0.append(reason) } })
        self.trader = trader
        await trader.begin(run, afterUncleanEnd: unclean)
        await connect()
    }

    /// The QMT side says hello, perhaps with another clock or another account.
    func connect(skewedBy milliseconds: Int64 = 0, account: String = "42") async {
        await trader?.take(
            .up(
                Hello(
                    shim: "stub", session: "s", sequence: 0, account: account, tradingDay: PaperStage.today,
                    time: now.adding(milliseconds: milliseconds), broker: .up, heartbeatSeconds: 5, capabilities: [],
                    isSimulated: false), .first))
    }

    /// The QMT side's heartbeat.
    func beat(skewedBy milliseconds: Int64 = 0) async {
        await trader?.take(.notified(.heartbeat(now.adding(milliseconds: milliseconds)), sequence: 0))
    }

    /// Somebody sets this machine's clock.
    func setClock(by milliseconds: Int64) {
        shared.now.withLock { $0 = $0.adding(milliseconds: milliseconds) }
        shared.stepped.withLock { $0 += milliseconds }
    }

    /// The process is gone, with everything that was on its way.
    func crash() {
        trader = nil
        pending = []
        shared.asked.withLock { $0 = [] }
        shared.wait.withLock { $0 = nil }
    }

    /// One answer, or the next moment. False when the day is over.
    func step(until end: TimeOfDay = TimeOfDay(15, 30)) async -> Bool {
        guard let trader, now < PaperStage.today.at(end), stops.isEmpty else { return false }
        steps += 1
        for asked in shared.asked.withLock({ asked in
            defer { asked = [] }
            return asked
        }) {
            methods[asked.1.method, default: 0] += 1
            pending.append(asked)
        }
        if !pending.isEmpty {
            let (id, request) = pending.removeFirst()
            await trader.take(.answered(id, request, answer(request)))
            return true
        }
        let wait = shared.wait.withLock { $0 } ?? 60_000
        shared.now.withLock { $0 = $0.adding(milliseconds: wait) }
        await trader.tick()
        return true
    }

    func runDay() async {
        while await step() {}
    }

    // MARK: The QMT side: a market and nothing else

    private func answer(_ request: BridgeRequest) -> Result<BridgeAnswer, BridgeFailure> {
        switch request {
        case .instruments(let symbols):
            .success(
                .instruments(
                    InstrumentsAnswer(
                        tradingDay: PaperStage.today, rows: symbols.map { PaperStage.market($0, at: now).0 })))
        case .quotes(let symbols):
            .success(.quotes(QuotesAnswer(rows: symbols.map { PaperStage.market($0, at: now).1 }, missing: [])))
        case .ping, .snapshot, .submit, .resolve, .cancel, .advance:
            .failure(.refused(BridgeError(.readOnly, "an observer may only read")))
        }
    }

    /// 10 yuan, a little more each minute, with a book of 8,000 shares that is another one every second.
    static func market(_ symbol: Symbol, at time: Timestamp) -> (Instrument, Quote) {
        let minute = max(0, (Int64(time.timeOfDay.milliseconds) - 34_200_000) / 3_600_000)
        let last = Price.fen(1_000 + minute)
        let instrument = Instrument(
            symbol: symbol, name: "sample", tick: .fen(1), upLimit: .fen(1_100), downLimit: .fen(900),
            previousClose: .fen(1_000), isSuspended: false)
        let milliseconds = time.timeOfDay.milliseconds
        let phase: Quote.Phase =
            switch milliseconds {
            case ..<34_200_000: .preOpen
            case 34_200_000..<41_400_000, 46_800_000..<53_820_000: .continuous
            case 41_400_000..<46_800_000: .lunchBreak
            case 53_820_000..<54_000_000: .closingAuction
            default: .closed
            }
        let hasBook = phase == .continuous
        return (
            instrument,
            Quote(
                symbol: symbol, time: time, last: last, previousClose: .fen(1_000),
                volume: Shares(Int64(milliseconds)),
                bids: hasBook ? [Quote.Level(price: last, volume: 8_000)] : [],
                asks: hasBook ? [Quote.Level(price: last + .fen(1), volume: 8_000)] : [], phase: phase)
        )
    }

    // MARK: What came of it

    /// All records of the journal; the daemon must not be running.
    func records() throws -> [Record] {
        var records: [Record] = []
        var entries = try JournalReader(at: configuration.journalFile).entries(after: 0)
        while let entry = try entries.next() { records.append(try RecordCodec.decode(entry.body)) }
        return records
    }

    func paperLines() throws -> [Data] {
        let data = try Data(contentsOf: URL(fileURLWithPath: configuration.paper?.logFile ?? ""))
        return data.split(separator: UInt8(ascii: "\n")).map { Data($0) }
    }

    /// The paper account; the daemon must not be running.
    func account() throws -> SimulatedExchange {
        guard let settings = configuration.paperSettings, let paper = configuration.paper else {
            preconditionFailure("the configuration is of paper mode")
        }
        return try PaperBroker(settings, log: PaperLog(paper.logFile)).exchange
    }
}
