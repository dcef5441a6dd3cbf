import Engine
import Foundation
import Journal

/// The commands on the journal's file: copy it, verify it, put a copy in its place. They need no daemon; the first two may
/// run beside one. Each returns the exit code; failures are told on the standard error stream.
package enum JournalCommand {
    /// `qmtd backup`: a copy that is whole although the daemon writes, put to the proof by the drill that `verify` does.
    package static func backup(configuration file: String, to copy: String, output: (String) -> Void) -> Int32 {
        withConfiguration(file) { configuration in
            _ = try JournalReader(at: configuration.journalFile).backup(to: copy)
            let drill = try RestoreDrill(copy: copy, of: configuration.journalFile)
            output("ok       copy \(copy), \(text(drill))")
        }
    }

    /// `qmtd verify`: every entry of the journal, and of a copy where one is given: it must be a part of the journal's history
    /// and give the same state.
    package static func verify(configuration file: String, copy: String?, output: (String) -> Void) -> Int32 {
        withConfiguration(file) { configuration in
            let reader = try JournalReader(at: configuration.journalFile)
            let report = try reader.verify()
            for problem in report.problems { output("FAILED   journal \(configuration.journalFile): \(problem)") }
            if !report.isWhole {
                throw JournalFailure(
                    .damaged, at: configuration.journalFile, "it is not as it was written",
                    remedy: "halt trading, keep the file as it is, and follow docs/durability.md")
            }
            let state = try reader.foldedBook(through: report.head.seq)
            output(
                "ok       journal \(configuration.journalFile), \(report.entries) entries in \(report.runs) runs, "
                    + "head \(report.head.hash)")
            output("ok       state \(try state.digest()), from \(state.folded) entries")
            if let copy {
                output("ok       copy \(copy), \(text(try RestoreDrill(copy: copy, of: configuration.journalFile)))")
            }
        }
    }

    /// `qmtd restore`. What was there is kept.
    package static func restore(
        configuration file: String, from copy: String, isDrill: Bool, output: (String) -> Void
    ) -> Int32 {
        withConfiguration(file) { configuration in
            let outcome = try Restoring.restore(
                from: copy, to: configuration.journalFile, identity: configuration.journalIdentity, isDrill: isDrill)
            output("ok       copy \(copy), \(outcome.report.entries) entries, all verified")
            if isDrill {
                output("note     nothing was changed")
            } else {
                output("ok       journal \(configuration.journalFile) is that copy now")
            }
            if let kept = outcome.kept { output("note     the journal that was there is \(kept)") }
            if let epoch = outcome.lastEpoch {
                output("next     qmtd run --config \(file) --epoch-floor \(epoch + 1)")
            } else {
                output(
                    "next     the journal that was there cannot be read: find the last epoch in the shim's log, then "
                        + "qmtd run --config \(file) --epoch-floor N, N above it")
            }
            output("note     orders placed since the copy was made will halt trading; look at them, then resume")
        }
    }

    private static func text(_ drill: RestoreDrill) -> String {
        "\(drill.report.entries) entries, state \(drill.digest), \(drill.newer) entries behind the journal"
    }

    private static func withConfiguration(_ file: String, _ body: (Configuration) throws -> Void) -> Int32 {
        func complain(_ error: any Error) { FileHandle.standardError.write(Data("qmtd: \(error)\n".utf8)) }
        let configuration: Configuration
        do {
            configuration = try Configuration.load(file)
        } catch {
            complain(error)
            return 78
        }
        do {
            try body(configuration)
            return 0
        } catch {
            complain(error)
            return 1
        }
    }
}

extension Configuration {
    /// Whose journal it must be. Of one account there may be a simulated side's journal and a paper one: they must not go on
    /// with each other.
    var journalIdentity: JournalIdentity {
        JournalIdentity(account: (isPaper ? "paper:" : "") + policy.account, mode: policy.isSimulated ? .paper : .live)
    }
}
