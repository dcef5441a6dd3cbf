import Market

/// One output of a case: what the file says and what the rules give, as text in one form.
struct CaseOutcome: Hashable, Sendable {
    var field: String
    var expected: String
    var got: String

    var isEqual: Bool { expected == got }

    /// Nil is written `null`.
    init<Value: CustomStringConvertible>(_ field: String, _ expected: Value?, _ got: Value?) {
        self.field = field
        self.expected = expected?.description ?? "null"
        self.got = got?.description ?? "null"
    }
}
