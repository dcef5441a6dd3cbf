package import Market

/// One life of the daemon on this journal.
package struct Run: Hashable, Sendable {
    package struct End: Hashable, Sendable {
        package var at: Timestamp
        /// The reason given to `endRun`.
        package var how: String
    }

    /// From 1, without gaps.
    package var number: Int
    /// Rises strictly from run to run; the shim refuses a controller with a lower one.
    package var epoch: Int64
    package var startedAt: Timestamp
    /// Name and version of the program.
    package var program: String
    package var configurationDigest: String
    /// The sequence number of the first entry that this run wrote, or would have written.
    package var firstSeq: Int64
    /// Nil while it runs, and for ever after a crash.
    package var end: End?
}
