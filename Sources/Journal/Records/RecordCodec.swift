package import Engine
package import Foundation

/// Records as journal rows: the kind for people and for queries, the body as JSON with sorted keys, so that equal records
/// are equal bytes.
package enum RecordCodec {
    package static func encode(_ record: Record) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(record)
    }

    package static func decode(_ body: Data) throws -> Record {
        try JSONDecoder().decode(Record.self, from: body)
    }

    /// The row's kind. `checkpoint` is where a rebuild may begin.
    package static func kind(of record: Record) -> String {
        switch record {
        case .checkpoint: "checkpoint"
        case .runBegan: "run_began"
        case .policyInForce: "policy_in_force"
        case .dayBegan: "day_began"
        case .managed: "managed"
        case .targetsAdopted: "targets_adopted"
        case .targetsRefused: "targets_refused"
        case .planned: "planned"
        case .phaseChanged: "phase_changed"
        case .rebalanceClosed: "rebalance_closed"
        case .intended: "intended"
        case .denied: "denied"
        case .orderChanged: "order_changed"
        case .cancelRequested: "cancel_requested"
        case .replacing: "replacing"
        case .filled: "filled"
        case .operatorResolved: "operator_resolved"
        case .strangerAccepted: "stranger_accepted"
        case .halted: "halted"
        case .reduced: "reduced"
        case .armed: "armed"
        case .resumed: "resumed"
        case .cancelAllAsked: "cancel_all_asked"
        case .flattenAsked: "flatten_asked"
        case .approved: "approved"
        case .equityObserved: "equity_observed"
        case .exposureChanged: "exposure_changed"
        case .entryAdjusted: "entry_adjusted"
        case .feesShared: "fees_shared"
        case .dayClosed: "day_closed"
        case .stopFired: "stop_fired"
        case .stopsEnded: "stops_ended"
        case .highsObserved: "highs_observed"
        case .flowObserved: "flow_observed"
        case .liquidationBegan: "liquidation_began"
        case .peakReset: "peak_reset"
        case .marketExposureChanged: "market_exposure_changed"
        }
    }
}
