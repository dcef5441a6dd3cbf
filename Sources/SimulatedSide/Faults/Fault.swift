/// What a real terminal, counter or network does to us, as switches of `qmtsim serve --fault NAME[=VALUE]`. The ids are those
/// of reliability.md a.3 (Q), and of its catalogue where a fault has no Q.
package enum Fault: String, Hashable, Sendable, Codable, CaseIterable {
    case lateMapping = "late-mapping"
    case missingMapping = "missing-mapping"
    case vanishingOrders = "vanishing-orders"
    case failedButLive = "failed-but-live"
    case slowSubmits = "slow-submits"
    case cutRemarks = "cut-remarks"
    case blankRemarks = "blank-remarks"
    case staleQueries = "stale-queries"
    case unknownPositions = "unknown-positions"
    case emptyPositions = "empty-positions"
    case zeroVolumeRows = "zero-volume-rows"
    case invertedCancels = "inverted-cancels"
    case replayedDay = "replayed-day"
    case duplicatePushes = "duplicate-pushes"
    case fillsFirst = "fills-first"
    case backwardsStatus = "backwards-status"
    case lostPushes = "lost-pushes"
    case twoRows = "two-rows"
    case remainingAsVolume = "remaining-as-volume"
    case dropAtDayRoll = "drop-at-day-roll"
    case lostAnswers = "lost-answers"
    case falseDown = "false-down"
    case zeroAsset = "zero-asset"
    case ignoredCancels = "ignored-cancels"
    case missingAsks = "missing-asks"
    case unknownStatus = "unknown-status"
    case lostReasons = "lost-reasons"
    case foreignTrader = "foreign-trader"

    /// What the value of a switch counts.
    package enum Unit: String, Sendable {
        /// Of the cases, drawn from the seed.
        case percent = "%"
        case seconds = "s"
        case milliseconds = "ms"
        case characters

        var range: ClosedRange<Int> {
            switch self {
            case .percent: 1...100
            case .seconds: 1...3600
            case .milliseconds: 1...60_000
            case .characters: 1...24
            }
        }
    }

    package struct Description: Sendable {
        package var ids: String
        package var unit: Unit
        package var standard: Int
        /// One sentence for people.
        package var sentence: String
    }

    package var described: Description {
        switch self {
        case .lateMapping:
            .init(
                ids: "Q1", unit: .seconds, standard: 5,
                sentence: "A submit answers unknown, and the order is neither pushed nor resolved until so much later.")
        case .missingMapping:
            .init(
                ids: "Q1", unit: .percent, standard: 20,
                sentence: "A submit answers unknown and the order's callbacks never come; only queries show it.")
        case .vanishingOrders:
            .init(
                ids: "Q2 Q12", unit: .percent, standard: 10,
                sentence: "A submit answers placed, but the terminal refused it without a trace: there is no order.")
        case .failedButLive:
            .init(
                ids: "Q3", unit: .percent, standard: 20,
                sentence: "A submit answers with a failure (-1) although the order is live.")
        case .slowSubmits:
            .init(
                ids: "Q4 Q5", unit: .milliseconds, standard: 250,
                sentence: "The terminal takes submits one after the other, and so long for each.")
        case .cutRemarks:
            .init(
                ids: "Q6", unit: .characters, standard: 24,
                sentence: "The terminal keeps so many characters of our id and drops the rest.")
        case .blankRemarks:
            .init(
                ids: "Q8", unit: .percent, standard: 20,
                sentence: "Queries show the order with an empty remark, as in another client's order list.")
        case .staleQueries:
            .init(
                ids: "Q9", unit: .seconds, standard: 6,
                sentence: "Queries are answered from a cache that is so old at most, under the time of now.")
        case .unknownPositions:
            .init(
                ids: "Q10", unit: .percent, standard: 30,
                sentence: "In some minutes the terminal is cut off, and the shim says that it knows nothing.")
        case .emptyPositions:
            .init(
                ids: "Q10", unit: .percent, standard: 30,
                sentence:
                    "In some minutes the terminal is cut off and its list of positions is empty, as if all were sold.")
        case .zeroVolumeRows:
            .init(
                ids: "Q11", unit: .percent, standard: 100,
                sentence: "Positions that were sold out stay in the list with zero shares for days.")
        case .invertedCancels:
            .init(
                ids: "Q13", unit: .percent, standard: 50,
                sentence: "A cancel says the opposite of what was done.")
        case .replayedDay:
            .init(
                ids: "Q14", unit: .percent, standard: 100,
                sentence: "After a reconnect all orders and fills of the day are pushed again.")
        case .duplicatePushes:
            .init(
                ids: "Q15", unit: .percent, standard: 100,
                sentence: "Every push comes twice, by two callback entry points.")
        case .fillsFirst:
            .init(
                ids: "Q16", unit: .percent, standard: 100,
                sentence: "Fills are pushed before their order, the order's pushes in the wrong order, the answer last."
            )
        case .backwardsStatus:
            .init(
                ids: "D08", unit: .percent, standard: 50,
                sentence: "After an order's last push an older one comes once more.")
        case .lostPushes:
            .init(
                ids: "C04 qmt.md-14.2", unit: .percent, standard: 20,
                sentence: "A callback never fires: its push is missing, and the numbers show no gap.")
        case .twoRows:
            .init(
                ids: "qmt.md-8", unit: .percent, standard: 50,
                sentence: "One submission is listed as two rows, one of them without the broker's id.")
        case .remainingAsVolume:
            .init(
                ids: "Q17 C15", unit: .percent, standard: 100,
                sentence: "The volume of an order's row is what remains of it, not what was ordered.")
        case .dropAtDayRoll:
            .init(
                ids: "Q19 A18", unit: .percent, standard: 100,
                sentence: "The terminal restarts its strategies at the day switch: the connection is dropped there.")
        case .lostAnswers:
            .init(
                ids: "Q20 Q21", unit: .percent, standard: 5,
                sentence: "A submit hangs: it is carried out and never answered.")
        case .falseDown:
            .init(
                ids: "Q22", unit: .percent, standard: 5,
                sentence: "An old callback reports the broker as down, and up again at once.")
        case .zeroAsset:
            .init(
                ids: "Q23", unit: .percent, standard: 80,
                sentence: "Outside trading hours the account's figures are zero while its positions are there.")
        case .ignoredCancels:
            .init(
                ids: "Q24 D18", unit: .percent, standard: 50,
                sentence: "A cancel is accepted, and nothing happens.")
        case .missingAsks:
            .init(
                ids: "Q25 E14", unit: .percent, standard: 20,
                sentence: "A quote has no ask and no last price, as a zero that was left out.")
        case .unknownStatus:
            .init(
                ids: "Q29 C11", unit: .percent, standard: 30,
                sentence: "An order is pushed with status 255.")
        case .lostReasons:
            .init(
                ids: "Q30", unit: .percent, standard: 100, sentence: "The text of a refusal is lost on the way.")
        case .foreignTrader:
            .init(
                ids: "D12 D14", unit: .percent, standard: 5,
                sentence: "Somebody trades the same account by hand.")
        }
    }

    /// For `--list-faults`: one line each, in columns.
    package static var list: [String] {
        let width = allCases.map(\.rawValue.count).max() ?? 0
        return allCases.map { fault in
            let about = fault.described
            let unit = about.unit == .characters ? " characters" : about.unit.rawValue
            return padded(fault.rawValue, to: width + 2) + padded(about.ids, to: 17)
                + padded("\(about.standard)\(unit)", to: 15) + about.sentence
        }
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
