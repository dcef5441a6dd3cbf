import GRDB
import Market

/// A row of `runs`, with what ties it into the chain.
struct RunRow: Hashable, Sendable {
    struct End: Hashable, Sendable {
        var at: Int64
        var how: String
        var lastSeq: Int64
        var hash: ChainHash
    }

    var number: Int64
    var epoch: Int64
    var startedAt: Int64
    var program: String
    var configurationDigest: String
    var firstSeq: Int64
    var hash: ChainHash
    var end: End?

    /// What the next run's hash follows.
    var tail: ChainHash { end?.hash ?? hash }

    var run: Run {
        Run(
            number: Int(number), epoch: epoch, startedAt: Timestamp(milliseconds: startedAt), program: program,
            configurationDigest: configurationDigest, firstSeq: firstSeq,
            end: end.map { Run.End(at: Timestamp(milliseconds: $0.at), how: $0.how) })
    }

    static let selection = """
        SELECT number, epoch, started_at_ms, program, configuration_digest, first_seq, hash,
            ended_at_ms, ended_how, last_seq, end_hash FROM runs
        """

    /// Nil where a column holds something else than it should.
    init?(_ row: Row) {
        guard let number = row.integer(0), let epoch = row.integer(1), let startedAt = row.integer(2),
            let program = row.text(3), let digest = row.text(4), let firstSeq = row.integer(5), let hash = row.hash(6)
        else { return nil }
        self.init(
            number: number, epoch: epoch, startedAt: startedAt, program: program, configurationDigest: digest,
            firstSeq: firstSeq, hash: hash)
        let endColumns = 7...10
        if endColumns.allSatisfy({ row.isNull($0) }) { return }
        guard let at = row.integer(7), let how = row.text(8), let lastSeq = row.integer(9), let hash = row.hash(10)
        else { return nil }
        end = End(at: at, how: how, lastSeq: lastSeq, hash: hash)
    }

    init(
        number: Int64, epoch: Int64, startedAt: Int64, program: String, configurationDigest: String, firstSeq: Int64,
        hash: ChainHash
    ) {
        self.number = number
        self.epoch = epoch
        self.startedAt = startedAt
        self.program = program
        self.configurationDigest = configurationDigest
        self.firstSeq = firstSeq
        self.hash = hash
    }
}
