import Daemon
import Engine
import Market
import Settings

extension Probe {
    /// The text of qmtd.toml, for the daemon and for a replay.
    static let configuration = Probe(name: "configuration") { input in
        let text = String(decoding: input, as: UTF8.self)
        let daemon = Result { () throws(ConfigurationFailure) in
            try Configuration.parse(text, file: "/etc/qmtd/qmtd.toml")
        }
        let replay = Result { () throws(ConfigurationFailure) in
            try ReplaySettings.parse(text, file: "/etc/qmtd/qmtd.toml")
        }
        switch daemon {
        case .failure(let failure): try checkFailure(failure)
        case .success(let configuration):
            try checkPolicy(configuration.policy)
            // What the daemon takes, a replay takes too, so that a strategy is tried with what it will run with.
            if case .failure(let failure) = replay {
                throw Violation("good for the daemon, not for a replay: \(failure)")
            }
        }
        switch replay {
        case .failure(let failure): try checkFailure(failure)
        case .success(let settings):
            try checkExecution(settings.execution)
            try check(ReplaySettings.isCash(settings.openingCash), "it begins with \(settings.openingCash)")
        }
        // The order of what it says does not depend on chance.
        let again = Result { () throws(ConfigurationFailure) in
            try Configuration.parse(text, file: "/etc/qmtd/qmtd.toml")
        }
        if case .failure(let one) = daemon, case .failure(let other) = again {
            try check(one == other, "read twice, it differs")
        }
    }

    private static func checkFailure(_ failure: ConfigurationFailure) throws {
        try check(!failure.findings.isEmpty, "refused without a finding")
        for finding in failure.findings {
            try check(!finding.place.isEmpty && !finding.message.isEmpty, "a finding that says nothing")
        }
    }

    private static func checkPolicy(_ policy: Policy) throws {
        try checkExecution(policy.execution)
        let sum = policy.strategies.reduce(Weight.zero) { $0 + $1.capital }
        try check(sum <= .one, "strategies of \(sum)")
        try check(Set(policy.strategies.map(\.name)).count == policy.strategies.count, "a strategy twice")
        try check(!policy.account.isEmpty, "no account")
        for limit in [policy.risk.stopLoss, policy.risk.drawdownLimit] {
            if let limit { try check(limit > .zero && limit < .one, "a limit of \(limit)") }
        }
        try check(policy.risk.drawdownExposure <= .one, "an exposure of \(policy.risk.drawdownExposure)")
        try check(policy.fees.commission.minimum >= .zero, "a negative commission")
    }

    private static func checkExecution(_ execution: Policy.Execution) throws {
        try check(execution.windowStart < execution.windowEnd, "a window that ends before it begins")
        try check(execution.dayStart <= execution.windowStart, "a day that begins in its window")
        try check(1...100 ~= execution.ordersPerSecond && 1...100 ~= execution.inFlightMaximum, "a rate without bound")
        try check(execution.collar <= .one && execution.cashBuffer <= .one, "a share above one")
        try check(execution.minimumOrder >= .zero, "a negative order")
        try check(!execution.boards.isEmpty, "no board")
        for seconds in [
            execution.submitValiditySeconds, execution.quoteAgeMaximumSeconds, execution.snapshotAgeMaximumSeconds,
            execution.pollSeconds,
        ] { try check(1...3600 ~= seconds, "\(seconds) s") }
    }
}
