import Bridge
import Engine
import Foundation
import Logging
import Market

// Section by section, in the order of config/qmtd.toml. A value that cannot be read leaves a finding and a placeholder, so
// that one run reports everything.
extension Configuration {
    static func read(_ root: ConfigurationReader, file: String, text: String) -> Configuration {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        func absolute(_ path: String) -> String {
            path.hasPrefix("/") ? path : URL(fileURLWithPath: folder).appendingPathComponent(path).standardized.path
        }
        let account = root.section("account")
        let isSimulated = account.required(
            "simulated", account.flag("simulated"), placeholder: true, "true for a simulated side, false for real money"
        )
        var policy = Policy(
            account: account.required("id", account.text("id"), placeholder: "", "the account's number in quotes"),
            isSimulated: isSimulated, fees: fees(root.section("fees")))
        if !isSimulated, account.flag("programme_trading_reported") != true {
            account.report(
                "programme_trading_reported",
                "must be true for a real account: programme trading is reported to the broker before the first order "
                    + "(CSRC provisions of 2024-10-08); do that, then set it")
        } else {
            _ = account.flag("programme_trading_reported")
        }
        account.refuseUnknownKeys()

        let bridge = root.section("bridge")
        let endpoint = bridge.required(
            "endpoint",
            bridge.parsed("endpoint", expected: "an endpoint such as tcp://127.0.0.1:17500 or unix:/run/qmt.sock") {
                (try? BridgeEndpoint(parsing: $0)) == nil ? nil : $0
            }, placeholder: "", "where the QMT side listens")
        let secret = bridge.required(
            "secret_file", bridge.text("secret_file"), placeholder: "", "the file with the secret shared with the shim")
        let clock = bridge.parsed("clock", expected: "\"own\" or \"session\"", Clock.init(rawValue:)) ?? .own
        if clock == .session, !isSimulated {
            bridge.report("clock", "must be \"own\" with a real account")
        }
        policy.clockSkewMaximumMilliseconds = Int64(bridge.integer("clock_skew_max_ms", in: 1...60_000) ?? 2_000)
        let timeout = bridge.integer("request_timeout_s", in: 1...300) ?? 10
        bridge.refuseUnknownKeys()

        let targets = root.section("targets")
        let directory = targets.text("directory").map(absolute)
        let database = targets.text("database").map(absolute)
        if (directory == nil) == (database == nil) {
            targets.report("directory", "give either targets.directory or targets.database")
        }
        policy.execution.targetsPollSeconds = Int64(targets.integer("poll_s", in: 1...3600) ?? 60)
        targets.refuseUnknownKeys()

        let calendar = root.section("calendar")
        let calendarFile = calendar.required(
            "file", calendar.text("file").map(absolute), placeholder: "", "the file with the exchange's trading days")
        calendar.refuseUnknownKeys()
        let journal = root.section("journal")
        let journalFile = journal.required(
            "file", journal.text("file").map(absolute), placeholder: "", "where the journal is kept")
        journal.refuseUnknownKeys()

        readExecution(root.section("execution"), into: &policy.execution)
        readRisk(root.section("risk"), into: &policy.risk)
        policy.strategies = strategies(root)
        let control = control(root.section("control"), absolute)
        let log = root.section("log")
        let level =
            log.parsed("level", expected: "one of trace, debug, info, notice, warning, error, critical") {
                Logger.Level(rawValue: $0)
            } ?? .info
        log.refuseUnknownKeys()
        root.refuseUnknownKeys()
        return Configuration(
            file: file, policy: policy, endpoint: endpoint, secretFile: absolute(secret), clock: clock,
            requestTimeoutSeconds: timeout, targetsDirectory: directory, targetsDatabase: database,
            calendarFile: calendarFile, journalFile: journalFile, control: control, logLevel: level, text: text)
    }

    private static func control(_ section: ConfigurationReader, _ absolute: (String) -> String) -> Control {
        let control = Control(
            socket: section.required(
                "socket", section.text("socket").map(absolute), placeholder: "", "the path of the control socket"),
            socketGroup: section.text("socket_group"), viewers: section.texts("viewers") ?? [],
            operators: section.texts("operators") ?? [],
            admins: section.texts("admins") ?? [])
        section.refuseUnknownKeys()
        return control
    }

    private static func strategies(_ root: ConfigurationReader) -> [Policy.Strategy] {
        var strategies: [Policy.Strategy] = []
        var sum = Weight.zero
        for section in root.sections("strategy") {
            let name = section.required("name", section.text("name"), placeholder: "", "the strategy's name")
            let capital = section.required(
                "capital", section.weight("capital"), placeholder: .zero, "its share of the account, such as \"0.5\"")
            if strategies.contains(where: { $0.name == name }) { section.report("name", "'\(name)' is there twice") }
            strategies.append(Policy.Strategy(name: name, capital: capital))
            sum = sum + capital
            section.refuseUnknownKeys()
            if sum > .one { section.report("capital", "the strategies' shares sum to more than 1") }
        }
        return strategies.sorted { $0.name < $1.name }
    }

