import GRDB
package import Market

extension Journal {
    /// Begins this process's run, durable when it returns. Its epoch is the highest one ever plus one, or `floor` where
    /// that is higher: a journal that was restored from a backup passes what the shim has seen since.
    package func beginRun(
        program: String, configurationDigest: String, at now: Timestamp, epochFloor floor: Int64 = 1
    ) throws(JournalFailure) -> Run {
        let row = try writing("beginning a run") { db in
            if let runRow {
                throw JournalFailure(
                    .wrongRun, at: path, "run \(runRow.number) has begun and not ended", remedy: "end it first")
            }
            try refuseNUL(program, configurationDigest)
            let row = try nextRun(program, configurationDigest, now, floor)
            try db.execute(
                sql: """
                    INSERT INTO runs (number, epoch, started_at_ms, program, configuration_digest, first_seq, hash)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    row.number, row.epoch, row.startedAt, row.program, row.configurationDigest, row.firstSeq,
                    row.hash.data,
                ])
            return row
        }
        runRow = row
        lastRunRow = row
        run = row.run
        return row.run
    }

    private func nextRun(
        _ program: String, _ digest: String, _ now: Timestamp, _ floor: Int64
    ) throws(JournalFailure) -> RunRow {
        let (next, isOver) = (lastRunRow?.epoch ?? 0).addingReportingOverflow(1)
        if isOver {
            throw JournalFailure(
                .damaged, at: path, "the last epoch is the highest there can be", remedy: "begin a new journal")
        }
        var row = RunRow(
            number: (lastRunRow?.number ?? 0) + 1, epoch: max(next, floor), startedAt: now.milliseconds,
            program: program,
            configurationDigest: digest, firstSeq: head.seq + 1, hash: contents.genesis)
        var hasher = ChainHasher()
        row.hash = hasher.begin(of: row, after: lastRunRow?.tail ?? contents.genesis, head: head.hash)
        return row
    }

    /// Says goodbye: this run ended as it should, `how` in a word or two. Nothing can be appended afterwards.
    package func endRun(_ how: String, at now: Timestamp) throws(JournalFailure) {
        let row = try writing("ending the run") { db in
            guard var row = runRow else {
                throw JournalFailure(.wrongRun, at: path, "no run has begun", remedy: "begin a run before ending one")
            }
            try refuseNUL(how)
            var hasher = ChainHasher()
            let hash = hasher.end(of: row, at: now.milliseconds, how: how, head: head)
            row.end = .init(at: now.milliseconds, how: how, lastSeq: head.seq, hash: hash)
            try db.execute(
                sql: "UPDATE runs SET ended_at_ms = ?, ended_how = ?, last_seq = ?, end_hash = ? WHERE number = ?",
                arguments: [now.milliseconds, how, head.seq, hash.data, row.number])
            return row
        }
        lastRunRow = row
        runRow = nil
        run = nil
    }

    private func refuseNUL(_ texts: String...) throws(JournalFailure) {
        for text in texts where text.utf8.contains(0) || text.utf8.count > 4096 {
            throw JournalFailure(
                .invalidEntry, at: path, "a text about the run is too long or contains a NUL",
                remedy: "this is a defect of the program; report it")
        }
    }
}
