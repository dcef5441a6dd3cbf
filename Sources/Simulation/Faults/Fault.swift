/// What the simulation can do to the system, one switch each. The order is part of what a seed means: add at the end of the
/// list of cases only.
///
/// `ids` are those of the fault catalogue (letters A to K, P) and of the list of facts about real terminals (Q).
package enum Fault: UInt8, Hashable, Sendable, CaseIterable {
    // Crashes
    case crashBeforePlan
    case crashAfterPlan
    case crashBeforeIntent
    case crashAfterIntent
    case crashInSend
    case crashAfterSend
    case crashOnAnswer
    case crashOnFill
    case crashBeforeClose
    case crashInCancel
    case crashBetweenSellsAndBuys
    case crashInHalt
    case crashAnywhere
    case crashTwiceAtOnce
    case powerLoss
    case termination
    case secondDaemon
    case shimCrashBeforeDispatch
    case shimCrashInDispatch
    case shimRestart
    // Connection
    case linkRefused
    case dropBeforeLeaving
    case dropAfterArrival
    case dropInSnapshot
    case halfOpen
    case oneWay
    case flapping
    case replayedDay
    case oldEvent
    case wrongAccount
    case wrongSide
    case brokerDown
    case hostSleeps
    case latency
    case slowTerminal
    // Lines
    case repeatedReply
    case repeatedEvent
    case reorderedEvents
    case lostEvent
    case lateReply
    case unknownStatus
    case foreignAnswer
    case remainingAsVolume
    // Broker
    case unknownPositions
    case unknownLists
    case oldSnapshot
    case zeroAsset
    case tornSnapshot
    case cacheLag
    case statusBackwards
    case filledFalls
    case fillFirst
    case humanTrades
    case humanCancels
    case humanSells
    case lateFill
    case cancelRefused
    case cancelIgnored
    case failsButLive
    case succeedsButNever
    case numberChanges
    case twoRows
    case blankRemark
    case bonusOvernight
    case ownerMovesCash
    case queriesFailAfterClose
    case lateDaySwitch
    case terminalClock
    case stranger
    // Rules
    case counterRefuses
    case throttled
    case suspended
    case lockedUp
    case lockedDown
    case thinVolume
    case noPrice
    case staleQuote
    case absurdQuote
    case noLimits
    // Time
    case clockStep
    case clockFarOff
    case pause
    case startsLate
    case weekend
    // Targets
    case targetsLate
    case targetsMissing
    case targetsOfOtherDay
    case targetsAllCash
    case targetsTwice
    case targetsReplaced
    case targetsRefused
    case strategyMissing
    // Storage
    case diskFull
    case flushFails
    case slowDisk
    case oldBackup
    // Operator
    case operatorHalts
    case operatorRepeats
    case operatorResolves
    // Later ones
    case twins
    case lateOrder
    case suspensionUnknown
    case strangeCode
    case marketFalls
}

extension Fault {
    private typealias Entry = (ids: String, sentence: String)

