import Foundation
import Testing

@testable import Control

@Suite struct TradingReportsTests {
    @Test func `what is left is never below zero, and unknown where it is off`() {
        func row(_ used: Int64?, _ limit: Int64?) -> LimitsReport.Row { .init("n", "m", used: used, limit: limit) }
        #expect(row(3, 10).left == 7)
        #expect(row(12, 10).left == 0)
        #expect(row(3, nil).left == nil)
        #expect(row(nil, 10).left == nil)
    }

    @Test func `above four fifths is nearly used`() {
        func isNear(_ used: Int64?, _ limit: Int64?) -> Bool {
            LimitsReport.Row("n", "m", used: used, limit: limit).isNearlyUsed
        }
        #expect(!isNear(80, 100) && isNear(81, 100) && isNear(.max, 1))
        #expect(!isNear(nil, 100) && !isNear(5, nil) && !isNear(5, 0))
    }

    @Test func `a page of limits says what is off and what is nearly used`() {
        let report = LimitsReport(
            day: "2026-11-20",
            rows: [
                .init("limits.messages_per_day", "messages", used: 1_900, limit: 2_000),
                .init("limits.cancel_ratio", "cancels", used: 125_000, limit: 400_000, unit: .ppm),
                .init("limits.turnover_day_max", "turnover", used: nil, limit: nil, unit: .ppm),
            ], checks: ["tick", "cage"], rulesDigest: "00ff", refused: ["buy 600000.SH: no permission"])
        let text = LimitsText.render(report)
        #expect(text.contains("1,900") && text.contains("100") && text.contains("!"))
        #expect(text.contains("12.50 %") && text.contains("40.00 %"))
        #expect(text.contains("unknown") && text.contains("off"))
        #expect(text.contains("tick, cage") && text.contains("no permission"))
    }

    @Test func `a plan shows its lines, and needs approval only while it is held`() {
        var report = PlanReport(
            executionDay: "2026-11-20", phase: "held", digest: "00ff", held: ["its sells come to 70 %"],
            approvedBy: nil,
            rows: [
                .init(
                    symbol: "600000.SH", side: "sell", shares: 1_000, target: 0, projected: 1_000, weightPPM: 0,
                    price: "10.00", reason: nil, risk: "stop_loss")
            ])
        #expect(report.needsApproval)
        let text = PlanText.render(report)
        #expect(text.contains("600000.SH") && text.contains("stop_loss") && text.contains("its sells come to 70 %"))
        report.approvedBy = "alice"
        #expect(!report.needsApproval && PlanText.render(report).contains("by alice"))
        report.approvedBy = nil
        report.phase = "selling"
        #expect(!report.needsApproval)
        report.phase = nil
        #expect(PlanText.render(report) == "There is no plan today yet.\n")
    }

    @Test func `status says what resume will do, and what waits`() {
        var report = StatusReport.underWay()
        report.tradingState = .init(
            state: .reducing, since: report.clock.now, by: "qmtd", reason: "5 refused", cause: "breaker",
            resume: "lets buys leave again")
        report.limits = ["limits.messages_per_day: 1900 of 2000 used"]
        report.approval = "00ff"
        let text = StatusText.render(report)
        #expect(text.contains("REDUCING: only sells leave") && text.contains("(breaker)"))
        #expect(text.contains("resume: lets buys leave again"))
        #expect(text.contains("1900 of 2000") && text.contains("qmtctl approve 00ff"))
        report.tradingState = .init(state: .disabled, since: nil, by: nil, reason: nil, resume: "arms trading")
        #expect(StatusText.render(report).contains("DISABLED"))
    }

    @Test(arguments: [ControlMethod.reduceOnly, .cancelAll, .flatten, .approve])
    func `each act says what it does and does not do`(method: ControlMethod) {
        #expect(ActReport.whatItDoes(method).count > 60)
        let report = ActReport(act: method, changed: false, state: .armed, by: "a", reason: "r", working: 0)
        #expect(ActText.render(report).contains("reason"))
    }

    @Test func `parameters of the new methods are read, and others refused`() throws {
        for method in [ControlMethod.reduceOnly, .cancelAll, .flatten] {
            #expect(method.changesState)
        }
        #expect(ControlCommand.approve(digest: "d", reason: "r").method == .approve)
        #expect(ControlCommand.limits.method == .limits && ControlCommand.plan.method == .plan)
    }
}
