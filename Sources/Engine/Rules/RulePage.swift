/// What an operator is told of one rule. The pages under docs/rules are made of these and of nothing else.
package struct RulePage: Hashable, Sendable {
    package struct Setting: Hashable, Sendable {
        /// As in the configuration file, with its section: `risk.stop_loss`.
        package var key: String
        package var standard: String
        package var meaning: String

        package init(_ key: String, standard: String, _ meaning: String) {
            self.key = key
            self.standard = standard
            self.meaning = meaning
        }
    }

    /// Also the page's file name: `stop_loss`.
    package var name: String
    package var title: String
    /// What it does and when, in full sentences; the exact comparison with its rounding.
    package var text: String
    package var settings: [Setting]
    /// What it writes on the lines that it changes or the orders that it refuses.
    package var reasons: [Reason]

    package init(name: String, title: String, text: String, settings: [Setting] = [], reasons: [Reason] = []) {
        self.name = name
        self.title = title
        self.text = text
        self.settings = settings
        self.reasons = reasons
    }
}