    private static func readExecution(_ section: ConfigurationReader, into execution: inout Policy.Execution) {
        func set<Value>(_ path: WritableKeyPath<Policy.Execution, Value>, _ value: Value?) {
            if let value { execution[keyPath: path] = value }
        }
        set(\.windowStart, section.time("window_start"))
        set(\.windowEnd, section.time("window_end"))
        set(\.dayStart, section.time("day_start"))
        set(\.sellPatienceSeconds, section.integer("sell_patience_s", in: 0...36_000).map(Int64.init))
        set(\.ordersPerSecond, section.integer("orders_per_second", in: 1...100))
        set(\.inFlightMaximum, section.integer("in_flight_max", in: 1...100))
        set(
            \.sizing,
            section.parsed(
                "sizing", expected: "\"previous_close\" or \"last\"", Policy.SizingBasis.init(rawValue:)))
        set(\.scope, section.parsed("scope", expected: "\"own\" or \"account\"", Policy.Scope.init(rawValue:)))
        set(\.collar, section.weight("collar"))
        set(\.cashBuffer, section.weight("cash_buffer"))
        set(
            \.minimumOrder,
            section.parsed("minimum_order", expected: "an amount in yuan such as \"2000\"") { Money($0) })
        if let boards = section.texts("boards") {
            let known = boards.compactMap(Board.init(rawValue:))
            if known.count != boards.count || known.isEmpty {
                section.report("boards", "must list some of \"main\", \"chinext\", \"star\", \"bse\"")
            }
            execution.boards = known
        }
        set(\.submitValiditySeconds, section.integer("submit_validity_s", in: 1...600).map(Int64.init))
        set(\.quoteAgeMaximumSeconds, section.integer("quote_age_max_s", in: 1...600).map(Int64.init))
        set(\.snapshotAgeMaximumSeconds, section.integer("snapshot_age_max_s", in: 1...600).map(Int64.init))
        set(\.pollSeconds, section.integer("poll_s", in: 1...3600).map(Int64.init))
        set(\.settleSeconds, section.integer("settle_s", in: 0...600).map(Int64.init))
        if execution.windowStart >= execution.windowEnd {
            section.report("window_end", "must be after window_start")
        }
        if execution.dayStart > execution.windowStart {
            section.report("day_start", "must not be after window_start")
        }
        if execution.minimumOrder < .zero { section.report("minimum_order", "must not be negative") }
        section.refuseUnknownKeys()
    }

    private static func readRisk(_ section: ConfigurationReader, into risk: inout Policy.Risk) {
        risk.stopLoss = section.ratioOrOff("stop_loss", default: risk.stopLoss)
        risk.drawdownLimit = section.ratioOrOff("drawdown", default: risk.drawdownLimit)
        if let exposure = section.weight("drawdown_exposure") { risk.drawdownExposure = exposure }
        section.refuseUnknownKeys()
    }

    private static func fees(_ section: ConfigurationReader) -> FeeSchedule {
        let rate = section.parsed("commission_rate", expected: "a rate such as \"0.00025\", at most 0.003") { text in
            FixedDecimal.parse(text, places: 9).flatMap { 0...3_000_000 ~= $0 ? $0 : nil }
        }
        let minimum = section.parsed("commission_minimum", expected: "an amount in yuan such as \"5.00\"") { text in
            Money(text).flatMap { $0 >= .zero ? $0 : nil }
        }
        let schedule = FeeSchedule(
            commission: CommissionRates(
                ratePerBillion: rate ?? 250_000, minimum: minimum ?? .yuan(5),
                isAllIn: section.flag("commission_all_in") ?? true))
        section.refuseUnknownKeys()
        return schedule
    }
}

extension ConfigurationReader {
    func weight(_ key: String) -> Weight? {
        parsed(key, expected: "a share from 0 to 1 in quotes, such as \"0.005\"") { text in
            Weight(text).flatMap { $0 <= .one ? $0 : nil }
        }
    }

    func ratioOrOff(_ key: String, default value: Weight?) -> Weight? {
        guard let text = text(key) else { return value }
        if text == "off" { return nil }
        guard let weight = Weight(text), weight > .zero, weight < .one else {
            report(key, "'\(text)' is neither \"off\" nor a share between 0 and 1 such as \"0.08\"")
            return value
        }
        return weight
    }

    func time(_ key: String) -> TimeOfDay? {
        parsed(key, expected: "a time of the day such as \"09:31:00\"") { TimeOfDay($0) }
    }
}
