/// Lays out what is hashed. Everything of variable length has its length before it, so that no two contents give the
/// same bytes; the layout is part of the journal's format and never changes for rows that are written.
struct ChainHasher {
    private var buffer: [UInt8] = []

    /// What the first entry, and the first run, follow.
    mutating func genesis(_ identity: JournalIdentity, createdAt milliseconds: Int64) -> ChainHash {
        begin("journal")
        add(identity.account.utf8)
        add(identity.mode.rawValue.utf8)
        add(milliseconds)
        return .of(buffer)
    }

    mutating func entry(
        after previous: ChainHash, seq: Int64, run: Int64, at milliseconds: Int64, kind: some Collection<UInt8>,
        body: some Collection<UInt8>
    ) -> ChainHash {
        begin("entry")
        add(previous)
        add(seq)
        add(run)
        add(milliseconds)
        add(kind)
        add(body)
        return .of(buffer)
    }

    /// `previous` is what the run before left: its end, or its beginning where it has none. `head` ties the run to the
    /// entries that were there when it began.
    mutating func begin(of run: RunRow, after previous: ChainHash, head: ChainHash) -> ChainHash {
        begin("run")
        add(previous)
        add(run.number)
        add(run.epoch)
        add(run.startedAt)
        add(run.program.utf8)
        add(run.configurationDigest.utf8)
        add(run.firstSeq)
        add(head)
        return .of(buffer)
    }

    mutating func end(of run: RunRow, at milliseconds: Int64, how: String, head: Head) -> ChainHash {
        begin("end")
        add(run.hash)
        add(milliseconds)
        add(how.utf8)
        add(head.seq)
        add(head.hash)
        return .of(buffer)
    }

    private mutating func begin(_ purpose: StaticString) {
        buffer.removeAll(keepingCapacity: true)
        purpose.withUTF8Buffer { add($0) }
    }

    /// Always 32 bytes, so it needs no length.
    private mutating func add(_ hash: ChainHash) { hash.append(to: &buffer) }

    private mutating func add(_ value: Int64) {
        withUnsafeBytes(of: value.bigEndian) { buffer.append(contentsOf: $0) }
    }

    private mutating func add(_ bytes: some Collection<UInt8>) {
        add(Int64(bytes.count))
        buffer.append(contentsOf: bytes)
    }
}
