import Bridge
package import Engine
package import Logging
package import Market
package import Settings

/// What the operator has set, checked as a whole. Paths are absolute: relative ones are taken from the file's folder.
package struct Configuration: Sendable {
    package enum Clock: String, Sendable, CaseIterable {
        /// This machine's clock.
        case own
        /// A simulated side's clock (bridge-protocol 7); never with a real account.
        case session
    }

    /// The account of paper mode.
    package struct Paper: Hashable, Sendable {
        /// What the account begins with.
        package var cash: Money
        /// What a fill is worse than the book, up to the order's own limit.
        package var slippage: Weight
        /// The part of a level's volume that orders may take.
        package var participation: Weight
        /// Where the account is kept.
        package var logFile: String
        /// How often the market is looked at while orders wait for it.
        package var quotePollSeconds: Int64
        /// The QMT side must be a simulated one. Otherwise it may be either: only its quotes are used.
        package var demandsSimulatedSide: Bool
    }

    package struct Control: Sendable {
        package var socket: String
        /// Whose members may connect at all; being able to connect gives no role yet.
        package var socketGroup: String?
        package var viewers: [String]
        package var operators: [String]
        package var admins: [String]
    }

    package var file: String
    package var policy: Policy
    package var endpoint: String
    package var secretFile: String
    package var clock: Clock
    package var requestTimeoutSeconds: Int
    package var targetsDirectory: String?
    package var targetsDatabase: String?
    /// The user ids whose files are taken as targets; nil: anybody's that not everybody may write to.
    package var targetOwners: Set<UInt32>?
    /// Inputs of rules of risk.
    package var riskInputs = RiskInputPaths()
    package var calendarFile: String
    package var journalFile: String
    /// Bytes set aside beside the journal for the day its disk is full.
    package var ballastBytes: Int64
    /// With less free space beside the journal, in bytes, nothing new is sent.
    package var freeSpaceFloorBytes: Int64
    package var control: Control
    /// Nil: orders go to the broker.
    package var paper: Paper?
    /// Where every event is written down; nil: nowhere.
    package var recordDirectory: String?
    package var logLevel: Logger.Level
    package var isPaper: Bool { paper != nil }

    /// As read; its digest names what a run ran with.
    package var text: String

    package static func load(_ file: String) throws(ConfigurationFailure) -> Configuration {
        try parse(ConfigurationReader.text(of: file), file: file)
    }

    package static func parse(_ text: String, file: String) throws(ConfigurationFailure) -> Configuration {
        let root = try ConfigurationReader(text: text, file: file)
        let configuration = read(root, file: file, text: text)
        try root.throwFindings(of: file)
        return configuration
    }
}
