// swift-tools-version: 6.3
import PackageDescription

// The fuzzer's own package, so that the daemon's has no unsafe flags. It compiles the same sources (the folders here are
// links to them) with coverage counters, optimised, with every check and assertion on. See run.sh.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .unsafeFlags(["-sanitize=fuzzer", "-enable-testing", "-assert-config", "Debug"]),
]

/// The program has its own main, which calls the fuzzer; the one that the fuzzer's library brings along is not wanted.
let link = ["-sanitize=fuzzer", "-use-ld=lld", "-Xlinker", "--allow-multiple-definition"]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
]

func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "qmt-daemon-fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        module("Market"),
        module("Engine", "Market"),
        module("Exchange", "Market"),
        module("BridgeProtocol", "Market", crypto),
        module("Bridge", "BridgeProtocol", "Market", log, nio[0], nio[1]),
        module("Journal", "Engine", "Market", crypto, grdb),
        module("Inputs", "Market", crypto, grdb),
        module("History", "Market", "CZlib", grdb),
        module("Settings", "Engine", "Market"),
        module("Control", log, nio[0], nio[1]),
        module("Systemd", "CSystemd"),
        module("SimulatedSide", "Bridge", "BridgeProtocol", "Exchange", "History", "Market", log),
        module(
            "Daemon", "Bridge", "BridgeProtocol", "Control", "Engine", "Exchange", "Inputs", "Journal", "Market",
            "Settings", "Systemd", log, nio[0], nio[1],
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle")),
        module(
            "Probes", "BridgeProtocol", "Control", "Daemon", "Engine", "Exchange", "Inputs", "Journal", "Market",
            "Settings", "SimulatedSide", crypto),
        .executableTarget(
            name: "qmtfuzz", dependencies: ["CFuzzer", "Probes"], swiftSettings: settings,
            linkerSettings: [.unsafeFlags(link)]),
        .target(name: "CFuzzer"),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    ],
    swiftLanguageModes: [.v6]
)
