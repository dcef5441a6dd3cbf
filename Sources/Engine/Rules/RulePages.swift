/// Every page of docs/rules, in the order of the index.
package enum RulePages {
    package static let all: [RulePage] = RiskRules.pages
}
