import Market

extension Rebalance {
    private enum CodingKeys: String, CodingKey {
        case executionDay, source, phase, startedAt, phaseSince, equity, cash, lines, results, verdicts, exposure
        case sharing, hold
    }

    // A journal may be older than a property: what it does not name has its default.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            executionDay: try values.decode(Day.self, forKey: .executionDay),
            source: try values.decode(Source.self, forKey: .source),
            phase: try values.decode(Phase.self, forKey: .phase),
            startedAt: try values.decode(Timestamp.self, forKey: .startedAt),
            equity: try values.decode(Money.self, forKey: .equity),
            cash: try values.decode(Money.self, forKey: .cash),
            lines: try values.decode([PlanLine].self, forKey: .lines),
            sharing: try values.decodeIfPresent(Sharing.self, forKey: .sharing))
        hold = try values.decodeIfPresent(Hold.self, forKey: .hold)
        phaseSince = try values.decode(Timestamp.self, forKey: .phaseSince)
        results = try values.decode([LineResult].self, forKey: .results)
        verdicts = try values.decodeIfPresent([RiskVerdict].self, forKey: .verdicts) ?? []
        exposure = try values.decodeIfPresent(Weight.self, forKey: .exposure)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(executionDay, forKey: .executionDay)
        try values.encode(source, forKey: .source)
        try values.encode(phase, forKey: .phase)
        try values.encode(startedAt, forKey: .startedAt)
        try values.encode(phaseSince, forKey: .phaseSince)
        try values.encode(equity, forKey: .equity)
        try values.encode(cash, forKey: .cash)
        try values.encode(lines, forKey: .lines)
        try values.encode(results, forKey: .results)
        if !verdicts.isEmpty { try values.encode(verdicts, forKey: .verdicts) }
        try values.encodeIfPresent(exposure, forKey: .exposure)
        try values.encodeIfPresent(sharing, forKey: .sharing)
        try values.encodeIfPresent(hold, forKey: .hold)
    }
}
