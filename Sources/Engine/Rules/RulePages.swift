/// Every page of docs/rules, in the order of the index.
package enum RulePages {
    package struct Group: Hashable, Sendable {
        package var title: String
        package var text: String
        package var pages: [RulePage]
    }

    package static let groups: [Group] = [
        Group(
            title: "Risk, on the targets",
            text: """
                Rules of risk change the targets before they are planned, in this order. A rule may lower a target or hold it \
                at what is held, and never raise one; a line of the plan names every rule that changed it, with the figures \
                that were compared (`risk.csv` of a replay, and the journal).
                """, pages: RiskRules.pages),
        Group(
            title: "Guards, on the plan as a whole",
            text: "A plan beyond these waits until somebody approves it by its digest.", pages: [PlanGuards.page]),
        Group(
            title: "The gate, on each order",
            text: """
                Every order passes every check, in this order, in the form in which it leaves. A check that cannot be \
                evaluated denies. `limits.rules` names the set that is expected.
                """, pages: GateChecks.pages),
        Group(
            title: "Execution, through the day",
            text: "How the orders of a plan are timed, priced and worked.", pages: ExecutionRules.pages),
    ]

    package static let all: [RulePage] = groups.flatMap(\.pages)
}
