import Bridge
import Engine
import Foundation
import Logging
import Market
import Settings

// Section by section, in the order of config/qmtd.toml. A value that cannot be read leaves a finding and a
// placeholder, so that one run reports everything.
extension Configuration {
    static func read(_ root: ConfigurationReader, file: String, text: String) -> Configuration {
        func absolute(_ path: String) -> String { ConfigurationReader.path(path, beside: file) }
        let account = root.section("account")
        let isPaper =
            account.parsed("mode", expected: "\"live\" or \"paper\"") { ["live": false, "paper": true][$0] } ?? false
        let isSideSimulated = account.flag("simulated")
        // The paper account is a simulated one, whatever is behind the bridge.
        let isSimulated =
            isPaper
            || account.required(
                "simulated", isSideSimulated, placeholder: true, "true for a simulated side, false for real money")
        var policy = Policy(
            account: account.required("id", account.text("id"), placeholder: "", "the account's number in quotes"),
            isSimulated: isSimulated, fees: root.section("fees").fees())
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
        if clock == .session, isSideSimulated != true {
            bridge.report("clock", "must be \"own\" unless account.simulated is true")
        }
        policy.clockSkewMaximumMilliseconds = Int64(bridge.integer("clock_skew_max_ms", in: 1...60_000) ?? 2_000)
        let execution = policy.execution
        policy.execution.flapMaximum = bridge.integer("flaps_max", in: 1...1000) ?? execution.flapMaximum
        policy.execution.flapWindowSeconds =
            bridge.integer("flaps_window_s", in: 10...36_000).map(Int64.init) ?? execution.flapWindowSeconds
        policy.execution.flapHoldSeconds =
            bridge.integer("flaps_hold_s", in: 0...36_000).map(Int64.init) ?? execution.flapHoldSeconds
        let timeout = bridge.integer("request_timeout_s", in: 1...300) ?? 10
        bridge.refuseUnknownKeys()

        let targets = root.section("targets")
        let directory = targets.text("directory").map(absolute)
        let database = targets.text("database").map(absolute)
        if (directory == nil) == (database == nil) {
            targets.report("directory", "give either targets.directory or targets.database")
        }
        policy.execution.targetsPollSeconds = Int64(targets.integer("poll_s", in: 1...3600) ?? 60)
        let owners = targetOwners(targets)
        targets.refuseUnknownKeys()

        let calendar = root.section("calendar")
        let calendarFile = calendar.required(
            "file", calendar.text("file").map(absolute), placeholder: "", "the file with the exchange's trading days")
        calendar.refuseUnknownKeys()
        let journal = root.section("journal")
        let journalFile = journal.required(
            "file", journal.text("file").map(absolute), placeholder: "", "where the journal is kept")
        let ballast = journal.integer("ballast_mb", in: 0...1024) ?? 4
        let floor = journal.integer("free_space_min_mb", in: 1...1_000_000_000) ?? 256
        journal.refuseUnknownKeys()

        root.section("execution").readExecution(into: &policy.execution)
        policy.limits = .standard
        // Somebody has to be there to approve: with real money only, unless the file says so.
        if !isSimulated { policy.limits.approval = .standard }
        root.section("limits").readLimits(into: &policy.limits)
        var riskInputs = RiskInputPaths()
        root.section("risk").readRisk(into: &policy.risk, &riskInputs)
        riskInputs = riskInputs.beside(file)
        policy.strategies = root.strategies()
        // Nothing of it is for the daemon, but a mistake in it should not wait for a replay.
        var replay = ReplaySettings()
        replay.execution = policy.execution
        replay.read(root.section("replay"))
        let control = control(root.section("control"), absolute)
        let journalFolder = URL(fileURLWithPath: journalFile).deletingLastPathComponent().path
        let paper = paper(
            root.section("paper"), isPaper: isPaper, demandsSimulatedSide: isSideSimulated == true,
            logFile: journalFolder + "/paper.jsonl", absolute)
        let record = root.section("record")
        let recordDirectory =
            record.text("directory").map(absolute) ?? (isPaper ? journalFolder + "/recording" : nil)
        record.refuseUnknownKeys()
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
            targetOwners: owners, riskInputs: riskInputs,
            calendarFile: calendarFile, journalFile: journalFile, ballastBytes: Int64(ballast) << 20,
            freeSpaceFloorBytes: Int64(floor) << 20, control: control, paper: paper,
            recordDirectory: recordDirectory, logLevel: level, text: text)
    }

    /// By their names on this host.
    private static func targetOwners(_ section: ConfigurationReader) -> Set<UInt32>? {
        guard let names = section.texts("owners") else { return nil }
        var owners: Set<UInt32> = []
        for name in names {
            if let id = HostUser.id(of: name) {
                owners.insert(id)
            } else {
                section.report("owners", "'\(name)' is no user of this host; create it, or correct the name")
            }
        }
        if names.isEmpty { section.report("owners", "names nobody; list who writes the targets, or remove it") }
        return owners
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
}
