import Engine
import Foundation
import Market
import Testing

@testable import Journal

/// Events on disk: in order, whole or not at all, never mixed with another run's.
@Suite struct RecorderTests {
    private let workplace: Workplace
    private var folder: String { workplace.directory + "/recording" }

    init() throws {
        workplace = try Workplace()
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func `events come back as they were, by run and day`() throws {
        let night = Workplace.start.adding(seconds: 86_400)
        for run in [2, 10] {
            let recorder = try Recorder(directory: folder, run: run)
            try recorder.append(.started(run: run, epoch: 7, afterUncleanEnd: false), at: Workplace.start)
            try recorder.append(.timePassed, at: night)
            // A clock that was set back does not reorder what happened.
            try recorder.append(.haltRequested(by: "me", reason: "a \"reason\"\nover two lines"), at: Workplace.start)
        }
        #expect(try files().count == 4)
        let runs = try RecordedRun.read(folder)
        #expect(runs.map(\.number) == [2, 10])
        for run in runs {
            #expect(
                run.events == [
                    RecordedEvent(
                        at: Workplace.start, event: .started(run: run.number, epoch: 7, afterUncleanEnd: false)),
                    RecordedEvent(at: night, event: .timePassed),
                    RecordedEvent(
                        at: Workplace.start,
                        event: .haltRequested(by: "me", reason: "a \"reason\"\nover two lines")),
                ])
        }
    }

    @Test func `every event of the broker survives the file`() throws {
        let symbol = Symbol("600000.SH") ?? Symbol(packed: 0)
        let id = ClientOrderID("20260303-1")
        let order = OrderReport(
            clientOrderID: id, symbol: symbol, side: .sell, price: .fen(1_001), volume: 300, filled: 100,
            filledPrice: AveragePrice(microyuan: 10_010_000), status: .partial, message: "partly", time: Workplace.start
        )
        let events: [Event] = [
            .orderReported(order), .noticed([.tradingDay(Workplace.start.day), .order(order)]),
            .submitAnswered(try #require(id), .rejected(order, reason: "no")),
            .submitFailed(try #require(id), .sealed(reason: "too late")),
            .marketArrived([
                Security(
                    symbol: symbol, kind: InstrumentClass(symbol),
                    instrument: Instrument(
                        symbol: symbol, name: "x", tick: .fen(1), upLimit: .fen(1_100), downLimit: .fen(900),
                        previousClose: .fen(1_000), isSuspended: nil),
                    quote: Quote(symbol: symbol, time: Workplace.start, last: .fen(1_005), phase: .continuous),
                    quotedAt: Workplace.start)
            ]),
            .snapshotArrived(
                AccountSnapshot(
                    asOf: Workplace.start, sequence: 3, tradingDay: nil, asset: nil, positions: .unknown,
                    orders: .rows([order]), fills: .empty)),
            .linkDown(reason: "gone"),
        ]
        let recorder = try Recorder(directory: folder, run: 1)
        for event in events { try recorder.append(event, at: Workplace.start) }
        #expect(try RecordedRun.read(folder).first?.events.map(\.event) == events)
    }

    @Test func `what a process died over is left out`() throws {
        do {
            let recorder = try Recorder(directory: folder, run: 1)
            try recorder.append(.timePassed, at: Workplace.start)
            try recorder.append(.notificationsMissed, at: Workplace.start)
        }
        let path = try folder + "/" + #require(files().first)
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        data.removeLast(3)
        try data.write(to: URL(fileURLWithPath: path))
        #expect(try RecordedRun.read(folder).first?.events.map(\.event) == [.timePassed])
    }

    @Test func `a run is never written into another one's file`() throws {
        try Recorder(directory: folder, run: 1).append(.timePassed, at: Workplace.start)
        let second = try Recorder(directory: folder, run: 1)
        #expect(throws: RecordingFailure.self) { try second.append(.timePassed, at: Workplace.start) }
    }

    @Test func `damage and strange files are told with their place`() throws {
        try Recorder(directory: folder, run: 1).append(.timePassed, at: Workplace.start)
        let path = try folder + "/" + #require(files().first)
        try Data("{}\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: RecordingFailure.self) { try RecordedRun.read(folder) }
        try FileManager.default.moveItem(atPath: path, toPath: folder + "/x.jsonl")
        #expect(throws: RecordingFailure.self) { try RecordedRun.read(folder) }
        #expect(throws: RecordingFailure.self) { try RecordedRun.read(folder + "/nowhere") }
        let file = workplace.directory + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(throws: RecordingFailure.self) { try Recorder(directory: file + "/under", run: 1) }
    }
}