    private var entry: Entry {
        switch self {
        case .crashBeforePlan: ("A01", "The process dies with a plan decided and not committed.")
        case .crashAfterPlan: ("A02", "The process dies with the plan committed and no order decided.")
        case .crashBeforeIntent: ("A03", "The process dies with an order decided and not committed.")
        case .crashAfterIntent: ("A04", "The process dies with an order committed and not sent.")
        case .crashInSend: ("A05", "The process dies with half of the order's line written.")
        case .crashAfterSend: ("A06", "The process dies with the order sent and no answer heard.")
        case .crashOnAnswer: ("A07", "The process dies with the answer to an order received and not committed.")
        case .crashOnFill: ("A08", "The process dies with a fill received and not committed.")
        case .crashBeforeClose:
            ("A09", "The process dies after the last fill, before the rebalance is closed in the journal.")
        case .crashInCancel: ("A10", "The process dies just before or just after a cancel is sent.")
        case .crashBetweenSellsAndBuys: ("A11", "The process dies as selling turns into buying.")
        case .crashInHalt: ("A13", "The process dies while it journals a halt.")
        case .crashAnywhere: ("P01 P03 P10", "The process dies at any effect.")
        case .crashTwiceAtOnce: ("F14", "The process dies in its first step, and again within the same second.")
        case .powerLoss:
            ("H07", "The machine loses power: writes that were not flushed are gone, the last one is torn.")
        case .termination: ("P02", "The service manager ends the process in an orderly way and starts it again.")
        case .secondDaemon: ("A15", "A second daemon takes the account with a higher epoch.")
        case .shimCrashBeforeDispatch: ("A16", "The shim dies with an order recorded and not given to the terminal.")
        case .shimCrashInDispatch: ("A17", "The shim dies while the terminal has the order.")
        case .shimRestart:
            ("A18 Q19", "The terminal restarts the shim, which forgets its queue and has a new session.")
        case .linkRefused: ("B01", "Connecting fails for a while.")
        case .dropBeforeLeaving: ("B02", "The connection breaks before a request leaves.")
        case .dropAfterArrival: ("B03 Q4", "The connection breaks after a request arrived, before its answer.")
        case .dropInSnapshot: ("B04", "The connection breaks in the middle of a snapshot.")
        case .halfOpen: ("B05 Q20", "Nothing passes in either direction, and nobody is told.")
        case .oneWay: ("B06", "What we say does not arrive; what the other side says does.")
        case .flapping: ("B07", "The connection breaks again as soon as it is up.")
        case .replayedDay: ("B08 Q14", "After a reconnect the whole day's notifications come again.")
        case .oldEvent: ("B09 Q22", "A notification of long ago comes again.")
        case .wrongAccount: ("B10 C18", "The other side serves another account.")
        case .wrongSide: ("B10 L05", "The other side is real where it should be simulated.")
        case .brokerDown: ("B11", "The terminal is logged out: no lists, no orders.")
        case .hostSleeps: ("B16", "The Windows host is away for ten minutes.")
        case .latency: ("B17", "Every message takes up to five seconds.")
        case .slowTerminal: ("B18 Q5", "The terminal takes one order after the other, slowly.")
        case .repeatedReply: ("C01", "A reply comes twice.")
        case .repeatedEvent: ("C02 Q15", "A notification comes twice.")
        case .reorderedEvents: ("C03", "Notifications overtake each other before they are numbered.")
        case .lostEvent: ("C04", "A numbered notification never comes.")
        case .lateReply: ("C05 Q1 Q21", "A reply comes after its deadline.")
        case .unknownStatus: ("C11 Q29", "An order's status is a number nobody knows.")
        case .foreignAnswer: ("C13", "An answer speaks of another order.")
        case .remainingAsVolume: ("C15 Q17", "A row gives the remaining shares as the order's.")
        case .unknownPositions: ("D01 Q10", "The positions are not known.")
        case .unknownLists: ("D24", "The lists of orders or fills are not known.")
        case .oldSnapshot: ("D02", "The snapshot is ten minutes old.")
        case .zeroAsset: ("D03 Q23", "The account's money is shown as zero.")
        case .tornSnapshot: ("D04", "A fill is missing in the snapshot that its order counts.")
        case .cacheLag: ("Q9", "Orders and fills are shown as they were seconds ago.")
        case .statusBackwards: ("D08", "An order's status goes back after its end.")
        case .filledFalls: ("D09", "An order's filled shares become fewer.")
        case .fillFirst: ("D11 Q16", "Fill and status come before the answer to the submit.")
        case .humanTrades: ("D12 D05 D06 E01", "A person places orders in the terminal.")
        case .humanCancels: ("D13", "A person cancels our order in the terminal.")
        case .humanSells: ("D14 D25 E02", "A person sells or freezes what we hold.")
        case .lateFill: ("D16", "A fill is told after the order's end.")
        case .cancelRefused: ("D17 Q13", "A cancel is refused although the order lives.")
        case .cancelIgnored: ("D18 Q24", "A cancel is accepted and nothing happens.")
        case .failsButLive: ("D19 Q3", "A submit seems to fail and the order is live.")
        case .succeedsButNever: ("D20 Q2 Q12", "A submit seems to succeed and there is no order.")
        case .numberChanges: ("D21", "The broker's number of an order changes.")
        case .twoRows: ("Q8", "One order is listed twice, once without its number.")
        case .blankRemark: ("D23 Q6 Q7", "Our id is missing in a notification.")
        case .bonusOvernight: ("D26", "Shares are multiplied and prices divided overnight.")
        case .ownerMovesCash: ("D27", "The owner pays in or takes out.")
        case .queriesFailAfterClose: ("D28", "After the close no list can be had.")
        case .lateDaySwitch: ("D29", "The terminal still shows yesterday when the day begins.")
        case .terminalClock: ("D30", "The terminal's clock is wrong by minutes.")
        case .stranger: ("D10 H06", "The broker lists an order with an id of ours that nobody here placed.")
        case .counterRefuses: ("E01 E03 E21 Q30", "The counter refuses an order with its words.")
        case .throttled: ("E20", "The shim refuses for too many requests.")
        case .suspended: ("E06", "A security does not trade all day.")
        case .lockedUp: ("E04", "A security stands at its upper limit.")
        case .lockedDown: ("E05", "A security stands at its lower limit.")
        case .thinVolume: ("E19 D15", "Orders fill in small parts only.")
        case .noPrice: ("E14 Q25", "Quotes have no price.")
        case .staleQuote: ("E15", "Quotes are of yesterday.")
        case .absurdQuote: ("E16", "A quote is ten times too high.")
        case .noLimits: ("E17", "The day's price limits are not known.")
        case .clockStep: ("F01 F02", "Our clock steps by half a minute.")
        case .clockFarOff: ("F03 P12", "Our clock is a year off when the process starts.")
        case .pause: ("F06 P06", "The process stands still for minutes.")
        case .startsLate: ("F07 F08", "The process is started in the middle of the day.")
        case .weekend: ("F09 F12", "A weekend lies between two trading days.")
        case .targetsLate: ("G03 G01", "The targets come late.")
        case .targetsMissing: ("G03", "There are no targets.")
        case .targetsOfOtherDay: ("G05", "The only targets are of another day.")
        case .targetsAllCash: ("G04", "The targets say all cash.")
        case .targetsTwice: ("G06", "The same targets are delivered again.")
        case .targetsReplaced: ("G07", "Other targets replace them while they are executed.")
        case .targetsRefused: ("G08 G10 G11", "The file of targets is refused.")
        case .strategyMissing: ("G14 G15", "One of two strategies has no targets.")
        case .diskFull: ("H01 H02", "A commit fails for want of room.")
        case .flushFails: ("H03", "A flush fails.")
        case .slowDisk: ("H09", "A commit takes seconds.")
        case .oldBackup: ("H08", "The journal is restored from an old backup.")
        case .operatorHalts: ("K10 K14", "The operator halts trading, and resumes later.")
        case .operatorRepeats: ("K08 K11", "A command comes twice, or one comes that is to be refused.")
        case .twins: ("D22", "The broker lists two orders of one id.")
        case .lateOrder: ("C05", "An order that was promised never to be placed is placed after all.")
        case .suspensionUnknown: ("E06", "The terminal does not say whether a security trades.")
        case .strangeCode: ("G11", "The targets name a code of no known board.")
        case .marketFalls: ("R05 R06", "Prices fall deeply from one day to the next.")
        case .operatorResolves:
            ("K13", "The shim cannot say what became of an order, and the operator settles it by word.")
        }
    }

    /// Of the catalogue.
    package var ids: [String] { entry.ids.split(separator: " ").map(String.init) }

    /// What it does.
    package var sentence: String { entry.sentence }

    /// As in `--fault`.
    package var name: String { "\(self)" }

    /// By name or by an id of the catalogue; several faults may carry one id.
    package static func named(_ text: String) -> [Fault] {
        allCases.filter { $0.name == text || $0.ids.contains(text) }
    }

    var index: Int { Int(rawValue) }
}
