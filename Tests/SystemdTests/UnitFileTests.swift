import Foundation
import Testing

/// The unit file against systemd's own judgement.
@Suite struct UnitFileTests {
    static let unit = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "systemd/qmtd.service")

    @Test(.enabled(if: SystemdAnalyze.exists, "systemd-analyze is not installed: the unit file is not checked"))
    func `systemd finds nothing to say about the unit`() throws {
        #expect(try complaints(about: Self.unit) == [])
    }

    @Test(.enabled(if: SystemdAnalyze.exists, "systemd-analyze is not installed: the unit file is not checked"))
    func `a misspelt setting would be found`() throws {
        try withUnit(replacing: "WatchdogSec=30", by: "WatchDogSec=30") { changed in
            let found = try complaints(about: changed)
            #expect(!found.isEmpty)
        }
        try withUnit(replacing: "RestartSec=5", by: "RestartSec=soon") { changed in
            let found = try complaints(about: changed)
            #expect(!found.isEmpty)
        }
    }

    @Test(.enabled(if: SystemdAnalyze.exists, "systemd-analyze is not installed: the unit file is not checked"))
    func `the exposure is at most 1.5 of 10`() throws {
        let (status, output) = try exposure(of: Self.unit)
        #expect(status == 0, "\(output)")
    }

    @Test(.enabled(if: SystemdAnalyze.exists, "systemd-analyze is not installed: the unit file is not checked"))
    func `a weaker unit would exceed the bound`() throws {
        try withUnit(replacing: "DynamicUser=yes", by: "User=root") { changed in
            let status = try exposure(of: changed).status
            #expect(status != 0)
        }
    }

    @Test(arguments: [
        "Type=notify", "ExecStart=/usr/bin/qmtd run --config /etc/qmtd/qmtd.toml", "Restart=on-failure",
        "RestartSec=5", "StartLimitBurst=5", "StartLimitIntervalSec=600", "RestartPreventExitStatus=78 1",
        "TimeoutStopSec=15", "WatchdogSec=30", "DynamicUser=yes", "StateDirectory=qmtd", "RuntimeDirectory=qmtd",
        "ConfigurationDirectory=qmtd", "LoadCredential=bridge-secret:/etc/qmtd/bridge-secret", "UMask=0077",
        "CapabilityBoundingSet=", "MemoryDenyWriteExecute=yes", "ProtectSystem=strict", "IPAddressDeny=any",
        "IPAddressAllow=localhost", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "LimitCORE=0",
    ])
    func `the unit says what operators are told it does`(setting: String) throws {
        #expect(try settings().contains(setting))
    }

    /// In a user namespace every peer of the control socket is "nobody", and roles by group are lost.
    @Test func `the unit keeps the host's user ids`() throws {
        #expect(try !settings().contains { $0.hasPrefix("PrivateUsers=") && $0 != "PrivateUsers=no" })
    }

    private func settings() throws -> [String] {
        try String(contentsOf: Self.unit, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    /// What `systemd-analyze verify` prints: its exit code says nothing. The daemon need not be installed here.
    private func complaints(about unit: URL) throws -> [String] {
        let output = try SystemdAnalyze.run(["verify", "--man=no", unit.path]).output
        return output.split(separator: "\n").map(String.init)
            .filter { !$0.hasSuffix("Command /usr/bin/qmtd is not executable: No such file or directory") }
    }

    private func exposure(of unit: URL) throws -> (status: Int32, output: String) {
        try SystemdAnalyze.run(["security", "--no-pager", "--offline=true", "--threshold=15", unit.path])
    }

    private func withUnit(replacing old: String, by new: String, _ body: (URL) throws -> Void) throws {
        let text = try String(contentsOf: Self.unit, encoding: .utf8)
        let changed = text.replacingOccurrences(of: old, with: new)
        try #require(changed != text)
        let directory = FileManager.default.temporaryDirectory.appending(path: "qmtd-unit-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let unit = directory.appending(path: "qmtd.service")
        try changed.write(to: unit, atomically: true, encoding: .utf8)
        try body(unit)
    }
}

private enum SystemdAnalyze {
    static let path = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    static var exists: Bool { path != nil }

    /// Both streams together, as they were printed.
    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments = arguments
        process.environment = ["LC_ALL": "C", "PATH": "/usr/bin:/bin", "SYSTEMD_COLORS": "0"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
