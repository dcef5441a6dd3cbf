import Foundation
import Testing

@testable import Control

/// What `qmtctl` prints and ends with, from the command to the socket and back.
@Suite(.timeLimit(.minutes(1))) struct OperatorSessionTests {
    private static let daemon: ControlServer.Handler = { call in
        switch call.command {
        case .status: .report(StatusReport.underWay())
        case .positions:
            .report(PositionsReport(isKnown: true, asOf: nil, ageMilliseconds: nil, rows: [.row("600000.SH")]))
        case .orders(let filter):
            .report(OrdersReport(filter: filter, asOf: nil, ageMilliseconds: nil, rows: [.row("a-1", state: .unknown)]))
        case .halt(let reason):
            .report(HaltReport(changed: true, state: .halted, since: nil, by: "\(call.peer)", reason: reason))
        case .resume(_, haltedSince: "old"): .failure(ControlFailure(.stateChanged, "halted again\nsince"))
        case .resume(let reason, _):
            .report(ResumeReport(changed: true, state: .armed, since: nil, by: "\(call.peer)", reason: reason))
        case .resolve(let order, let filled, let reason):
            .report(ResolveReport(order: order, filled: filled, by: "\(call.peer)", reason: reason))
        case .limits:
            .report(
                LimitsReport(
                    day: "2026-11-20",
                    rows: [.init("limits.messages_per_day", "orders and cancels", used: 1_700, limit: 2_000)],
                    checks: ["tick"], rulesDigest: "00ff", refused: []))
        case .plan:
            .report(
                PlanReport(
                    executionDay: "2026-11-20", phase: "held", digest: "00ff", held: ["too much"], approvedBy: nil,
                    rows: []))
        case .approve(digest: "old", _): .failure(ControlFailure(.stateChanged, "another plan"))
        case .reduceOnly(let reason), .cancelAll(let reason), .flatten(let reason), .approve(_, let reason):
            .report(
                ActReport(
                    act: call.method, changed: true, state: .reducing, by: "\(call.peer)", reason: reason, working: 2))
        }
    }

    private func run(_ command: ControlCommand, json: Bool = false) async throws -> OperatorOutcome {
        let outcomes = Recorder<OperatorOutcome>()
        try await TestServer.run(handler: Self.daemon) { server in
            let session = OperatorSession(
                client: ControlClient(path: server.path, deadline: .seconds(600)), isJSON: json)
            outcomes.record(await session.run(command))
        }
        return try #require(outcomes.events.first)
    }

    @Test(arguments: [
        (ControlCommand.status, "Trading     armed"), (.positions, "600000.SH"), (.orders(.open), "Open orders as of"),
        (.orders(.unknown), "Orders whose fate is unknown"), (.halt(reason: "fat finger"), "fat finger"),
        (.resume(reason: "checked", haltedSince: nil), "Trading is resumed."),
        (
            .resolve(order: "20240102-1-7", filled: nil, reason: "looked"),
            "Order 20240102-1-7 is settled: it was never placed."
        ),
        (
            .resolve(order: "20240102-1-7", filled: nil, reason: "looked"),
            "its line may be decided anew under a new id."
        ),
        (.resolve(order: "20240102-1-7", filled: 1300, reason: "looked"), "it is over, with 1,300 shares filled."),
        (.resolve(order: "20240102-1-7", filled: 300, reason: "looked"), "its line is done for the day."),
        (.limits, "1,700"), (.reduceOnly(reason: "careful"), "Only sells leave"),
        (.cancelAll(reason: "look"), "2 working orders are to be cancelled."),
        (.flatten(reason: "out"), "Everything is to be sold."),
        (.approve(digest: "00ff", reason: "looked"), "The plan is approved."),
    ])
    func `each command prints its report`(command: ControlCommand, part: String) async throws {
        let outcome = try await run(command)
        #expect(outcome.output.contains(part))
        #expect(outcome.output.hasSuffix("\n"))
        #expect(outcome.diagnostics.isEmpty)
        #expect(outcome.status == .done)
    }

    @Test func `a plan that waits is shown with exit code 5, and an approval of another one ends with 4`() async throws
    {
        let plan = try await run(.plan)
        #expect(plan.status == .approvalNeeded && plan.output.contains("qmtctl approve 00ff"))
        #expect(plan.diagnostics.isEmpty && plan.output.contains("too much"))
        #expect(try await run(.plan, json: true).status == .approvalNeeded)
        #expect(try await run(.approve(digest: "old", reason: "looked")).status == .stateChanged)
    }

    @Test func `JSON is the daemon's report on one line`() async throws {
        let outcome = try await run(.status, json: true)
        let expected = String(decoding: try ControlJSON.encoder().encode(StatusReport.underWay()), as: UTF8.self)
        #expect(outcome.output == expected + "\n")
        #expect(outcome.status == .done)
    }

    @Test(arguments: [false, true])
    func `a refusal is told on one line and by the exit code`(json: Bool) async throws {
        let outcome = try await run(.resume(reason: "x", haltedSince: "old"), json: json)
        #expect(outcome.status == .stateChanged)
        #expect(outcome.diagnostics == "qmtctl resume: halted again since\n")
        #expect(
            outcome.output
                == (json ? #"{"error":{"message":"halted again\nsince","name":"state_changed"}}"# + "\n" : ""))
    }

    @Test func `no daemon`() async throws {
        let folder = try TemporaryFolder()
        let session = OperatorSession(client: ControlClient(path: folder("s"), deadline: .seconds(600)), isJSON: true)
        let outcome = await session.run(.halt(reason: "x"))
        #expect(outcome.status == .unreachable)
        #expect(outcome.output.hasPrefix(#"{"error":{"message":"qmtd is not running"#))
        #expect(outcome.diagnostics.hasPrefix("qmtctl halt: qmtd is not running: nobody serves \(folder("s"))."))
    }

    @Test func `a reason that the daemon would not take is wrong usage`() async throws {
        let outcome = try await run(.halt(reason: "  "))
        #expect(outcome.status == .usage)
        #expect(outcome.diagnostics == "qmtctl halt: reason is empty: it must say something\n")
    }
}
