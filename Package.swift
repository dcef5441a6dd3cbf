// swift-tools-version: 6.3
import PackageDescription

/// House settings: tomorrow's language rules today, and no warning survives.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

/// The pure core: no import but the standard library (Tests/HouseTests says so), and no unsafe memory.
let pure: [SwiftSetting] = settings + [.strictMemorySafety()]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "qmt-daemon",
    products: [
        .executable(name: "qmtd", targets: ["qmtd"]),
        .executable(name: "qmtctl", targets: ["qmtctl"]),
        .executable(name: "qmtsim", targets: ["qmtsim"]),
        .executable(name: "qmtlab", targets: ["qmtlab"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(name: "Market", swiftSettings: pure),
        .target(name: "Engine", dependencies: ["Market"], swiftSettings: pure),
        .target(name: "Exchange", dependencies: ["Market"], swiftSettings: pure),
        .target(name: "BridgeProtocol", dependencies: ["Market", crypto], swiftSettings: settings),
        .target(name: "Bridge", dependencies: ["BridgeProtocol", "Market", log] + nio, swiftSettings: settings),
        .target(
            name: "Journal",
            dependencies: ["Engine", "Market", crypto, .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .target(
            name: "Inputs", dependencies: ["Market", crypto, .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .target(
            name: "History", dependencies: ["Market", "CZlib", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .target(name: "Replay", dependencies: ["Engine", "Exchange", "Market"], swiftSettings: pure),
        .target(name: "Simulation", dependencies: ["Engine", "Exchange", "Market"], swiftSettings: pure),
        .target(name: "Report", dependencies: ["Market"], swiftSettings: settings),
        .target(name: "Settings", dependencies: ["Engine", "Market"], swiftSettings: settings),
        .target(name: "Control", dependencies: [log] + nio, swiftSettings: settings),
        .target(name: "Systemd", dependencies: ["CSystemd"], swiftSettings: settings),
        .target(
            name: "SimulatedSide",
            dependencies: ["Bridge", "BridgeProtocol", "Exchange", "History", "Market", log], swiftSettings: settings),
        .target(
            name: "Daemon",
            dependencies: [
                "Bridge", "BridgeProtocol", "Control", "Engine", "Exchange", "Inputs", "Journal", "Market", "Settings",
                "Systemd", log,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ] + nio,
            swiftSettings: settings),
        .target(
            name: "Lab",
            dependencies: [
                "Engine", "Exchange", "History", "Inputs", "Journal", "Market", "Replay", "Report", "Settings",
                "SimulatedSide",
            ],
            swiftSettings: settings),
        .target(name: "Commands", dependencies: [arguments], swiftSettings: settings),
        .executableTarget(name: "qmtd", dependencies: ["Commands", "Daemon", arguments], swiftSettings: settings),
        .executableTarget(name: "qmtctl", dependencies: ["Commands", "Control", arguments], swiftSettings: settings),
        .executableTarget(
            name: "qmtsim", dependencies: ["Commands", "SimulatedSide", "Simulation", arguments],
            swiftSettings: settings),
        .executableTarget(
            name: "qmtlab", dependencies: ["Commands", "History", "Lab", "Market", "Settings", arguments],
            swiftSettings: settings),
        .executableTarget(
            name: "benchmarks", dependencies: ["Engine", "Journal", "Market"], path: "Benchmarks",
            exclude: ["run.sh", "daemon.py", "replay-vs-peers.sh", "replay_vs_peers.py"],
            swiftSettings: settings),
        .testTarget(name: "HouseTests", dependencies: ["Engine"], swiftSettings: settings),
        .testTarget(name: "MarketTests", dependencies: ["Market"], swiftSettings: settings),
        .testTarget(name: "EngineTests", dependencies: ["Engine", "Market"], swiftSettings: settings),
        .testTarget(name: "ExchangeTests", dependencies: ["Engine", "Exchange", "Market"], swiftSettings: settings),
        .testTarget(
            name: "BridgeProtocolTests", dependencies: ["BridgeProtocol", "Market", crypto], swiftSettings: settings),
        .testTarget(
            name: "BridgeTests",
            dependencies: [
                "Bridge", "BridgeProtocol", "Market", log, .product(name: "NIOEmbedded", package: "swift-nio"),
            ] + nio, exclude: ["Peer"], swiftSettings: settings),
        .testTarget(
            name: "JournalTests",
            dependencies: [
                "CFakeDisk", "Engine", "Journal", "Market", "Simulation", crypto,
                .product(name: "GRDB", package: "GRDB.swift"),
            ], swiftSettings: settings),
        .testTarget(
            name: "InputsTests",
            dependencies: ["Inputs", "Market", crypto, .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .testTarget(
            name: "HistoryTests",
            dependencies: ["CZlib", "History", "Market", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "BridgeProtocol", "Control", "Daemon", "Engine", "Exchange", "Inputs", "Journal", "Market", "Settings",
                "SimulatedSide", crypto,
            ], swiftSettings: settings),
        .testTarget(name: "ReportTests", dependencies: ["Market", "Report"], swiftSettings: settings),
        .testTarget(name: "ControlTests", dependencies: ["Control", log] + nio, swiftSettings: settings),
        .testTarget(name: "SystemdTests", dependencies: ["Systemd"], swiftSettings: settings),
        .testTarget(
            name: "SimulatedSideTests",
            dependencies: [
                "Bridge", "BridgeProtocol", "Engine", "Exchange", "History", "Market", "SimulatedSide", log,
            ], swiftSettings: settings),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "BridgeProtocol", "Control", "Daemon", "Engine", "Exchange", "Journal", "Market", "Settings", log,
            ], swiftSettings: settings),
        .testTarget(
            name: "LabTests",
            dependencies: [
                "Engine", "Exchange", "History", "Inputs", "Lab", "Market", "Replay", "Report", "Settings",
            ], swiftSettings: settings),
        .testTarget(
            name: "ReplayTests", dependencies: ["Engine", "Exchange", "Market", "Replay"], swiftSettings: settings),
        .testTarget(
            name: "SimulationTests", dependencies: ["Engine", "Exchange", "Market", "Simulation"],
            swiftSettings: settings),
        .testTarget(name: "SettingsTests", dependencies: ["Engine", "Market", "Settings"], swiftSettings: settings),
        // Of the tests only: a disk below SQLite that loses what was not flushed.
        .target(name: "CFakeDisk", path: "Tests/CFakeDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    ],
    swiftLanguageModes: [.v6]
)
