extension Journal {
    /// The entries after number `seq`, up to the newest of this moment. From 0: all of them.
    package func entries(after seq: Int64) throws(JournalFailure) -> JournalEntries {
        try refuseIfPoisoned()
        return try JournalEntries(contents, after: seq)
    }

    /// The newest entry of this kind. State is rebuilt from the last `checkpoint` and all that follow it.
    package func lastEntry(kind: String) throws(JournalFailure) -> JournalEntry? {
        try refuseIfPoisoned()
        return try contents.lastEntry(kind: kind)
    }

    /// Reads and checks everything. Blocks appends for as long as it takes; tools use a `JournalReader`.
    package func verify() throws(JournalFailure) -> JournalReport {
        try refuseIfPoisoned()
        return try contents.report(schema: schema, .thorough)
    }

    /// Writes a verified copy to `target`, where nothing may be yet. A failure here does not end the handle.
    package func backup(to target: String) throws(JournalFailure) -> JournalReport {
        try refuseIfPoisoned()
        return try contents.backup(to: target, schema: schema)
    }
}
