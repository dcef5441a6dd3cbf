import Market

/// No industry may have more than its share.
enum IndustryCap {
    /// What is in no industry, and everything while the input is missing.
    static let unknown = "unknown"

    static func apply(to pass: inout RiskPass) {
        let policy = pass.facts.policy
        guard policy.industryCap != nil || !policy.industryCaps.isEmpty else { return }
        let known = pass.facts.inputs?.industries ?? []
        if known.isEmpty, policy.missingInput == .keep {
            for index in pass.lines.indices {
                pass.keep(index, .industryCap, .fact("no industry is known, for the file cannot be read"))
            }
            return
        }
        var names = known
        if !names.contains(unknown) { names.append(unknown) }
        let unknownPlace = names.firstIndex(of: unknown) ?? 0
        var groups: [Int?] = []
        groups.reserveCapacity(pass.lines.count)
        let places = pass.facts.inputs?.industryOf ?? SymbolMap()
        var place = 0
        for line in pass.lines {
            while place < places.count, places.keys[place] < line.symbol { place += 1 }
            let isKnown = place < places.count && places.keys[place] == line.symbol
            groups.append(isKnown ? places.values[place] : unknownPlace)
        }
        for group in names.indices {
            let own = policy.industryCaps.first { $0.industry == names[group] }?.cap
            guard let cap = own ?? policy.industryCap else { continue }
            pass.shrink(members: groups, of: group, to: cap, .industryCap, group: "industry \(names[group])")
        }
    }

    static let page = RulePage(
        name: "industry_cap", title: "Cap of an industry",
        text: """
            Where the targets of an industry sum to more than its cap, each is multiplied by cap ÷ sum, rounded down. A file \
            says which industry a security is in; what it does not name counts together as the industry "unknown", under \
            the same cap. While the file cannot be read nothing is bought (missing_input = "keep"), or everything counts as \
            "unknown" ("cut").
            """,
        settings: [
            .init("risk.industry_cap", standard: "off", "of every industry that has no cap of its own"),
            .init("risk.industry_caps", standard: "none", "[[risk.industry_caps]] with industry and cap"),
            .init("risk.industry_file", standard: "none", "CSV: symbol,industry"),
        ], reasons: [.industryCap])
}
