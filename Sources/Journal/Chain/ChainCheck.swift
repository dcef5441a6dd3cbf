import GRDB

/// Reads every row once, in order, with memory for one, and compares it with what its place in the chain demands:
/// numbers without gaps, hashes, the run each entry belongs to, each run's beginning and end, and the head.
///
/// From a `base` on, what lies before it is passed over: of it, only the entries at the borders of runs are compared.
struct ChainCheck {
    private(set) var problems: [JournalReport.Problem] = []
    private(set) var entries: Int64 = 0
    /// The last entry seen.
    private(set) var head: Head
    private var hasher = ChainHasher()
    private var runs: [RunRow] = []
    /// How many of `runs` have begun at or before the entry at hand.
    private var begun = 0
    private var runTail: ChainHash
    private let maximumProblems: Int

    /// Throws only what SQLite throws; what is wrong with the content is in `problems`. `base` is an entry as it is stored;
    /// nil: everything is read.
    init(_ db: Database, genesis: ChainHash, from base: Head? = nil, maximumProblems: Int) throws {
        self.maximumProblems = maximumProblems
        head = Head(seq: 0, hash: genesis)
        runTail = genesis
        try loadRuns(db)
        if let base, base.seq > 0 { try skip(to: base, db) }
        try walk(db)
        endLastRun()
        for run in runs[begun...] {
            add("run \(run.number) began at entry \(run.firstSeq), but the entries end at \(head.seq)")
        }
        try compareHead(db)
    }

    var runCount: Int { runs.count }

    private var isFull: Bool { problems.count >= maximumProblems }

    private mutating func add(_ reason: String, seq: Int64? = nil) {
        if !isFull { problems.append(.init(seq: seq, reason: reason)) }
    }

    private mutating func loadRuns(_ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: RunRow.selection + " ORDER BY number")
        while let row = try rows.next() {
            guard let run = RunRow(row) else {
                add("a row of runs cannot be read")
                continue
            }
            if run.number != Int64(runs.count) + 1 { add("run \(runs.count + 1) is missing") }
            if let last = runs.last, run.epoch <= last.epoch || run.firstSeq < last.firstSeq {
                add("run \(run.number) does not come after the run before it")
            }
            runs.append(run)
        }
    }

    /// Passes over the entries up to `base`: the runs that began by then must have begun, and ended, at entries that are
    /// there.
    private mutating func skip(to base: Head, _ db: Database) throws {
        if try Row.fetchOne(db, sql: "SELECT min(seq) FROM entries")?.integer(0) != 1 { add("it is missing", seq: 1) }
        beginRuns()
        while !isFull, begun < runs.count, runs[begun].firstSeq <= base.seq {
            let (seq, before) = (runs[begun].firstSeq - 1, begun)
            let row = try Row.fetchOne(db, sql: "SELECT hash FROM entries WHERE seq = ?", arguments: [seq])
            guard let hash = row?.hash(0) else { return add("it is missing or cannot be read", seq: seq) }
            head = Head(seq: seq, hash: hash)
            beginRuns()
            // Runs out of their order are told of already.
            if begun == before { break }
        }
        head = base
        entries = base.seq
    }

    private mutating func walk(_ db: Database) throws {
        let rows = try Row.fetchCursor(
            db, sql: EntryRow.selection + " WHERE seq > ? ORDER BY seq",
            arguments: [head.seq == 0 ? Int64.min : head.seq])
        beginRuns()
        while !isFull, let row = try rows.next() {
            guard let entry = try EntryRow(row, after: head, hasher: &hasher) else {
                add("its number or its hash cannot be read", seq: head.seq + 1)
                continue
            }
            if let fault = entry.fault { add(fault, seq: entry.head.seq) }
            if begun == 0 || entry.run != runs[begun - 1].number {
                add("it does not belong to the run of its time", seq: entry.head.seq)
            }
            head = entry.head
            entries += 1
            beginRuns()
        }
    }

    /// Passes the runs whose first entry is the next one.
    private mutating func beginRuns() {
        while begun < runs.count, runs[begun].firstSeq == head.seq + 1 {
            endLastRun()
            let run = runs[begun]
            if hasher.begin(of: run, after: runTail, head: head.hash) != run.hash {
                add("the beginning of run \(run.number) is not as it was written")
            }
            runTail = run.tail
            begun += 1
        }
    }

    /// The run before the next one, or before the end of the file, is over: its end must fit what is there.
    private mutating func endLastRun() {
        guard begun > 0, let end = runs[begun - 1].end else { return }
        let run = runs[begun - 1]
        if end.lastSeq != head.seq {
            add("run \(run.number) ended at entry \(end.lastSeq), but its entries end at \(head.seq)")
        } else if hasher.end(of: run, at: end.at, how: end.how, head: head) != end.hash {
            add("the end of run \(run.number) is not as it was written")
        }
    }

    private mutating func compareHead(_ db: Database) throws {
        guard !isFull else { return }
        guard let row = try Row.fetchOne(db, sql: "SELECT seq, hash FROM head"), let seq = row.integer(0),
            let hash = row.hash(1)
        else { return add("the record of the newest entry cannot be read") }
        if seq != head.seq {
            add("the newest entry was \(seq), but the entries end at \(head.seq)", seq: min(seq, head.seq) + 1)
        } else if hash != head.hash {
            add("the newest entry is not the one that was written last", seq: seq)
        }
    }
}
