import Engine
import Journal
import Logging
import Market

// The disk that the journal is on: what cannot be written down cannot be done, so trading ends before there is no room.
extension Trader {
    /// Looks whether there is room, and halts where there is not. At the start and each minute.
    package func checkDisk() {
        // Also while trading is halted: it fills the ballast again as soon as there is room.
        guard !isStopping, let problem = disk?.problem(), engine.book.trading.allows(.sell) else { return }
        process([.troubleFound(.disk, reason: problem)])
    }

    /// The nightly verification found something.
    package func journalIsDamaged(_ problem: String) {
        logger.critical("the journal is damaged: \(problem)")
        guard !isStopping, engine.book.trading.allows(.sell) else { return }
        process([
            .troubleFound(
                .disk,
                reason: "the journal is damaged: \(problem). Keep the file; see 'qmtd verify' and docs/durability.md")
        ])
    }

    /// A commit met a full disk: gives up the ballast for one record, so that the next start knows why this run ended.
    func recordFullDisk() {
        guard let disk else { return }
        let halt = Record.halted(
            TradingState.Halt(
                cause: .disk, by: "qmtd", reason: "the journal's disk was full; free some space, then resume",
                since: now))
        do {
            let entry = NewEntry(at: now, kind: RecordCodec.kind(of: halt), body: try RecordCodec.encode(halt))
            try journal.appendLastWords([entry], givingUp: disk.ballast)
            logger.critical("the ballast is given up, and the halt is in the journal")
        } catch {
            logger.critical("the halt could not be recorded: \(error)")
        }
    }
}
